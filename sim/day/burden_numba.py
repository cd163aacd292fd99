"""Compiled twin of `sim.day.burden.bear_visits`: every measure of a visit counted in one pass."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from sim.care.treatment import KEEP
from sim.day.tables import DayTables
from sim.day.visits import Visits
from sim.geography.map import Option
from sim.indicators.burden import Borne, Burden, Each
from sim.indicators.tally import ELSEWHERE

LAST_PRIMARY, LAST_INSIDE = int(Option.NEAR_CENTRE), int(Option.OTHER)
VISITS, COUNTY_VISITS, ORDINARY, TRAVEL = (
    int(Borne.VISITS), int(Borne.COUNTY_VISITS), int(Borne.ORDINARY), int(Borne.TRAVEL),
)  # fmt: skip
WAIT, BILL, OWN = int(Borne.WAIT), int(Borne.BILL), int(Borne.OWN)
EMERGENCIES, LATE, DEATHS, BEYOND = (
    int(Borne.EMERGENCIES), int(Borne.LATE_EMERGENCIES), int(Borne.EMERGENCY_DEATHS), int(Borne.KEPT_BEYOND),
)  # fmt: skip
EACH_VISITS, EACH_PRIMARY, EACH_OWN = int(Each.VISITS), int(Each.PRIMARY), int(Each.OWN)


def count_visits(burden: Burden, tables: DayTables, visits: Visits) -> None:
    """Count today's visits; see `sim.day.burden.bear_visits`."""
    _count(
        visits.case, visits.place, visits.wait, visits.emergency, visits.minutes, visits.adequate,
        visits.dead, visits.act, visits.bill, visits.fund, burden.cell, tables.emergency.late,
        burden.table[burden.year], burden.each,
    )  # fmt: skip


@numba.njit(cache=True)
def _count(
    case: Any, place: Any, wait: Any, emergency: Any, minutes: Any, adequate: Any, dead: Any, act: Any,
    bill: Any, fund: Any, cell_of: Any, late: float, table: Any, each: Any,
) -> None:  # fmt: skip
    for i in range(case.size):
        person, where = case[i].person, place[i]
        cell, own = cell_of[person], bill[i] - fund[i]
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
        each[EACH_VISITS, person] += 1
        each[EACH_PRIMARY, person] += where <= LAST_PRIMARY
        each[EACH_OWN, person] += own
