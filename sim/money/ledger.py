"""Ledgers of the medical communities: what the funds pay, for whom, where and for what, month by month.

A community covers the people of the residents' insurance (城乡居民医保) whose own township centre is one of
its members. What the funds pay for them anywhere is debited to it; what they pay for everybody else (the
employees' insurance, people of no community) stands in one more row, so that all rows together are all that
the funds pay, to the fen.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from sim.money.account import Accounts
from sim.money.budget import Rule
from sim.money.case_points import PointAccount

I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

EVERYTHING = slice(None)


class Where(IntEnum):
    """Where care was given, as the payer's community sees it."""

    MEMBER = 0
    LOCAL = 1
    """Another institution of the county: bought service (购买服务)."""
    OUTSIDE = 2


class Service(IntEnum):
    """What was paid for; the critical-illness layer (大病保险) is inside the budget (arun-2020 三(五))."""

    OUTPATIENT = 0
    INPATIENT = 1
    CRITICAL = 2


class Ledger:
    """What the funds paid, in fen, in modelled people.

    Parameters
    ----------
    months : int
        Calendar months of the run.
    of_village : int64 array, shape (villages,)
        Community of the people of each village, -1 for none.
    communities, facilities : int

    Attributes
    ----------
    paid : int64 array, shape (months, communities + 1, 2, 3, 3)
        By month of the event, community (the last row: nobody's), signed with a family doctor or not,
        `Where` and `Service`.
    heads : int64 array, shape (months, communities + 1, 2)
        People of the residents' insurance at month ends, signed or not.
    last_year : int64 array, shape (people,), optional
        What the funds paid last year (or in what the run saw of it) for each person; None before a New Year.
    year_before : float64 array, shape (communities,)
        What a year cost for all a community covers before the budgets that are open, fen.
    kappa : float64 array, shape (months, communities)
        Share of one more fen that falls on each community (`Purses.kappa`), at the end of each month.
    subsidy, cost : int64 array, shape (months, facilities)
        Fiscal subsidies by service that each facility got beyond today's, and what its visits and stays cost
        it that would not have been spent without them, fen.
    points : int64 array, shape (months, facilities)
        Points of the stays of insured people that ended, fen at the base value of a point.
    point_account : PointAccount
        Yearly totals of facilities paid by points.
    accounts : Accounts
        Budgets and their settlements.
    """

    def __init__(self, months: int, of_village: I64, communities: int, facilities: int) -> None:
        self.communities = communities
        self.of_village = of_village
        self.paid: I64 = np.zeros((months, communities + 1, 2, len(Where), len(Service)), np.int64)
        self.heads: I64 = np.zeros((months, communities + 1, 2), np.int64)
        self.last_year: I64 | None = None
        self.year_before = np.zeros(communities)
        self.kappa = np.zeros((months, communities))
        self.subsidy: I64 = np.zeros((months, facilities), np.int64)
        self.cost: I64 = np.zeros((months, facilities), np.int64)
        self.points: I64 = np.zeros((months, facilities), np.int64)
        self.point_account = PointAccount.empty(facilities)
        self.accounts = Accounts.empty(communities)

    def post(
        self, month: int, service: Service, community: Ints, signed: Bools, where: Ints, fund: I64
    ) -> None:
        """Debit payments of one month: `community` is -1 for nobody's."""
        holder = np.where(community < 0, self.communities, community)
        index = (holder * 2 + signed) * len(Where) + where
        # Sums of integers below 2**53 are exact in the float64 of bincount.
        sums = np.bincount(index, fund, (self.communities + 1) * 2 * len(Where)).astype(np.int64)
        self.paid[month, ..., service] += sums.reshape(-1, 2, len(Where))

    def spent(self, months: slice = EVERYTHING, signed_only: bool = False) -> I64:
        """Paid for the people of each community over some months, shape (communities,)."""
        part = self.paid[months, : self.communities, 1 if signed_only else 0 :]
        return np.asarray(part.sum(axis=(0, 2, 3, 4)), np.int64)

    def spent_of(self, rule: I64) -> I64:
        """Paid so far for the people of each community whom a budget of its rule is for."""
        return np.where(rule == Rule.SIGNED, self.spent(signed_only=True), self.spent())
