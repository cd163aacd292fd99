"""Step: township centres have tests read by the lead hospital; some patients come back for the report."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.queue import rank_within
from sim.care.shared_tests import Exam
from sim.care.treatment import AWAIT
from sim.day.clock import Clock
from sim.day.remote import decide_anew
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits, draw
from sim.indicators.tally import Flow
from sim.needs.cases import Origin, select

F64 = npt.NDArray[np.float64]
EVEN = 1e-9  # ten tenths of a place are one
REPORTS = (Flow.ECG_REPORTS, Flow.IMAGE_REPORTS)


def read_tests(state: State, clock: Clock, tables: DayTables, visits: Visits) -> None:
    """Send tests of patients whom a centre cannot treat to its reader, and treat with the reports that came.

    Who came back for a report has it; who gets one today is treated with it or asked to come back.
    """
    table = tables.tests
    back = visits.case["origin"] == Origin.REPORT
    decide_anew(tables, visits, np.flatnonzero(back & ~visits.adequate), table.adequate)
    if not (table.reader >= 0).any():
        return
    at, test = _sent(state, tables, visits, ~back)
    cell = state.tally.cell(
        state.people.county[visits.person[at]], visits.place[at], state.people.insurance[visits.person[at]]
    )
    for kind in Exam:
        mine = test == kind
        state.tally.add(REPORTS[kind], clock.month, cell[mine], visits.facility[at][mine])
    last = visits.case["step"][at] >= tables.outcome.max_steps
    facility = visits.facility[at]
    now = last | (draw(visits.keys[at], "tests.same_day") < table.same_day[facility])
    decide_anew(tables, visits, at[now], table.adequate)
    _come_back(state, clock, visits, at[~now], table.days[facility[~now]])


def _sent(
    state: State, tables: DayTables, visits: Visits, new: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Visits for which a test is sent and read, and which test."""
    table = tables.tests
    at = np.flatnonzero(new & ~visits.adequate & ~visits.emergency)
    at = at[table.reader[visits.facility[at]] >= 0]
    wanted = np.cumsum(table.wanted[visits.case["condition"][at]], axis=1)
    test = (wanted <= draw(visits.keys[at], "tests.which")[:, None]).sum(axis=1)
    at, test = at[test < len(Exam)], test[test < len(Exam)]
    left = opened(state.reports_left, table.places, state.sample)
    places = np.floor(left + EVEN).astype(np.int64).ravel()
    listed = table.reader[visits.facility[at]] * len(Exam) + test
    read = rank_within(listed, np.zeros(len(at), np.int64), visits.keys[at]) < places[listed]
    state.reports_left = left - np.bincount(listed[read], minlength=left.size).reshape(left.shape)
    return at[read], test[read]


def opened(left: F64, places: F64, sample: float) -> F64:
    """Reports that readers can give today: their day's, and what is left of a place cut in pieces.

    No more than one place is kept from day to day, so that nothing is stored up. In a sample of people a day
    is part of one, and as many days as make one together have the places of one.
    """
    day = places * sample
    return np.minimum(left + day, np.maximum(day + 1.0, places))


def _come_back(
    state: State,
    clock: Clock,
    visits: Visits,
    at: npt.NDArray[np.int64],
    days: npt.NDArray[np.int64],
) -> None:
    """Ask patients to come back to the centre for the report; nothing else is decided today."""
    visits.act[at], visits.adequate[at] = AWAIT, True
    case = select(visits.case, at)
    case["target"], case["place"] = visits.facility[at], visits.place[at]
    case["origin"] = Origin.REPORT
    case["step"] += 1
    case["tries"], case["avoid"], case["slip"] = 0, 0, 0
    state.agenda.put(case, clock.day + days)
