"""Step: what money did against judgement is counted, and who was denied a bed is not treated adequately."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.treatment import ADMIT, KEEP, SLIP
from sim.day.clock import Clock
from sim.day.state import State, StayBill
from sim.day.tables import DayTables
from sim.day.visits import Visits, draw
from sim.indicators.burden import Borne
from sim.indicators.tally import Person

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


def judge_stays(state: State, clock: Clock, tables: DayTables, visits: Visits) -> None:
    """Count stays that judgement alone does not indicate (可避免住院), and indicated stays that are withheld.

    The draw that decided on the stay tells whether it is indicated. Who is denied an indicated stay is kept
    as an outpatient, which is not adequate. Emergencies are not moved by money.
    """
    table = tables.treatment
    at = np.flatnonzero((visits.act == ADMIT) & ~visits.emergency)
    needless = _draws(visits, at) >= table.indicated[visits.row[at], visits.facility[at]]
    state.count(Person.AVOIDABLE_STAYS, clock, visits.person[at[needless]])
    if not table.withholds:
        return
    at = np.flatnonzero((visits.act == KEEP) & visits.adequate & ~visits.emergency)
    row, facility, u = visits.row[at], visits.facility[at], _draws(visits, at)
    denied = (u >= table.stay[row, facility]) & (u < table.indicated[row, facility])
    visits.adequate[at[denied]] = False
    state.count(Person.STAYS_WITHHELD, clock, visits.person[at[denied]])


def judge_slips(state: State, clock: Clock, tables: DayTables, visits: Visits) -> None:
    """Count patients beyond the facility's capability who got no slip that custom would have given them.

    The draw that decided on the slip tells; what the rule to go up tier by tier demands is given anyway.
    """
    table = tables.treatment
    if not table.denies:
        return
    at = np.flatnonzero(~visits.adequate & (visits.act != SLIP) & (visits.act != ADMIT) & ~visits.emergency)
    row, facility = visits.row[at], visits.facility[at]
    u, often = draw(visits.keys[at], "treat.offer"), table.send_on[row, facility]
    given = (u >= table.offer[row, facility] * often) & (u < table.due[row, facility] * often)
    state.count(Person.REFERRALS_WITHHELD, clock, visits.person[at[given]])


def _draws(visits: Visits, at: I64) -> F64:
    """The draws that decided on a stay."""
    return draw(visits.keys[at], "treat.admit")


def count_shifted(state: State, clock: Clock, settled: StayBill) -> None:
    """Count what was moved outside the policy scope of stays that end today."""
    if not settled.shifted.any():
        return
    person = settled.stays["person"]
    state.tally.add_people(Person.SHIFTED, clock.month, state.people.county[person], settled.shifted)
    state.burden.add(Borne.SHIFTED, person, settled.shifted)
