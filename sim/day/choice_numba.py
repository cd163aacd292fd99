"""Compiled twins of how cases are told apart and sent in `sim.day.choice`."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from sim.day.choice import I64, At, Bools
from sim.day.state import State
from sim.day.tables import DayTables
from sim.geography.map import Option
from sim.indicators.tally import ELSEWHERE
from sim.needs.cases import CaseArray

PHARMACY, FAR = int(Option.PHARMACY), int(Option.FAR)
GROUPS = 4
TO_CLINIC, BY_AMBULANCE, AWAY, AT_HOME = range(GROUPS)


def callers(state: State, tables: DayTables, cases: CaseArray) -> tuple[Bools, I64]:
    """Who calls 120, and positions of those who choose."""
    call, free = np.empty(len(cases), bool), np.empty(len(cases), np.int64)
    n = _callers(cases, tables.catalogue.emergency, state.present, call, free)
    return call, free[:n]


def send(state: State, tables: DayTables, cases: CaseArray, call: Bools) -> tuple[At, ...]:
    """Write place and target of each case; positions of the groups of `sim.day.choice.Going`."""
    at, sizes = np.empty((GROUPS, len(cases)), np.int64), np.zeros(GROUPS, np.int64)
    _send(
        cases, call, state.present, state.people.village, tables.emergency.destination, state.map.options, at,
        sizes,
    )  # fmt: skip
    return tuple(at[group, : sizes[group]] for group in range(GROUPS))


@numba.njit(cache=True)
def _callers(cases: Any, emergency: Any, present: Any, call: Any, free: Any) -> int:
    n = 0
    for i in range(cases.size):
        call[i] = emergency[cases[i].condition] and cases[i].step == 0 and present[cases[i].person]
        free[n] = i
        n += cases[i].target < 0 and not call[i]
    return n


@numba.njit(cache=True)
def _send(
    cases: Any, call: Any, present: Any, village: Any, destination: Any, options: Any, at: Any, sizes: Any
) -> None:
    for i in range(cases.size):
        person, place, target = cases[i].person, cases[i].place, cases[i].target
        home = village[person]
        if call[i]:
            place = destination[cases[i].condition * 3 + cases[i].severity, home]
        group = AT_HOME
        if place > PHARMACY:
            group = BY_AMBULANCE if call[i] else TO_CLINIC
            if target < 0:
                target = options[home, place]
            if not present[person]:
                group, place, target = AWAY, ELSEWHERE, options[home, FAR]
        cases[i].place = place
        cases[i].target = target
        at[group, sizes[group]] = i
        sizes[group] += 1
