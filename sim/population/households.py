"""Households: who lives with whom, and in which village.

The rule is simple on purpose. Adults are drawn as heads; everybody else falls into a household at random,
which gives sizes of one plus a Poisson number, close to the census. Each of these places asks for a sex and
an age (a partner of the head's age, a child one generation younger, an elderly head's grandchild two), and
people are matched to places in order of age. The county's ages stay exactly those of the census.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from sim.population.census import apportion
from sim.randomness import draw, stream

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bool = npt.NDArray[np.bool_]


def form_households(
    age: I64, sex: I64, mean_size: float, values: Mapping[str, float], seed: int, county: int
) -> tuple[I64, I64]:
    """Put the residents of one county into households.

    Parameters
    ----------
    age, sex : int64 arrays, shape (n,)
        Residents in any order.
    mean_size : float
        Mean household size of the census.
    county : int
        Code of the county; keys the draws.

    Returns
    -------
    household : int64 array, shape (n,)
        Household of each resident, 0 … households - 1.
    head_age : int64 array, shape (households,)
    """

    def uniform(name: str, size: int) -> F64:
        return draw(stream(f"population.household.{name}", seed), np.arange(size), county)

    adults = np.flatnonzero(age >= values["population.household.head_age"])
    count = min(round(len(age) / mean_size), len(adults))
    heads = adults[np.argsort(uniform("head", len(adults)), kind="stable")[:count]]
    household = np.full(len(age), -1)
    household[heads] = np.arange(count)
    head_age = age[heads]

    others = np.flatnonzero(household < 0)
    size = len(others)
    place = np.sort((uniform("place", size) * count).astype(np.int64))
    first = np.append(True, place[1:] != place[:-1])[:size]
    partner = first & (uniform("partner", size) < values["population.household.partner_share"])
    grandchild = (head_age[place] >= values["population.household.grandparent_age"]) & (
        uniform("generation", size) < values["population.household.grandchild_share"]
    )
    gap = np.where(partner, 0.0, values["population.household.generation_years"] * (1.0 + grandchild))
    spread = np.where(
        partner,
        values["population.household.partner_spread"],
        values["population.household.generation_spread"],
    )
    wanted = head_age[place] - gap + spread * (2.0 * uniform("age", size) - 1.0)

    # places for women: first the partners of men, then as many of the free places as the county has women
    rank = np.where(partner, np.where(sex[heads][place] == 0, 0.0, 2.0), 1.0) + uniform("sex", size)
    for_women = np.zeros(size, np.bool_)
    for_women[np.argsort(rank, kind="stable")[: int((sex[others] == 1).sum())]] = True
    for woman in (False, True):
        places = np.flatnonzero(for_women == woman)
        pool = others[(sex[others] == 1) == woman]
        by_age = np.lexsort((uniform("match", len(pool)), age[pool]))
        household[pool[by_age]] = place[places[np.argsort(wanted[places], kind="stable")]]
    return household, head_age


def lay_in_villages(
    household: I64,
    head_age: I64,
    weight: F64,
    urban: Bool,
    values: Mapping[str, float],
    seed: int,
    county: int,
) -> tuple[I64, I64, I64]:
    """Put households into villages so that every village has exactly its number of residents.

    Households stand in a line, those of young heads more often at the urban end, and the line is cut at
    village boundaries; a household that is cut becomes two.

    Parameters
    ----------
    household : int64 array, shape (n,)
        Household of each resident.
    head_age : int64 array, shape (households,)
    weight : float64 array, shape (villages,)
        Share of the county's residents in each village of the county.
    urban : bool array, shape (villages,)

    Returns
    -------
    order : int64 array, shape (n,)
        Residents in order of village and household.
    village : int64 array, shape (n,)
        Village of the resident at each place of `order`, as a position in `weight`.
    household : int64 array, shape (n,)
        Household at each place of `order`, counted from 0 along the line.
    """
    sizes = apportion(weight, len(household))
    count = len(head_age)
    numbers = np.arange(count)
    youth = draw(stream("population.village.side", seed), numbers, county) + values[
        "population.urban_youth"
    ] * (head_age / head_age.max())
    by_side = np.argsort(youth, kind="stable")
    members = np.bincount(household, minlength=count)
    in_town = np.zeros(count, np.bool_)
    in_town[by_side] = np.cumsum(members[by_side]) <= sizes[urban].sum()
    shuffle = draw(stream("population.village.line", seed), numbers, county)
    position = np.empty(count, np.int64)
    position[np.lexsort((shuffle, ~in_town))] = numbers

    line = np.argsort(position[household], kind="stable")
    towns_first = np.argsort(~urban, kind="stable")
    village = np.repeat(towns_first, sizes[towns_first])
    order = np.argsort(village, kind="stable")
    line, village = line[order], village[order]
    cut = (np.diff(household[line]) != 0) | (np.diff(village) != 0)
    return line, village, np.append(0, np.cumsum(cut))
