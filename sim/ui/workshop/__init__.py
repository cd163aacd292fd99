"""Rooms of a workshop (课堂): who is in them, what they guessed and ordered, and how far they are.

Nothing here knows of pages.
"""
