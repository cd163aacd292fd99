"""Accounts of the communities: the budgets that are open, what was advanced, and how past years ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.money.budget import (
    BudgetTerms,
    Rule,
    Settlement,
    divide,
    forecast,
    next_base,
    settle_budget,
    yearly_budget,
)

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

QUARTERS = (1, 4, 7, 10)  # months that begin one


class Late(NamedTuple):
    """An advance that has not come: by community, the day it was due and the day it comes, and fen."""

    community: int
    due: int
    comes: int
    amount: int


class YearEnd(NamedTuple):
    """How the budget of a community ended.

    `whole`: to the end of the year, and not to the last day of a run; `rule`: of `Rule`; `score`: what the
    assessment left of what is settled in its favour. `lead`, `township` and `village` are the parts of what
    is kept (negative: borne); `due` is what the insurer still pays after its advances. `signed_surplus` and
    `signed_adjusted` are what was saved on the signed against their own spending of the year before, and
    against people of the same risk; None where no year before was seen.
    """

    community: int
    begin: date
    end: date
    whole: bool
    rule: int
    score: float
    budget: int
    spending: int
    surplus: int
    overspend: int
    kept: int
    borne: int
    returned: int
    covered_by_fund: int
    lead: int
    township: int
    village: int
    advanced: int
    due: int
    signed_surplus: int | None
    signed_adjusted: int | None


@dataclass(eq=False)
class Accounts:
    """Budgets of the communities; int64 arrays of shape (communities,) unless said otherwise.

    Attributes
    ----------
    rule : Rule under which the budget was opened, `Rule.NONE` where none is open
    begin : ordinal of its first day
    since : ordinal of the day since which the community has held budgets, or been paid in another form than
        usual, without a gap, 0 none
    budget : to the end of its year, fen
    before : what had been spent for its people before it was opened, fen
    usual : float64, what would be spent from its first day to the end of the year as before it
    left : float64, what was left of the budget of the last year, in a whole year
    advanced : what the insurer has advanced of it
    late : list of Late, advances under way
    score : float64, share of a settlement in the community's favour that assessment leaves, 1 without
    terms : BudgetTerms, optional
        In force; None before the first budget.
    closed : list of YearEnd
    """

    rule: I64
    begin: I64
    since: I64
    budget: I64
    before: I64
    usual: F64
    left: F64
    advanced: I64
    score: F64
    terms: BudgetTerms | None = None
    closed: list[YearEnd] = field(default_factory=list)
    late: list[Late] = field(default_factory=list)

    @classmethod
    def empty(cls, communities: int) -> Accounts:
        """No budget anywhere."""
        rule, begin, since, budget, before, advanced = np.zeros((6, communities), np.int64)
        usual, left = np.zeros((2, communities))
        return cls(rule, begin, since, budget, before, usual, left, advanced, np.ones(communities))

    @property
    def open(self) -> Bools:
        """Which communities have a budget open."""
        return np.asarray(self.rule != Rule.NONE)

    def start(
        self, which: Bools, terms: BudgetTerms, today: date, base: F64, heads: I64, before: I64
    ) -> None:
        """Open budgets from today to the end of the year.

        Parameters
        ----------
        which : bool array
        base : float64 array
            What a year before the budget cost, fen, shape (communities,).
        heads : int64 array
            People covered.
        before : int64 array
            What has been spent so far for the people of the budget, fen.
        """
        share = days_to_year_end(today) / days_of_year(today.year)
        amount = yearly_budget(terms, next_base(terms, base, self.left), heads, today.year) * share
        for column, values in (
            (self.rule, terms.rule), (self.begin, np.full_like(self.begin, today.toordinal())),
            (self.budget, np.floor(amount + 0.5).astype(np.int64)), (self.before, before),
            (self.usual, base * share), (self.advanced, np.zeros_like(self.advanced)),
        ):  # fmt: skip
            column[which] = values[which]
        self.terms = terms

    def advance(self, which: Bools, today: date) -> None:
        """Advance part of the budget of what is left of this quarter."""
        if self.terms is None:
            return
        self._take_late(today)
        end = date(today.year, 12, 31).toordinal()
        following = _next_quarter(today)
        days, whole = following.toordinal() - today.toordinal(), end - self.begin + 1
        part = self.terms.advance * self.budget * days / np.maximum(whole, 1)
        amount = np.where(which, np.floor(part + 0.5).astype(np.int64), 0)
        waits = self.terms.delay > 0
        self.advanced += np.where(waits, 0, amount)
        self.late += [
            Late(k, today.toordinal(), _months_later(today, int(self.terms.delay[k])), int(amount[k]))
            for k in np.flatnonzero(waits & (amount > 0)).tolist()
        ]

    def _take_late(self, today: date) -> None:
        """Take late advances that have come; those of a closed budget are part of its settlement."""
        self.late = [
            one for one in self.late if self.open[one.community] and one.due >= self.begin[one.community]
        ]
        for one in self.late:
            if one.comes <= today.toordinal():
                self.advanced[one.community] += one.amount
        self.late = [one for one in self.late if one.comes > today.toordinal()]

    def short(self, today: date) -> Bools:
        """Which communities lack an advance for longer than their members can bridge."""
        found = np.zeros(len(self.rule), bool)
        for one in self.late:
            days = today.toordinal() - one.due
            found[one.community] |= self.terms is not None and days >= self.terms.bridge[one.community]
        return found

    def elapsed(self, today: date) -> F64:
        """Share of the time of each budget that is over on the morning of a day."""
        whole = date(today.year, 12, 31).toordinal() - self.begin + 1
        return np.where(self.open, (today.toordinal() - self.begin) / np.maximum(whole, 1), 0.0)

    def expected(self, spent: I64, today: date) -> F64:
        """What each community expects to have spent by the end of the year; `spent` counts from `before`."""
        return forecast((spent - self.before).astype(np.float64), self.elapsed(today), self.usual)

    def years(self, today: date) -> F64:
        """Years for which the payment in force has been in force."""
        return np.where(self.since > 0, (today.toordinal() - self.since) / 365.0, 0.0)

    def keep_time(self, terms: BudgetTerms, today: date) -> None:
        """Note since when a community is paid otherwise than usual."""
        self.since[~terms.held & ~terms.reformed] = 0
        self.since[(self.open | terms.reformed) & (self.since == 0)] = today.toordinal()

    def close(self, which: Bools, today: date, spent: I64, signed: tuple[F64, F64] | None = None) -> None:
        """Settle budgets on the evening of a day; one closed before the end of its year counts pro rata.

        Parameters
        ----------
        spent : int64 array
            Spent so far for the people of each budget, `before` included.
        signed : two float64 arrays, optional
            Plain and risk-adjusted saving on the signed, see `YearEnd`.
        """
        if self.terms is None:
            return
        whole = today == date(today.year, 12, 31)
        end = date(today.year, 12, 31).toordinal()
        done = (today.toordinal() - self.begin + 1) / np.maximum(end - self.begin + 1, 1)
        budget = self.budget if whole else np.floor(self.budget * done + 0.5).astype(np.int64)
        settled = settle_budget(self.terms, budget, spent - self.before, self.score)
        parts = divide(self.terms, settled.kept - settled.borne)
        self.left[which] = ((settled.surplus - settled.overspend) * self._to_year(today))[which]
        for k in np.flatnonzero(which).tolist():
            self.closed.append(self._year_end(k, today, whole, settled, parts, signed))
        self.rule[which] = Rule.NONE

    def _to_year(self, today: date) -> F64:
        """What makes a whole year of the time of a budget."""
        return days_of_year(today.year) / np.maximum(today.toordinal() - self.begin + 1, 1)

    def _year_end(
        self, k: int, today: date, whole: bool, settled: Settlement, parts: I64,
        signed: tuple[F64, F64] | None,
    ) -> YearEnd:  # fmt: skip
        lead, township, village = parts[k].tolist()
        advanced, kept, borne = int(self.advanced[k]), int(settled.kept[k]), int(settled.borne[k])
        return YearEnd(
            community=k,
            begin=date.fromordinal(int(self.begin[k])),
            end=today,
            whole=whole,
            rule=int(self.rule[k]),
            score=float(self.score[k]),
            budget=int(settled.budget[k]),
            spending=int(settled.spending[k]),
            surplus=int(settled.surplus[k]),
            overspend=int(settled.overspend[k]),
            kept=kept,
            borne=borne,
            returned=int(settled.returned[k]),
            covered_by_fund=int(settled.covered_by_fund[k]),
            lead=lead,
            township=township,
            village=village,
            advanced=advanced,
            due=int(settled.spending[k]) + kept - borne - advanced,
            signed_surplus=None if signed is None else round(float(signed[0][k])),
            signed_adjusted=None if signed is None else round(float(signed[1][k])),
        )


def days_of_year(year: int) -> int:
    """365 or 366."""
    return date(year, 12, 31).timetuple().tm_yday


def days_to_year_end(today: date) -> int:
    """Days from today to the end of the year, both included."""
    return date(today.year, 12, 31).toordinal() - today.toordinal() + 1


def _months_later(today: date, months: int) -> int:
    """Ordinal of the first day of the month so many months later."""
    month = today.year * 12 + today.month - 1 + months
    return date(month // 12, month % 12 + 1, 1).toordinal()


def _next_quarter(today: date) -> date:
    later = [month for month in QUARTERS if month > today.month]
    return date(today.year, later[0], 1) if later else date(today.year + 1, 1, 1)
