"""Compiled twin of `sim.day.money.bill_stays`: stays settled one after another, to the fen, and counted."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from sim.care.noise import SIZE
from sim.care.ward import StayArray
from sim.day.state import Clock, State
from sim.day.tables import DayTables
from sim.indicators.tally import ELSEWHERE, INSURANCES, PLACES, Flow
from sim.money.rules import BASIS_POINTS, LEVELS
from sim.randomness_numba import purposes, unit

I64 = npt.NDArray[np.int64]
HALF, FAR = BASIS_POINTS // 2, LEVELS.index("far")
MEASURES = np.array([Flow.BED_DAYS, Flow.INPATIENT_BILL, Flow.INPATIENT_FUND, Flow.CRITICAL])
SETTLED = np.array([Flow.SETTLED_STAYS, Flow.SETTLED_INPATIENT_FUND, Flow.SETTLED_CRITICAL])


def settle_stays(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> tuple[I64, I64, I64]:
    """Settle and count; return bill, payment of the fund and of the critical-illness layer of each, fen."""
    people, tally, rules, values = state.people, state.tally, tables.rules, tables.values
    paid = np.empty((3, len(stays)), np.int64)
    _settle(
        stays, clock.day, tables.sites.level, tables.ward.days, tables.regimes.of_facility,
        tables.stay_bill, tables.bill_noise,
        purposes("bill.stay"), state.scheme, people.stays, people.inpatient_paid, people.own_eligible,
        rules.full, rules.partial, rules.partial_own, rules.inpatient_deductible, rules.repeat_deductible,
        rules.inpatient_ratio, rules.far_referred_bonus, rules.inpatient_limit, rules.critical_threshold,
        rules.critical_ratio, paid[0], paid[1], paid[2],
    )  # fmt: skip
    _count(
        stays, clock.day, state.months, tally.months, clock.month, tally.facilities, tally.counties,
        people.county, people.insurance, tables.sites.level, values["insurance.late_share"],
        values["insurance.late_days"], purposes("claim.late", "claim.lag"),
        paid[0], paid[1], paid[2], MEASURES, SETTLED,
        tally.flow, tally.facility,
    )  # fmt: skip
    return paid[0], paid[1], paid[2]


@numba.njit(inline="always")
def _portion(amount: Any, ratio: Any) -> Any:
    return (amount * ratio + HALF) // BASIS_POINTS


@numba.njit(cache=True)
def _settle(
    stays: Any, day: int, levels: Any, mean_days: Any, regime: Any, mean_bill: Any, noise: Any, to: Any,
    scheme: Any, earlier: Any, inpatient_paid: Any, own_eligible: Any, full: Any, partial: Any,
    partial_own: Any, deductible: Any, repeat: Any, ratio: Any, bonus: Any, limit: Any, threshold: Any,
    critical_ratio: Any, bill: Any, fund: Any, critical: Any,
) -> None:  # fmt: skip
    for i in range(stays.size):
        stay, who = stays[i], stays[i].person
        level, kind = levels[stay.facility], scheme[who]
        length = (day - stay.start) / mean_days[stay.condition, level]
        multiple = noise[np.int64(unit(stay.key, to[0]) * SIZE)]
        mean = mean_bill[regime[stay.facility], stay.condition * 3 + stay.severity, level]
        bill[i] = np.int64(np.floor(mean * length * multiple + 0.5))
        partly = _portion(bill[i], partial[kind, level])
        eligible = _portion(bill[i], full[kind, level]) + partly - _portion(partly, partial_own[kind])
        first = deductible[kind, level]
        if earlier[who] > 0:
            first = _portion(first, repeat[kind])
        share = ratio[kind, level]
        if stay.slip > 0 and level == FAR and kind % INSURANCES > 0:
            share += bonus[kind]
        left = max(limit[kind] - inpatient_paid[who], 0)
        fund[i] = min(_portion(max(eligible - first, 0), min(share, BASIS_POINTS)), left)
        own = eligible - fund[i]
        before, line = own_eligible[who], threshold[kind]
        critical[i] = _portion(max(before + own - line, 0) - max(before - line, 0), critical_ratio[kind])
        inpatient_paid[who] += fund[i]
        own_eligible[who] += own
        earlier[who] += 1


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
