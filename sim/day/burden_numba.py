"""Compiled twins of `sim.day.burden`: every measure of a visit, a stay or a day at home in one pass."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from sim.care.treatment import KEEP
from sim.day.state import StayBill
from sim.day.tables import DayTables
from sim.day.visits import Visits
from sim.geography.map import Option
from sim.indicators.burden import Borne, Burden, Each
from sim.indicators.tally import ELSEWHERE
from sim.needs.cases import CaseArray

LAST_PRIMARY, LAST_INSIDE = int(Option.NEAR_CENTRE), int(Option.OTHER)
VISITS, COUNTY_VISITS, ORDINARY, TRAVEL = (
    int(Borne.VISITS), int(Borne.COUNTY_VISITS), int(Borne.ORDINARY), int(Borne.TRAVEL),
)  # fmt: skip
WAIT, BILL, OWN = int(Borne.WAIT), int(Borne.BILL), int(Borne.OWN)
EMERGENCIES, LATE, DEATHS, BEYOND = (
    int(Borne.EMERGENCIES), int(Borne.LATE_EMERGENCIES), int(Borne.EMERGENCY_DEATHS), int(Borne.KEPT_BEYOND),
)  # fmt: skip
STAYS, COUNTY_STAYS, PENALTY = int(Borne.STAYS), int(Borne.COUNTY_STAYS), int(Borne.PENALTY)
PHARMACY, SELF_CARE, FORGONE = int(Borne.PHARMACY), int(Borne.SELF_CARE), int(Borne.FORGONE)
DRUGSTORE = int(Option.PHARMACY)
EACH_VISITS, EACH_PRIMARY, EACH_OWN = int(Each.VISITS), int(Each.PRIMARY), int(Each.OWN)
EACH_STAYS, EACH_FORGONE = int(Each.STAYS), int(Each.FORGONE)


def count_visits(burden: Burden, tables: DayTables, visits: Visits) -> None:
    """Count today's visits; see `sim.day.burden.bear_visits`."""
    _count(
        visits.case, visits.place, visits.wait, visits.emergency, visits.minutes, visits.adequate,
        visits.dead, visits.act, visits.bill, visits.fund, burden.cell, tables.emergency.late,
        burden.table[burden.year], burden.each,
    )  # fmt: skip


def count_home(burden: Burden, bill: int, home: CaseArray) -> None:
    """Count those at home or at a pharmacy; see `sim.day.burden.bear_home`."""
    _count_home(home, bill, burden.cell, burden.table[burden.year], burden.each)


def count_stays(burden: Burden, settled: StayBill) -> None:
    """Count stays that end; see `sim.day.burden.bear_stays`."""
    _count_stays(
        settled.stays, settled.bill + settled.exam, settled.own, settled.penalty, burden.cell,
        burden.table[burden.year],
        burden.each,
    )  # fmt: skip


@numba.njit(cache=True)
def _count(
    case: Any, place: Any, wait: Any, emergency: Any, minutes: Any, adequate: Any, dead: Any, act: Any,
    bill: Any, fund: Any, cell_of: Any, late: float, table: Any, each: Any,
) -> None:  # fmt: skip
    # Columns are read ahead without a branch, so that many reads are under way at once.
    cells, visited = np.empty(case.size, np.int64), np.empty(case.size, each.dtype)
    for i in range(case.size):
        cells[i], visited[i] = cell_of[case[i].person], each[case[i].person, EACH_VISITS]
    for i in range(case.size):
        person, where = case[i].person, place[i]
        cell, own = cells[i], bill[i] - fund[i]
        table[VISITS, cell] += 1
        table[COUNTY_VISITS, cell] += where <= LAST_INSIDE
        table[WAIT, cell] += wait[i]
        table[BILL, cell] += bill[i]
        table[OWN, cell] += own
        if emergency[i]:
            table[EMERGENCIES, cell] += 1
            table[LATE, cell] += minutes[i] >= late
            table[DEATHS, cell] += dead[i]
        elif where != ELSEWHERE:
            table[ORDINARY, cell] += 1
            table[TRAVEL, cell] += np.int64(np.floor(minutes[i] + 0.5))
        if act[i] == KEEP and not dead[i] and not adequate[i] and case[i].severity == 2:
            table[BEYOND, cell] += 1
        each[person, EACH_VISITS] += 1
        each[person, EACH_PRIMARY] += where <= LAST_PRIMARY
        each[person, EACH_OWN] += own


@numba.njit(cache=True)
def _count_home(home: Any, bill: int, cell_of: Any, table: Any, each: Any) -> None:
    for i in range(home.size):
        person = home[i].person
        cell = cell_of[person]
        if home[i].place == DRUGSTORE:
            table[PHARMACY, cell] += 1
            table[BILL, cell] += bill
            table[OWN, cell] += bill
            each[person, EACH_OWN] += bill
            continue
        table[SELF_CARE, cell] += 1
        if home[i].severity > 0:
            table[FORGONE, cell] += 1
            each[person, EACH_FORGONE] += 1


@numba.njit(cache=True)
def _count_stays(
    stays: Any, bill: Any, own: Any, penalty: Any, cell_of: Any, table: Any, each: Any
) -> None:  # fmt: skip
    for i in range(stays.size):
        person = stays[i].person
        cell = cell_of[person]
        table[STAYS, cell] += 1
        table[COUNTY_STAYS, cell] += stays[i].place <= LAST_INSIDE
        table[BILL, cell] += bill[i]
        table[OWN, cell] += own[i]
        table[PENALTY, cell] += penalty[i]
        each[person, EACH_STAYS] += 1
        each[person, EACH_OWN] += own[i]
