"""Compiled twin of how `sim.day.tally.tally_stays` counts stays."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from sim.day.clock import Clock
from sim.day.state import State, StayBill
from sim.day.tables import DayTables
from sim.indicators.tally import ELSEWHERE, INSURANCES, PLACES, Flow
from sim.money.rules import LEVELS
from sim.randomness_numba import purposes, unit

FAR = LEVELS.index("far")
MEASURES = np.array([Flow.BED_DAYS, Flow.INPATIENT_BILL, Flow.INPATIENT_FUND, Flow.CRITICAL])
SETTLED = np.array([Flow.SETTLED_STAYS, Flow.SETTLED_INPATIENT_FUND, Flow.SETTLED_CRITICAL])


def count_stays(state: State, clock: Clock, tables: DayTables, settled: StayBill) -> None:
    """Count settled stays."""
    stays, bill, fund, critical = settled.stays, settled.bill, settled.fund, settled.critical
    people, tally, values = state.people, state.tally, tables.values
    _count(
        stays, clock.day, state.months, tally.months, clock.month, tally.facilities, tally.counties,
        people.county, people.insurance, tables.sites.level, values["insurance.late_share"],
        values["insurance.late_days"], purposes("claim.late", "claim.lag"),
        bill, fund, critical, MEASURES, SETTLED,
        tally.flow, tally.facility,
    )  # fmt: skip


@numba.njit(cache=True)
def _count(
    stays: Any, day: int, months: Any, month_count: int, month: int, facilities: int, counties: int,
    county: Any, insurance: Any, levels: Any, late_share: float, late_days: float, to: Any, bill: Any,
    fund: Any, critical: Any, measures: Any, settled: Any, flow: Any, by_facility: Any,
) -> None:  # fmt: skip
    cells = counties * PLACES * INSURANCES
    for i in range(stays.size):
        stay, who = stays[i], stays[i].person
        cell = (np.int64(county[who]) * PLACES + stay.place) * INSURANCES + insurance[who]
        amounts = (np.int64(day - stay.start), bill[i], fund[i], critical[i])
        for k in range(4):
            flow[measures[k], month * cells + cell] += amounts[k]
            by_facility[measures[k], month * facilities + stay.facility] += amounts[k]
        if insurance[who] == 0:
            continue
        lag = 0
        beyond = levels[stay.facility] == FAR or stay.place == ELSEWHERE
        if beyond and unit(stay.key, to[0]) < late_share:
            lag = int(np.floor(unit(stay.key, to[1]) * 2.0 * late_days))
        when = min(months[day + lag], month_count - 1)
        claims = (1, fund[i], critical[i])
        for k in range(3):
            flow[settled[k], when * cells + cell] += claims[k]
            by_facility[settled[k], when * facilities + stay.facility] += claims[k]
