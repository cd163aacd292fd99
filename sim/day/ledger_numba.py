"""Compiled twin of how `sim.day.ledger` debits what the funds pay."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from sim.day.state import State
from sim.day.tables import DayTables
from sim.money.ledger import Service, Where
from sim.population.people import Insurance

RESIDENTS = int(Insurance.RESIDENTS)
MEMBER, LOCAL, OUTSIDE = int(Where.MEMBER), int(Where.LOCAL), int(Where.OUTSIDE)


def post_payments(
    state: State, month: int, tables: DayTables, service: Service, person: Any, facility: Any, fund: Any
) -> None:
    """Debit payments for the care of these people at these facilities."""
    people, sites, ledger = state.people, tables.sites, state.ledger
    _post(
        person, facility, fund, people.insurance, people.village, people.county, people.signed,
        ledger.of_village, sites.community, sites.county, ledger.paid[month, ..., service],
    )  # fmt: skip


@numba.njit(cache=True)
def _post(
    person: Any, facility: Any, fund: Any, insurance: Any, village: Any, county: Any, signed: Any,
    of_village: Any, of_facility: Any, county_of: Any, paid: Any,
) -> None:  # fmt: skip
    nobody = paid.shape[0] - 1
    for i in range(person.size):
        if fund[i] == 0:
            continue
        who, at = person[i], facility[i]
        community = of_village[village[who]] if insurance[who] == RESIDENTS else -1
        where = OUTSIDE
        if community >= 0 and of_facility[at] == community:
            where = MEMBER
        elif county_of[at] == county[who]:
            where = LOCAL
        paid[community if community >= 0 else nobody, np.int64(signed[who]), where] += fund[i]
