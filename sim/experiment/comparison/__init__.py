"""Scenarios compared under the same random histories and the same draws of uncertain numbers."""
