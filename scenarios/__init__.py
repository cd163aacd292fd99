"""Scenarios, parameters and data that travel with the package."""
