"""Lessons of a workshop (课堂): a question to guess, runs that answer it, and what to make of the answer."""
