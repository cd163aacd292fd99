"""Scenarios: data that say which county, which days, and which numbers hold from which day."""

from __future__ import annotations

from sim.problems import Problem, ScenarioErrors
from sim.reading import ALWAYS
from sim.scenario.load import check_file, load_scenario, scenario_of
from sim.scenario.scenario import Scenario
from sim.scenario.shipped import find_scenario, known_counties, scenario_folder, shipped_names

__all__ = [
    "ALWAYS",
    "Problem",
    "Scenario",
    "ScenarioErrors",
    "check_file",
    "find_scenario",
    "known_counties",
    "load_scenario",
    "scenario_folder",
    "scenario_of",
    "shipped_names",
]
