"""Compiled twins of the counts of people in `sim.day.heads`."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from sim.needs.onset import CLASS_OF_AGE, MASKS
from sim.policy.groups import CODES
from sim.population.people import People

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


def count_living(people: People, shape: tuple[int, ...]) -> I64:
    """See `sim.day.heads.living`."""
    count = np.zeros(shape, np.int64)
    _living(people.alive, people.village, people.away, people.insurance, people.signed, count)
    return count


def count_residents(
    people: People, codes: npt.NDArray[np.uint8], counties: int, expected: F64, unit: float
) -> tuple[I64, F64]:
    """See `sim.day.heads.residents_of_counties`."""
    count, cost = np.zeros((counties, CODES), np.int64), np.zeros((counties, 2))
    _residents(
        people.alive, people.away, people.county, people.signed, codes, people.age, people.sex,
        people.chronic, people.controlled, CLASS_OF_AGE, expected, unit, count, cost,
    )  # fmt: skip
    return count, cost


@numba.njit(cache=True)
def _living(alive: Any, village: Any, away: Any, insurance: Any, signed: Any, count: Any) -> None:
    for i in range(alive.size):
        if alive[i]:
            count[village[i], np.int64(away[i]), insurance[i], np.int64(signed[i])] += 1


@numba.njit(cache=True)
def _residents(
    alive: Any, away: Any, county: Any, signed: Any, codes: Any, age: Any, sex: Any, chronic: Any,
    controlled: Any, class_of_age: Any, expected: Any, unit: float, count: Any, cost: Any,
) -> None:  # fmt: skip
    for i in range(alive.size):
        if alive[i] and not away[i]:
            count[county[i], codes[i]] += 1
            calm = np.int64((chronic[i] & ~controlled[i]) == 0)
            one = expected[calm, (class_of_age[age[i]] * 2 + sex[i]) * MASKS + chronic[i]] / unit
            cost[county[i], 0] += one
            if signed[i]:
                cost[county[i], 1] += one
