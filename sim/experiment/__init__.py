"""Experiments: runs, and how fast they are."""
