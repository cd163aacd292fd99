"""Step: the visits of the day, and the stays that end on it, are counted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim import randomness
from sim.day.clock import Clock
from sim.day.state import State, StayBill
from sim.day.tables import DayTables
from sim.day.visits import Visits, draw
from sim.indicators.tally import ELSEWHERE, ByCondition, Flow
from sim.money.rules import LEVELS

I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]


def tally_visits(state: State, clock: Clock, tables: DayTables, visits: Visits) -> None:
    """Count today's visits, where they were made, what they cost and who paid."""
    if state.kernel == "numba":
        from sim.day.tally_numba import count_visits  # compiled, so only when asked for

        count_visits(state, clock, tables, visits)
        return
    people, tally, person = state.people, state.tally, visits.person
    cell = tally.cell(people.county[person], visits.place, people.insurance[person])
    facility, month = visits.facility, clock.month
    tally.add_visits(month, cell, visits.case["condition"])
    tally.add_cases(ByCondition.VISIT_BILL, month, cell, visits.case["condition"], visits.bill)
    tally.add(Flow.OUTPATIENT_COUNT, month, cell, facility)
    tally.add(Flow.OUTPATIENT_BILL, month, cell, facility, visits.bill)
    tally.add(Flow.OUTPATIENT_FUND, month, cell, facility, visits.fund)
    tally.add(Flow.WAIT, month, cell, facility, visits.wait)
    ordinary = ~visits.emergency
    minutes = np.floor(visits.minutes[ordinary] + 0.5)
    tally.add(Flow.TRAVEL, month, cell[ordinary], facility[ordinary], minutes)
    tcm = draw(visits.keys, "visit.tcm") < tables.tcm[visits.case["condition"], facility]
    tally.add(Flow.TCM_VISITS, month, cell[tcm], facility[tcm])
    back = visits.case["step"] > 0
    tally.add(Flow.RETURN_VISITS, month, cell[back], facility[back])
    claim = visits.fund > 0
    level = tables.sites.level[facility]
    when = settlement_month(state, clock, tables, visits.keys, level, visits.place)[claim]
    cell, facility, fund = cell[claim], facility[claim], visits.fund[claim]
    tally.add_settled(Flow.SETTLED_VISITS, when, cell, facility)
    chronic = (tables.outcome.bit[visits.case["condition"]] > 0)[claim] & state.certified[person[claim]]
    tally.add_settled(Flow.SETTLED_CHRONIC_VISITS, when[chronic], cell[chronic], facility[chronic])
    tally.add_settled(Flow.SETTLED_OUTPATIENT_FUND, when, cell, facility, fund)


def tally_stays(state: State, clock: Clock, tables: DayTables, settled: StayBill) -> None:
    """Count the stays that end today: where they were, what they cost and who paid."""
    if state.kernel == "numba":
        from sim.day.stays_numba import count_stays  # compiled, so only when asked for

        count_stays(state, clock, tables, settled)
    else:
        _count_stays(state, clock, tables, settled)
    if settled.aid.any():
        people, stays = state.people, settled.stays
        person = stays["person"]
        cell = state.tally.cell(people.county[person], stays["place"], people.insurance[person])
        state.tally.add(Flow.AID, clock.month, cell, stays["facility"], settled.aid)
    _count_cases(state, clock, settled)


def _count_stays(state: State, clock: Clock, tables: DayTables, settled: StayBill) -> None:
    stays, bill, fund, critical = settled.stays, settled.bill, settled.fund, settled.critical
    people, tally = state.people, state.tally
    level = tables.sites.level[stays["facility"]]
    days = (clock.day - stays["start"]).astype(np.int64)
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


def _count_cases(state: State, clock: Clock, settled: StayBill) -> None:
    """Count stays, their days and their bills by condition."""
    stays, people, tally = settled.stays, state.people, state.tally
    if not len(stays):
        return
    person, condition = stays["person"], stays["condition"]
    cell = tally.cell(people.county[person], stays["place"], people.insurance[person])
    own = settled.bill - settled.fund - settled.critical - settled.aid
    days = (clock.day - stays["start"]).astype(np.int64)
    amounts = {
        ByCondition.STAYS: None,
        ByCondition.STAY_BILL: settled.bill,
        ByCondition.STAY_OWN: own,
        ByCondition.STAY_DAYS: days,
    }
    for measure, amount in amounts.items():
        tally.add_cases(measure, clock.month, cell, condition, amount)


def settlement_month(
    state: State, clock: Clock, tables: DayTables, keys: randomness.U64, level: Ints, place: Ints
) -> I64:
    """Month in which claims are settled: at once, but part of those from beyond the city late and by hand."""
    values = tables.values
    beyond = (level == LEVELS.index("far")) | (place == ELSEWHERE)
    late = beyond & (draw(keys, "claim.late") < values["insurance.late_share"])
    lag = np.floor(draw(keys, "claim.lag") * 2.0 * values["insurance.late_days"]).astype(np.int64)
    return np.asarray(state.months[clock.day + np.where(late, lag, 0)])
