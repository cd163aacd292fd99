"""Step: bills are written and settled, to the fen, and the yearly accumulators grow."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from sim import randomness
from sim.care.noise import pick
from sim.care.ward import StayArray
from sim.day.burden import bear_stays
from sim.day.state import Clock, State, StayBill
from sim.day.tables import DayTables
from sim.day.visits import Visits, draw
from sim.indicators.tally import ELSEWHERE, Flow
from sim.money.rules import LEVELS
from sim.money.settle import settle_inpatient, settle_outpatient
from sim.needs.catalogue import Group

I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]


def first_of_each(person: Ints, scratch: npt.NDArray[np.int64]) -> I64:
    """Positions of the first record of each person, in order; `scratch` has a place for every person."""
    at = np.arange(len(person))
    scratch[person[::-1]] = at[::-1]
    return np.flatnonzero(scratch[person] == at)


def rounds(person: Ints, scratch: npt.NDArray[np.int64]) -> Iterator[I64]:
    """Positions in rounds in which nobody has two bills: the first bill of everybody, then the second …."""
    left = np.arange(len(person))
    while len(left):
        first = first_of_each(person[left], scratch)
        yield left[first]
        left = np.delete(left, first) if len(first) < len(left) else left[:0]


def bill_visits(state: State, tables: DayTables, visits: Visits) -> None:
    """Write and settle the outpatient bills of today; what is not claimed, the patient pays."""
    people, level = state.people, tables.sites.level[visits.facility]
    if state.kernel == "numba":
        from sim.day.money_numba import write_bills  # compiled, so only when asked for
        from sim.money.settle_numba import settle_visits

        chronic, claimed = write_bills(state, tables, visits, level)
        settle_visits(
            tables.rules, visits.bill, level, state.scheme, chronic, claimed, visits.person,
            people.deductible_used, people.outpatient_paid, people.chronic_paid, visits.fund,
        )  # fmt: skip
        return
    noise = pick(tables.bill_noise, draw(visits.keys, "bill.visit"))
    visits.bill = np.floor(
        tables.visit_bill[tables.regimes.of_facility[visits.facility], visits.row, level] * noise + 0.5
    ).astype(np.int64)
    who = visits.person
    chronic = (tables.catalogue.kind[visits.case["condition"]] == Group.CHRONIC) & state.certified[who]
    share = np.where(chronic, 1.0, tables.choice.claim[state.scheme[who], level])
    claimed = draw(visits.keys, "bill.claim") < share
    for at in rounds(visits.person, state.scratch):
        who = visits.person[at]
        settled = settle_outpatient(
            tables.rules, visits.bill[at], level[at], state.scheme[who], chronic[at],
            people.deductible_used[who], people.outpatient_paid[who], people.chronic_paid[who],
        )  # fmt: skip
        fund = np.where(claimed[at], settled.fund, 0)
        visits.fund[at] = fund
        people.deductible_used[who] += np.where(claimed[at], settled.deductible_used, 0).astype(np.int32)
        people.outpatient_paid[who] += np.where(chronic[at], 0, fund).astype(np.int32)
        people.chronic_paid[who] += np.where(chronic[at], fund, 0).astype(np.int32)


def bill_stays(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> None:
    """Write, settle and count the bills of stays that end today."""
    if state.kernel == "numba":
        from sim.day.stays_numba import settle_stays  # compiled, so only when asked for

        paid = settle_stays(state, clock, tables, stays)
    else:
        paid = _settle_stays(state, clock, tables, stays)
    bear_stays(state, stays, *paid)
    if state.stay_log is not None and len(stays):
        state.stay_log.append(StayBill(stays, *paid))


def _settle_stays(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> tuple[I64, I64, I64]:
    """Settle and count stays; return bill, payment of the fund and of the critical-illness layer of each."""
    people, tally = state.people, state.tally
    level = tables.sites.level[stays["facility"]]
    condition = stays["condition"].astype(np.int64)
    row = condition * 3 + stays["severity"]
    days = (clock.day - stays["start"]).astype(np.int64)
    noise = pick(tables.bill_noise, draw(stays["key"], "bill.stay"))
    length = days / tables.ward.days[condition, level]
    bill = np.floor(
        tables.stay_bill[tables.regimes.of_facility[stays["facility"]], row, level] * length * noise + 0.5
    ).astype(np.int64)
    fund, critical = np.zeros_like(bill), np.zeros_like(bill)
    for at in rounds(stays["person"], state.scratch):
        who = stays["person"][at]
        settled = settle_inpatient(
            tables.rules, bill[at], level[at], state.scheme[who], stays["slip"][at] > 0,
            people.stays[who], people.inpatient_paid[who], people.own_eligible[who],
        )  # fmt: skip
        fund[at], critical[at] = settled.fund, settled.critical
        people.inpatient_paid[who] += settled.fund.astype(np.int32)
        people.own_eligible[who] += settled.own_eligible.astype(np.int32)
        people.stays[who] += 1
    person, facility = stays["person"], stays["facility"]
    cell = tally.cell(people.county[person], stays["place"], people.insurance[person])
    tally.add(Flow.BED_DAYS, clock.month, cell, facility, days)
    tally.add(Flow.INPATIENT_BILL, clock.month, cell, facility, bill)
    tally.add(Flow.INPATIENT_FUND, clock.month, cell, facility, fund)
    tally.add(Flow.CRITICAL, clock.month, cell, facility, critical)
    insured = people.insurance[person] > 0
    month = settlement_month(state, clock, tables, stays["key"], level, stays["place"])[insured]
    cell, facility = cell[insured], facility[insured]
    tally.add_settled(Flow.SETTLED_STAYS, month, cell, facility)
    tally.add_settled(Flow.SETTLED_INPATIENT_FUND, month, cell, facility, fund[insured])
    tally.add_settled(Flow.SETTLED_CRITICAL, month, cell, facility, critical[insured])
    return bill, fund, critical


def settlement_month(
    state: State, clock: Clock, tables: DayTables, keys: randomness.U64, level: Ints, place: Ints
) -> I64:
    """Month in which claims are settled: at once, but part of those from beyond the city late and by hand."""
    values = tables.values
    beyond = (level == LEVELS.index("far")) | (place == ELSEWHERE)
    late = beyond & (draw(keys, "claim.late") < values["insurance.late_share"])
    lag = np.floor(draw(keys, "claim.lag") * 2.0 * values["insurance.late_days"]).astype(np.int64)
    return np.asarray(state.months[clock.day + np.where(late, lag, 0)])
