"""The scenarios that ship with the program, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from sim.scenario import Scenario, load_scenario, shipped_names


@lru_cache(maxsize=1)
def shipped() -> dict[str, Scenario]:
    """Scenarios that ship with the program, by name."""
    return {name: load_scenario(name) for name in shipped_names()}


def labels(scenarios: Mapping[str, Scenario], language: str) -> dict[str, str]:
    """Return what each is called; those of one title are told apart by their keys."""
    titles = {key: one.title.say(language) for key, one in scenarios.items()}
    every = list(titles.values())
    return {key: title if every.count(title) == 1 else f"{title} ({key})" for key, title in titles.items()}
