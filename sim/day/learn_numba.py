"""Compiled twin of what villages see of a day, `sim.day.resolve.learn`."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from sim.care.learning import remaining
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits
from sim.geography.map import Option
from sim.indicators.tally import ELSEWHERE
from sim.needs.cases import CaseArray

FIRST, LAST = int(Option.OWN_CLINIC), int(Option.NEAR_CENTRE)  # primary care


def update_beliefs(state: State, tables: DayTables, visits: Visits, away: CaseArray, rate: float) -> None:
    """Let every village take note of today's cases; see `sim.day.resolve.learn`."""
    good, count = np.zeros(state.belief.shape, np.int32), np.zeros(state.belief.shape, np.int32)
    village, group = state.people.village, tables.catalogue.kind
    more = int(tables.values["learning.first_contact"]) - 1
    _see(visits.case, visits.place, visits.emergency, visits.adequate, village, group, more, good, count)
    _miss(away, village, group, more, count)
    fading = remaining(rate, int(count.max()), state.sample)
    _update(state.belief.ravel(), good.ravel(), count.ravel(), fading)


@numba.njit(cache=True)
def _update(belief: Any, good: Any, count: Any, fading: Any) -> None:
    for cell in range(belief.size):
        if count[cell]:
            share = good[cell] / count[cell]
            belief[cell] += (1.0 - fading[count[cell]]) * (share - belief[cell])


@numba.njit(cache=True)
def _see(
    case: Any,
    place: Any,
    emergency: Any,
    adequate: Any,
    village: Any,
    group: Any,
    more: int,
    good: Any,
    count: Any,
) -> None:
    for i in range(case.size):
        if place[i] != ELSEWHERE and not emergency[i]:
            sort, home = group[case[i].condition], village[case[i].person]
            good[sort, home, place[i]] += adequate[i]
            first = case[i].step == 0 and not adequate[i] and FIRST <= place[i] <= LAST
            count[sort, home, place[i]] += 1 + more * first


@numba.njit(cache=True)
def _miss(away: Any, village: Any, group: Any, more: int, count: Any) -> None:
    for i in range(away.size):
        first = away[i].step == 0 and away[i].tries == 1 and FIRST <= away[i].place <= LAST
        count[group[away[i].condition], village[away[i].person], away[i].place] += 1 + more * first
