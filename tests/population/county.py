"""A county for tests: real census facts on villages of made-up size, so that no map need be built."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from sim.declare import defaults
from sim.geography.tables import table
from sim.population.census import county_facts
from sim.population.make import make_people
from sim.population.people import People

LULONG = "130324"
UNITS = ("130324", "130321", "130322", "130306", "130304", "130303")
SEED = 7


@lru_cache(maxsize=1)
def values() -> dict[str, float]:
    return defaults()


def small_map(*codes: str, villages: int = 40) -> Any:
    """Counties of 40 villages, one in four urban, of unequal weights that give the census urban share."""
    parts = []
    for county, code in enumerate(codes):
        urban = np.arange(villages) % 4 == 0
        weight = 1.0 + np.arange(villages) % 5
        share = county_facts(code).urban_share
        weight = np.where(
            urban, share * weight / weight[urban].sum(), (1 - share) * weight / weight[~urban].sum()
        )
        parts.append(pd.DataFrame({"county": county, "weight": weight, "urban": urban}))
    return SimpleNamespace(
        counties=pd.DataFrame({"code": list(codes)}),
        census=table("county_facts").set_index("code").loc[list(codes)].reset_index(),
        villages=pd.concat(parts, ignore_index=True),
    )


@lru_cache(maxsize=2)
def people_of(*codes: str) -> People:
    """Everybody of these counties; shared between tests, which must not change it."""
    return make_people(small_map(*codes), values(), SEED)


def residents() -> People:
    people = people_of(LULONG)
    return people.take(~people.away)
