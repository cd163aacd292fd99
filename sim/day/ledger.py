"""Step: what the funds pay today is debited to the ledgers of the communities, see `sim.money.ledger`."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.sites import community_names, community_number
from sim.care.ward import StayArray
from sim.day.clock import Clock
from sim.day.splitting import recorded_severity
from sim.day.state import State, StayBill
from sim.day.tables import DayTables
from sim.day.visits import Visits
from sim.geography.map import Map, Option
from sim.money.ledger import Ledger, Service, Where
from sim.population.people import Insurance

I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]


def first_ledger(map_: Map, months: int) -> Ledger:
    """Empty ledger of the communities of a map."""
    centre = map_.options[:, Option.OWN_CENTRE]
    of_village = np.where(centre < 0, -1, community_number(map_)[centre])
    return Ledger(months, of_village, len(community_names(map_)), len(map_.facilities))


def post_visits(state: State, clock: Clock, tables: DayTables, visits: Visits) -> None:
    """Debit what the funds pay for today's visits."""
    _post(state, clock, tables, Service.OUTPATIENT, visits.person, visits.facility, visits.fund)


def post_stays(state: State, clock: Clock, tables: DayTables, settled: StayBill) -> None:
    """Debit what the funds pay for stays that end today, and for examinations beside them at the lead."""
    person, facility = settled.stays["person"], settled.stays["facility"]
    for service, fund in ((Service.INPATIENT, settled.fund), (Service.CRITICAL, settled.critical)):
        _post(state, clock, tables, service, person, facility, fund)
    _post_points(state, clock, tables, settled.stays)
    at = np.flatnonzero(settled.exam_fund)
    reader = tables.remote.reader[facility[at]]
    _post(state, clock, tables, Service.OUTPATIENT, person[at], reader, settled.exam_fund[at])


def _post_points(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> None:
    """Add the points of the cases of insured people: the price of each as it is recorded."""
    facility = stays["facility"]
    row = stays["condition"].astype(np.int64) * 3 + recorded_severity(tables, stays)
    price = tables.stay_bill[tables.regimes.of_facility[facility], row, tables.sites.level[facility]]
    price = np.where(state.people.insurance[stays["person"]] > 0, price, 0)
    points = state.ledger.points[clock.month]
    points += np.bincount(facility, price, len(points)).astype(np.int64)


def _post(
    state: State, clock: Clock, tables: DayTables, service: Service, person: Ints, facility: Ints, fund: I64
) -> None:
    if not len(person):
        return
    if state.kernel == "numba":
        from sim.day.ledger_numba import post_payments  # compiled, so only when asked for

        post_payments(state, clock.month, tables, service, person, facility, fund)
        return
    people, sites, ledger = state.people, tables.sites, state.ledger
    residents = people.insurance[person] == Insurance.RESIDENTS
    community = np.where(residents, ledger.of_village[people.village[person]], -1)
    member = (community >= 0) & (sites.community[facility] == community)
    local = sites.county[facility] == people.county[person]
    where = np.where(member, Where.MEMBER, np.where(local, Where.LOCAL, Where.OUTSIDE))
    ledger.post(clock.month, service, community, people.signed[person], where, fund)
