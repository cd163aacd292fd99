"""Compiled twin of `sim.day.tally.tally_visits`: every measure of a visit counted in one pass."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from sim.day.clock import Clock
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits
from sim.indicators.tally import ELSEWHERE, INSURANCES, PLACES, Flow
from sim.money.rules import LEVELS
from sim.randomness_numba import purposes, unit

MEASURES = (
    Flow.OUTPATIENT_COUNT, Flow.OUTPATIENT_BILL, Flow.OUTPATIENT_FUND, Flow.WAIT, Flow.TRAVEL,
    Flow.TCM_VISITS, Flow.RETURN_VISITS,
)  # fmt: skip
"""Counted by the month of the visit, in the order of the columns that `_count` fills."""
SETTLED, SETTLED_CHRONIC, SETTLED_FUND = (
    int(Flow.SETTLED_VISITS), int(Flow.SETTLED_CHRONIC_VISITS), int(Flow.SETTLED_OUTPATIENT_FUND),
)  # fmt: skip
FAR = LEVELS.index("far")


def count_visits(state: State, clock: Clock, tables: DayTables, visits: Visits) -> None:
    """Count today's visits; see `sim.day.tally.tally_visits`."""
    people, tally, month = state.people, state.tally, clock.month
    cells = tally.counties * PLACES * INSURANCES
    by_cell = np.zeros((cells, len(MEASURES)), np.int64)
    by_facility = np.zeros((tally.facilities, len(MEASURES)), np.int64)
    by_condition = np.zeros((cells, tally.conditions), np.int64)
    bills = np.zeros((cells, tally.conditions), np.int64)
    _count(
        visits.case, visits.keys, visits.facility, visits.place, visits.wait, visits.emergency,
        visits.minutes, visits.bill, visits.fund, people.county, people.insurance, tables.tcm,
        purposes("visit.tcm"), by_cell, by_facility, by_condition, bills,
    )  # fmt: skip
    tally.add_table(MEASURES, month, by_cell, by_facility)
    tally.add_visit_table(month, by_condition, bills)
    _count_settled(
        visits.case, visits.keys, visits.facility, visits.place, visits.fund, people.county, people.insurance,
        state.certified, tables.outcome.bit, tables.sites.level, purposes("claim.late", "claim.lag"),
        tables.values["insurance.late_share"], tables.values["insurance.late_days"], state.months, clock.day,
        tally.months - 1, cells, tally.facilities, tally.flow, tally.facility,
    )  # fmt: skip


@numba.njit(cache=True)
def _count(
    case: Any, keys: Any, facility: Any, place: Any, wait: Any, emergency: Any, minutes: Any, bill: Any,
    fund: Any, county: Any, insurance: Any, tcm: Any, to: Any, by_cell: Any, by_facility: Any,
    by_condition: Any, bills: Any,
) -> None:  # fmt: skip
    for i in range(case.size):
        person, condition = case[i].person, case[i].condition
        home = county[person]
        cell = (np.int64(home) * PLACES + place[i]) * INSURANCES + insurance[person]
        by_condition[cell, condition] += 1
        bills[cell, condition] += bill[i]
        travel = np.int64(0)
        if not emergency[i]:
            travel = np.int64(np.floor(minutes[i] + 0.5))
        chinese = unit(keys[i], to[0]) < tcm[condition, facility[i]]
        amounts = (1, bill[i], fund[i], wait[i], travel, np.int64(chinese), np.int64(case[i].step > 0))
        for k in range(len(amounts)):
            by_cell[cell, k] += amounts[k]
            by_facility[facility[i], k] += amounts[k]


@numba.njit(cache=True)
def _count_settled(
    case: Any, keys: Any, facility: Any, place: Any, fund: Any, county: Any, insurance: Any, certified: Any,
    bit: Any, level: Any, to: Any, late_share: float, late_days: float, months: Any, day: int,
    last_month: int, cells: int, facilities: int, flow: Any, by_facility: Any,
) -> None:  # fmt: skip
    for i in range(case.size):
        if fund[i] <= 0:
            continue
        person, lag = case[i].person, 0
        beyond = level[facility[i]] == FAR or place[i] == ELSEWHERE
        if beyond and unit(keys[i], to[0]) < late_share:
            lag = int(np.floor(unit(keys[i], to[1]) * 2.0 * late_days))
        month = min(months[day + lag], last_month)
        at = month * cells + (np.int64(county[person]) * PLACES + place[i]) * INSURANCES + insurance[person]
        place_of = month * facilities + facility[i]
        chronic = bit[case[i].condition] > 0 and certified[person]
        flow[SETTLED, at] += 1
        by_facility[SETTLED, place_of] += 1
        flow[SETTLED_CHRONIC, at] += chronic
        by_facility[SETTLED_CHRONIC, place_of] += chronic
        flow[SETTLED_FUND, at] += fund[i]
        by_facility[SETTLED_FUND, place_of] += fund[i]
