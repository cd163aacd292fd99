"""Households: who lives with whom, and in which village.

The rule is simple on purpose. Adults are drawn as heads; everybody else falls into a household at random,
which gives sizes of one plus a Poisson number, close to the census. First come the partners: adults of the
other sex, drawn at random and matched to heads in order of age. Each place that is left asks for an age (a
child's, one generation below the head; in young households now and then a parent's, one above; in elderly
ones a grandchild's, two below), and the people left are matched to these in order of age. The county's ages
stay exactly those of the census.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from sim.population.census import apportion
from sim.population.order import order_of_draws, order_of_numbers
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

    youngest = values["population.household.head_age"]
    adults = np.flatnonzero(age >= youngest)
    count = min(round(len(age) / mean_size), len(adults))
    heads = adults[order_of_draws(uniform("head", len(adults)))[:count]]
    household = np.full(len(age), -1)
    household[heads] = np.arange(count)
    head_age = age[heads]

    others = np.flatnonzero(household < 0)
    size = len(others)
    place = np.sort((uniform("place", size) * count).astype(np.int64))
    first = np.append(True, place[1:] != place[:-1])[:size]
    partner = first & (uniform("partner", size) < values["population.household.partner_share"])
    elderly = head_age[place] >= values["population.household.grandparent_age"]
    turn = uniform("generation", size)
    generations = np.where(
        elderly,
        np.where(turn < values["population.household.grandchild_share"], -2, -1),
        np.where(turn < values["population.household.parent_share"], 1, -1),
    )
    gap = np.where(partner, 0.0, values["population.household.generation_years"] * generations)
    spread = np.where(
        partner,
        values["population.household.partner_spread"],
        values["population.household.generation_spread"],
    )
    wanted = head_age[place] + gap + spread * (2.0 * uniform("age", size) - 1.0)

    def settle(places: I64, people: I64) -> None:
        """Match as many people as places, both in order of age, and put them there."""
        by_age = people[order_of_numbers(age[people])]
        household[by_age] = place[places[order_of_draws(wanted[places])]]

    shuffled = others[order_of_draws(uniform("match", size))]
    for woman in (0, 1):
        places = np.flatnonzero(partner & (sex[heads][place] != woman))
        fit = shuffled[(sex[shuffled] == woman) & (age[shuffled] >= youngest)][: len(places)]
        partner[places[len(fit) :]] = False
        settle(places[: len(fit)], fit)
    settle(np.flatnonzero(~partner), shuffled[household[shuffled] < 0])
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
    by_side = order_of_draws(youth)
    members = np.bincount(household, minlength=count)
    in_town = np.zeros(count, np.bool_)
    in_town[by_side] = np.cumsum(members[by_side]) <= sizes[urban].sum()
    shuffle = draw(stream("population.village.line", seed), numbers, county)
    position = np.empty(count, np.int64)
    shuffled = order_of_draws(shuffle)
    position[np.append(shuffled[in_town[shuffled]], shuffled[~in_town[shuffled]])] = numbers

    line = order_of_numbers(position[household])
    towns_first = np.argsort(~urban, kind="stable")
    village = np.repeat(towns_first, sizes[towns_first])
    order = order_of_numbers(village)
    line, village = line[order], village[order]
    cut = (np.diff(household[line]) != 0) | (np.diff(village) != 0)
    return line, village, np.append(0, np.cumsum(cut))
