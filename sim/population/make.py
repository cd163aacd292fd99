"""Make the people of a map: residents of the census, and the insured who live away."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.population import traits
from sim.population.census import (
    CountyFacts,
    ages_in_bands,
    apportion,
    facts_of,
    resident_cells,
)
from sim.population.health import chronic_states, controlled_states
from sim.population.households import form_households, lay_in_villages
from sim.population.order import order_of_draws, order_of_numbers
from sim.population.people import People
from sim.randomness import U64, draw, stream

if TYPE_CHECKING:
    import pandas as pd

    from sim.geography.map import Map

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bool = npt.NDArray[np.bool_]

ID_BLOCK = 10_000_000
"""Ids of a county are its code times this plus a number; the away begin in the middle of the block."""
_AWAY_GROUPS = ("0_14", "15_29", "30_44", "45_59", "60_plus")
_AWAY_STARTS = (15, 30, 45, 60)
_AWAY_OLDEST = 80


def make_people(map_: Map, values: Mapping[str, float], seed: int, sample: float = 1.0) -> People:
    """Make everybody who is insured or lives in the counties of a map.

    Parameters
    ----------
    map_ : Map
        Its `counties`, `census` and `villages` are used.
    values : mapping of parameter path to value
    seed : int
        Which random population.
    sample : float
        Share of people kept, by one keyed draw each: a sample's people are among those of any larger one.

    Returns
    -------
    People
        In order of county, village and household; residents of a village before those of it who are away.
    """
    urban = map_.villages["urban"].to_numpy(np.bool_)
    weight = map_.villages["weight"].to_numpy(np.float64)
    county_of = map_.villages["county"].to_numpy(np.int64)
    parts: list[People] = []
    households = 0
    for county, row in enumerate(map_.census.to_dict("records")):
        villages = np.flatnonzero(county_of == county)
        facts = facts_of({str(name): str(cell) for name, cell in row.items()})
        part, count = _county(
            facts, county, villages, weight[villages], urban[villages], values, seed, sample
        )
        part.household += np.int32(households)
        households += count
        parts.append(part)
    return reduce(People.append, parts)


def away_count(facts: CountyFacts, values: Mapping[str, float]) -> int:
    """Return how many insured people of a county live away: registered minus resident."""
    share = values.get(f"population.away_share.c{facts.code}", values["population.away_share.other"])
    return round(facts.population * share / (1.0 - share))


def head_count(census: pd.DataFrame, values: Mapping[str, float]) -> int:
    """Return how many people `make_people` makes of some counties: residents, and the insured who live away.

    Parameters
    ----------
    census : pd.DataFrame
        A row of facts a county, as of `sim.geography.map.Map.census`.
    values : mapping of parameter path to value
    """
    facts = [
        facts_of({str(name): str(cell) for name, cell in row.items()}) for row in census.to_dict("records")
    ]
    return sum(one.population + away_count(one, values) for one in facts)


def _county(
    facts: CountyFacts,
    county: int,
    villages: I64,
    weight: F64,
    urban: Bool,
    values: Mapping[str, float],
    seed: int,
    sample: float,
) -> tuple[People, int]:
    """People of one county, and how many households there are before any of them is left out of a sample."""
    here = _residents(facts, weight, urban, values, seed)
    there = _away(facts, weight, here, values, seed)
    facts_of = {name: np.concatenate([here[name], there[name]]) for name in here}
    if sample < 1.0:
        kept = draw(stream("sample", seed), facts_of["id"]) < sample
        facts_of = {name: column[kept] for name, column in facts_of.items()}
    ids, age, sex = facts_of["id"], facts_of["age"], facts_of["sex"]
    away = facts_of["away"]
    chronic = chronic_states(ids, age, sex, values, seed)
    people = People.with_fresh_state(
        **facts_of | {"village": villages[facts_of["village"]]},
        county=np.full(len(ids), county),
        insurance=traits.insurance_of(ids, age, urban[facts_of["village"]], away, values, seed),
        chronic=chronic,
        controlled=controlled_states(ids, chronic, values, seed),
    )
    return people.take(order_of_numbers(people.village)), int(here["household"][-1]) + 1


def _residents(
    facts: CountyFacts, weight: F64, urban: Bool, values: Mapping[str, float], seed: int
) -> dict[str, npt.NDArray[Any]]:
    """Residents of one county by column, in order of village (a position in `weight`) and household."""
    code = int(facts.code)
    cells = resident_cells(facts, values)
    band, sex = np.divmod(np.repeat(np.arange(cells.size), cells.ravel()), 2)
    numbers = np.arange(len(band))
    age = ages_in_bands(band, draw(stream("population.age", seed), numbers, code), cells.sum(axis=1), values)
    household, head_age = form_households(age, sex, facts.household_size, values, seed, code)
    order, village, household = lay_in_villages(household, head_age, weight, urban, values, seed, code)
    age, sex = age[order], sex[order]
    ids = _ids(code, numbers)
    starts = np.flatnonzero(np.diff(household, prepend=-1))
    income = traits.household_income(starts, age, urban[village], ids[starts], values, seed)
    mode = traits.household_mode(starts, age, income, ids[starts], values, seed)
    return {
        "id": ids,
        "village": village,
        "household": household,
        "age": age,
        "sex": sex,
        "income": income[household],
        "mode": mode[household],
        "away": np.zeros(len(ids), np.bool_),
    }


def _away(
    facts: CountyFacts,
    weight: F64,
    here: Mapping[str, npt.NDArray[Any]],
    values: Mapping[str, float],
    seed: int,
) -> dict[str, npt.NDArray[Any]]:
    """Insured people of one county who live away; each belongs to a household of a village."""
    code = int(facts.code)
    count = away_count(facts, values)
    ids = _ids(code, np.arange(count) + ID_BLOCK // 2)

    def drawn(name: str) -> F64:
        return draw(stream(f"population.away.{name}", seed), ids)

    village = np.repeat(np.arange(len(weight)), apportion(weight, count))
    group_weight = [values[f"population.away_age.{group}"] for group in _AWAY_GROUPS]
    group = np.repeat(np.arange(len(_AWAY_GROUPS)), apportion(group_weight, count))
    group = group[order_of_draws(drawn("group"))]
    bounds = np.array([0, *_AWAY_STARTS, _AWAY_OLDEST])
    age = bounds[group] + (drawn("age") * np.diff(bounds)[group]).astype(np.int64)
    # the household of a resident of the village, so that large households have more members away
    first = np.searchsorted(here["village"], village)
    members = np.searchsorted(here["village"], village, side="right") - first
    with_whom = np.minimum(first + (drawn("household") * members).astype(np.int64), len(here["id"]) - 1)
    return {
        "id": ids,
        "village": village,
        "household": here["household"][with_whom],
        "age": age,
        "sex": (drawn("sex") >= values["population.away_men"]).astype(np.int64),
        "income": here["income"][with_whom],
        "mode": here["mode"][with_whom],
        "away": np.ones(count, np.bool_),
    }


def _ids(code: int, numbers: I64) -> U64:
    return (np.uint64(code * ID_BLOCK) + numbers.astype(np.uint64)).astype(np.uint64)
