"""Step: where primary care cannot treat, a doctor of the hospital may be asked from afar, for a fee."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.remote import connected, seats
from sim.care.treatment import ADMIT, KEEP
from sim.day.clock import Clock
from sim.day.rounds import rounds
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visit_bills import pool_year
from sim.day.visits import Visits, draw
from sim.indicators.tally import Flow
from sim.money.outpatient import PoolYear, after_visit, pay_outpatient
from sim.money.rules import Pool
from sim.randomness import key_scalar, keys, stream, uniform


def consult(state: State, clock: Clock, tables: DayTables, visits: Visits) -> None:
    """Let primary care ask for help with patients it cannot treat, and decide anew on those it got.

    The draw that decided whether the case could be treated decides again, under the capability of the
    hospital that is asked: nobody who could be treated becomes untreatable by asking.
    """
    table = tables.remote
    if not table.offer.any():
        return
    at = np.flatnonzero(~visits.adequate & ~visits.emergency)
    at = at[table.offer[visits.facility[at]] > 0.0]
    key, facility, person = visits.keys[at], visits.facility[at], visits.person[at]
    wanted = draw(key, "telehealth.offer") < table.offer[facility]
    wanted &= draw(key, "telehealth.accept") < table.accept[state.scheme[person]]
    at = at[wanted]
    hospitals = np.arange(len(table.reader))
    today = keys(key_scalar(stream("telehealth.readers", state.seed), clock.ordinal), hospitals)
    places = seats(table.capacity, state.sample, uniform(today, 0))
    at = at[connected(table.reader[visits.facility[at]], visits.keys[at], places)]
    visits.remote[at] = True
    decide_anew(tables, visits, at, table.adequate)
    people = state.people
    person = visits.person[at]
    cell = state.tally.cell(people.county[person], visits.place[at], people.insurance[person])
    state.tally.add(Flow.REMOTE, clock.month, cell, visits.facility[at])


def decide_anew(
    tables: DayTables, visits: Visits, at: npt.NDArray[np.int64], adequate: npt.NDArray[np.float64]
) -> None:
    """Treat here, or admit where a stay is indicated and there is a ward; else what was decided stands.

    `adequate`, shape (conditions * 3, facilities), is the chance with the help that these visits get.
    """
    row, facility, key = visits.row[at], visits.facility[at], visits.keys[at]
    helped = draw(key, "treat.adequate") < adequate[row, facility]
    stay = draw(key, "treat.admit") < tables.treatment.stay[row, facility]
    ward = tables.treatment.beds[facility] & (
        draw(key, "treat.here") < tables.treatment.admits[row, facility]
    )
    visits.adequate[at] = helped
    visits.act[at[helped & ~stay]] = KEEP
    visits.act[at[helped & stay & ward]] = ADMIT


def bill_remote(state: State, tables: DayTables, visits: Visits) -> None:
    """Add the fee of remote consultations to the bills of today, and settle it."""
    remote, people = np.flatnonzero(visits.remote), state.people
    for one_each in rounds(visits.person[remote], state.scratch):
        at = remote[one_each]
        who, facility = visits.person[at], visits.facility[at]
        fee, level = tables.remote.fee[tables.regimes.of_facility[facility]], tables.sites.level[facility]
        year = PoolYear(*(column[who] for column in pool_year(people)))
        pool = np.full(len(at), Pool.TELEHEALTH)
        settled = pay_outpatient(tables.rules, fee, level, state.scheme[who], pool, year)
        visits.bill[at] += fee
        visits.fund[at] += settled.fund
        for column, after in zip(pool_year(people), after_visit(year, pool, settled), strict=True):
            column[who] = after
