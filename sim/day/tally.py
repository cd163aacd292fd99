"""Step: the visits of the day are counted."""

from __future__ import annotations

import numpy as np

from sim.day.money import settlement_month
from sim.day.state import Clock, State
from sim.day.tables import DayTables
from sim.day.visits import Visits, draw
from sim.indicators.tally import ByCondition, Flow


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
