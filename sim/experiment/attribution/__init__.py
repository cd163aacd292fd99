"""Which lever of a package causes how much of what it changes."""
