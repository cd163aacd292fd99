"""How a visit's bill was claimed: by which pool, with which benefits, and why the fund paid nothing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.day.bill_kinds import bill_kinds
from sim.day.visit_bills import pool_year
from sim.day.visits import Visits, draw, new_visits
from sim.model import CountyModel
from sim.money.outpatient import Outpatient, PoolYear, after_visit, pool_of, settle_outpatient
from sim.money.rules import Pool
from sim.needs.cases import select
from sim.population.people import Insurance

I64 = npt.NDArray[np.int64]


class Claim(NamedTuple):
    """How one bill was settled; see `sim.experiment.happenings.Visited`. `fund` without remote fees, fen."""

    pool: str
    first_contact: bool
    unpaid: str
    fund: int


def year_so_far(model: CountyModel, row: int) -> PoolYear:
    """Somebody's accumulators of the outpatient pools, each of shape (1,)."""
    return PoolYear(*(column[row : row + 1].copy() for column in pool_year(model.state.people)))


def new_year() -> PoolYear:
    """Accumulators of a year in which nothing was settled yet."""
    return PoolYear(*np.zeros((len(PoolYear._fields), 1), np.int64))


def claims(model: CountyModel, visits: Visits, at: I64, year: PoolYear) -> list[Claim]:
    """Settle somebody's visits of today again, one after another, to see what decided each.

    Parameters
    ----------
    at : int64 array
        Positions of the person's visits.
    year : PoolYear
        The person's accumulators before today.
    """
    state, tables = model.state, model.tables
    one = new_visits(
        select(visits.case, at), visits.place[at], visits.wait[at], visits.emergency[at], visits.minutes[at]
    )
    kinds, level = bill_kinds(state, tables, one), tables.sites.level[one.facility]
    scheme = state.scheme[one.person]
    share = np.where(kinds.special, 1.0, tables.choice.claim[scheme, tables.claim_level[one.facility]])
    claimed = draw(one.keys, "bill.claim") < share
    fee = np.where(visits.remote[at], tables.remote.fee[tables.regimes.of_facility[one.facility]], 0)
    bill = visits.bill[at] - fee
    told = []
    for k in range(len(at)):
        mine = slice(k, k + 1)
        if state.people.insurance[one.person[k]] == Insurance.NONE:
            told.append(Claim("", False, "uninsured", 0))
            continue
        if not claimed[k]:
            told.append(Claim("", False, "not_claimed", 0))
            continue
        special, drugs, first, tcm = (flags[mine] for flags in kinds)
        pool = pool_of(tables.rules, level[mine], scheme[mine], special, drugs, year.drugs_paid)
        settled = settle_outpatient(
            tables.rules, bill[mine], level[mine], scheme[mine], pool, year, first, tcm
        )
        year = after_visit(year, pool, settled)
        fund = int(settled.fund[0])
        told.append(Claim(Pool(int(pool[0])).name.lower(), bool(first[0]), _unpaid(settled), fund))
    return told


def _unpaid(settled: Outpatient) -> str:
    """Say why a settled bill of one brought nothing; empty when it brought something."""
    if settled.fund[0] > 0:
        return ""
    if settled.left[0] == 0:
        return "limit"
    return "deductible" if settled.deductible[0] > 0 and settled.ratio[0] > 0 else "not_covered"
