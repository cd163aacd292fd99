"""What is counted, how an indicator is made of it, and what a named source would see of it."""
