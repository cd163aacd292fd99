"""Step: bills of visits are written and settled, to the fen, and the yearly accumulators grow."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.noise import pick
from sim.day.bill_kinds import bill_kinds
from sim.day.rounds import rounds
from sim.day.slips import without_repeats
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits, draw, made_at_home
from sim.money.outpatient import PoolYear, after_visit, pool_of, settle_outpatient
from sim.needs.cases import UP_SLIP
from sim.population.people import People

Bools = npt.NDArray[np.bool_]


def bill_visits(state: State, tables: DayTables, visits: Visits) -> None:
    """Write and settle the outpatient bills of today; what is not claimed, the patient pays."""
    people, level = state.people, tables.sites.level[visits.facility]
    if state.kernel == "numba":
        from sim.day.visit_bills_numba import write_bills  # compiled, so only when asked for
        from sim.money.outpatient_numba import settle_visits

        kinds, claimed = write_bills(state, tables, visits, level)
        _recognise_tests(state, tables, visits)
        _price_home_visits(state, tables, visits)
        settle_visits(
            tables.rules, visits.bill, level, state.scheme, *kinds, claimed, visits.person,
            pool_year(people), visits.fund,
        )  # fmt: skip
        return
    noise = pick(tables.bill_noise, draw(visits.keys, "bill.visit"))
    visits.bill = np.floor(
        tables.visit_bill[tables.regimes.of_facility[visits.facility], visits.row, level] * noise * visits.bag
        * tables.incentive.visits[visits.facility] + 0.5
    ).astype(np.int64)  # fmt: skip
    _recognise_tests(state, tables, visits)
    _price_home_visits(state, tables, visits)
    kinds, claims_as = bill_kinds(state, tables, visits), tables.claim_level[visits.facility]
    share = np.where(kinds.special, 1.0, tables.choice.claim[state.scheme[visits.person], claims_as])
    claimed = draw(visits.keys, "bill.claim") < share
    for at in rounds(visits.person, state.scratch):
        who = visits.person[at]
        year, scheme = PoolYear(*(column[who] for column in pool_year(people))), state.scheme[who]
        special, drugs, first, tcm = (flags[at] for flags in kinds)
        pool = pool_of(tables.rules, level[at], scheme, special, drugs, year.drugs_paid)
        settled = settle_outpatient(tables.rules, visits.bill[at], level[at], scheme, pool, year, first, tcm)
        visits.fund[at] = np.where(claimed[at], settled.fund, 0)
        for column, after in zip(pool_year(people), after_visit(year, pool, settled), strict=True):
            column[who] = np.where(claimed[at], after, column[who])


def _recognise_tests(state: State, tables: DayTables, visits: Visits) -> None:
    """Take tests that are not repeated after a referral off the bills."""
    visits.bill = without_repeats(
        state, tables, visits.bill, tables.referral.repeat_visit, visits.case, visits.facility,
        visits.case["slip"] == UP_SLIP,
    )  # fmt: skip


def _price_home_visits(state: State, tables: DayTables, visits: Visits) -> None:
    """Add to the bill of a visit that the team makes at home what coming there costs."""
    fee = tables.regimes.by_facility("pay_patient.visit_fees.home_visit").astype(np.int64)
    if fee.any():
        home = made_at_home(visits, state.way)
        visits.bill[home] += fee[visits.facility[home]]


def pool_year(people: People) -> PoolYear:
    """Accumulators of the outpatient pools: the columns themselves."""
    return PoolYear(*(getattr(people, name) for name in PoolYear._fields))
