"""A small real county: some people of one county, and facilities cut down to their number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.geography.map import Map
from sim.population.make import make_people
from sim.population.people import People
from sim.scenario import Scenario


def small_county(scenario: Scenario, residents: int, seed: int) -> tuple[Map, People]:
    """Every so-manieth resident of a scenario's county, with doctors and beds in the same proportion.

    Nothing is scaled by a sample share: doctors and beds are those of a county of that size, so that queues
    form, lists overflow and wards fill.
    """
    values = scenario.values(scenario.begin)
    map_ = scenario.map(values)
    everybody = make_people(map_, values, seed)
    chosen = np.linspace(0, len(everybody) - 1, residents).astype(np.int64)
    share = residents / len(everybody)
    facilities = map_.facilities.copy()
    facilities["doctors"] *= share
    facilities["beds"] = np.ceil(facilities["beds"] * share).astype(np.int64)
    return replace(map_, facilities=facilities), everybody.take(chosen)
