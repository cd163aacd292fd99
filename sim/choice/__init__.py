"""Where a person with a need goes: a random-utility choice over the real alternatives of that person."""
