"""Compiled twins of how `sim.day.clinics` looks up the way to a clinic and learns how long people waited."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from sim.day.state import State
from sim.day.tables import DayTables
from sim.needs.cases import CaseArray

I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]


def travel_minutes(state: State, tables: DayTables, case: CaseArray) -> F64:
    """Minutes of the way of each case to where it goes."""
    minutes = np.empty(len(case))
    _travel(case, state.way, state.people.village, tables.minutes, minutes)
    return minutes


def waits(case: CaseArray, ticks: I64, facilities: int) -> tuple[I64, I64]:
    """Sum of the waits, and number of patients, by facility."""
    total, came = np.zeros((2, facilities), np.int64)
    _waits(case, ticks, total, came)
    return total, came


@numba.njit(cache=True)
def _travel(case: Any, way: Any, village: Any, travel: Any, minutes: Any) -> None:
    for i in range(case.size):
        person = case[i].person
        minutes[i] = travel[way[person], village[person], case[i].place]


@numba.njit(cache=True)
def _waits(case: Any, ticks: Any, total: Any, came: Any) -> None:
    for i in range(case.size):
        total[case[i].target] += ticks[i]
        came[case[i].target] += 1
