"""A county office's own tables: templates, checks, and the scenario and targets made from them."""

from __future__ import annotations

FORMATS = ("csv", "xlsx")
"""In which the templates can be had: CSV files, or one workbook."""
SCENARIO = "scenario.yaml"
"""Scenario made from the tables of a folder, if no other name is given."""
BASE = "lulong-2024-baseline"
"""Shipped scenario whose numbers stand in for what a county does not give, if it names no other."""
