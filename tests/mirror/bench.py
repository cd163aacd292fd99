"""What the mirror costs: a year of a county cut down to so many residents, for a ratio to the core's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from sim.geography.map import Map
from sim.model import CountyModel
from sim.population.people import People
from sim.scenario import Scenario, load_scenario
from tests.mirror.county import small_county
from tests.mirror.model import MirrorModel

DAYS = 365
SEED = 1


@lru_cache(maxsize=1)
def county(residents: int) -> tuple[Scenario, Map, People]:
    """So many people of Lulong with doctors and beds in proportion, and a scenario of `DAYS` days."""
    scenario = replace(load_scenario("lulong-2024"), posterior=None)
    scenario = scenario.with_dates(until=scenario.begin + timedelta(days=DAYS - 1))
    return scenario, *small_county(scenario, residents, SEED)


def run_mirror(residents: int) -> MirrorModel:
    """Step every resident every day."""
    model = MirrorModel(county(residents)[0], SEED, *county(residents)[1:], step="all")
    model.run()
    return model


def run_mirror_ill(residents: int) -> MirrorModel:
    """Step only those who have something due."""
    model = MirrorModel(county(residents)[0], SEED, *county(residents)[1:], step="ill")
    model.run()
    return model


def run_core(residents: int) -> CountyModel:
    """Run the same days of the same county in the fast core, compiled."""
    scenario, map_, people = county(residents)
    fresh = people.take(people.alive)  # the core writes in the columns it is given
    model = CountyModel(scenario, seed=SEED, kernel="numba", map_=map_, people=fresh)
    model.run()
    return model
