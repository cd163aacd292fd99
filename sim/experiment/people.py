"""People of a sample, made once where run after run of a county has the same ones.

Making people takes as long as all people of the county take, however small the sample is: scenarios that are
compared in previews have the same people, so the second run begins with a copy of the first one's.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple

import numpy as np

from sim.geography.map import Map
from sim.policy.kept import EVERY, Reading
from sim.population.make import make_people
from sim.population.people import People
from sim.scenario import Scenario

MOST_PEOPLE = 60_000
"""People of a sample up to which it is kept; a few megabytes."""
MOST = 3
"""Samples that a process keeps."""


class _Made(NamedTuple):
    key: Hashable
    read: Mapping[str, float | None]
    people: People


_kept: list[_Made] = []


def people_of(scenario: Scenario, map_: Map, values: Mapping[str, float], seed: int, sample: float) -> People:
    """Return the people of a scenario, the caller's own to change; see `sim.population.make.make_people`.

    Parameters
    ----------
    scenario : Scenario
    map_ : Map
        Of the scenario on its first simulated day.
    values : mapping of parameter path to value
        Of that day.
    seed : int
    sample : float
    """
    if scenario.geography is not None:  # what is in the folder may change
        return make_people(map_, values, seed, sample)
    key = scenario.counties, len(map_.villages), seed, sample
    for made in _kept:
        if made.key == key and all(values.get(path) == value for path, value in made.read.items()):
            return _copy(made.people)
    read: set[str] = set()
    people = make_people(map_, Reading(values, read.add), seed, sample)
    if len(people) <= MOST_PEOPLE:
        paths = values.keys() if EVERY in read else read
        _kept.insert(0, _Made(key, {path: values.get(path) for path in paths}, _copy(people)))
        del _kept[MOST:]
    return people


def _copy(people: People) -> People:
    return people.take(np.arange(len(people)))
