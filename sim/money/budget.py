"""Budgets of medical communities (总额付费): how large, what is kept or borne of them, and what a fen costs.

Pure functions over arrays of communities. A budget runs from the day it is opened to the end of the year; the
amounts of the first year rest on what was spent before it began, later ones on the year before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.money.fund import yearly_income

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


SERVICES = ("county.stay", "county.visit", "township.stay", "township.visit", "village.visit")


class Rule(IntEnum):
    """For whom a community holds a budget, and from what it is made."""

    NONE = 0
    PER_HEAD = 1
    """For all it covers: so much a head, within what the fund takes in (按人头总额预算)."""
    SIGNED = 2
    """For those signed with its family doctors: what was paid for them last year, and growth."""


@dataclass(frozen=True, eq=False)
class BudgetTerms:
    """Terms of the budget of each community; arrays of shape (communities,), shares 0-1.

    Attributes
    ----------
    rule : int64 array
        `Rule`.
    keep, bear : float64 array
        Share of a surplus that the community keeps, and of an overspend that it bears.
    growth : float64 array
        By how much a budget exceeds the spending it rests on.
    ceiling : float64 array
        Most that may be budgeted, as a share of the year's income after the reserve.
    ratchet : float64 array
        Share of a saving by which the next base falls (and of an overspend by which it rises).
    tilt : float64 array
        Added to the budget of a community led by a TCM hospital, as a share of it.
    claimed : float64 array
        Share of a surplus that goes to the pool of the city.
    advance : float64 array
        Share of a quarter's budget that is advanced on its first day.
    delay : int64 array
        Months by which that comes late.
    bridge : float64 array
        Days for which members go on as usual without it.
    spread : float64 array
        Uncertainty of the forecast, as a share of the budget.
    income, reserve : float64 array
        Yearly income of the fund for each insured person in fen (`sim.money.fund.PRICES_OF`), and the share
        of it put aside as risk reserve.
    income_growth : float64 array
        Yearly growth of that income.
    reformed : bool array
        Whether a form of payment other than the usual one is in force.
    split : float64 array, shape (communities, 3)
        How a surplus (or what is borne) is divided: lead hospital, township centres, village clinics.
    """

    rule: I64
    keep: F64
    bear: F64
    growth: F64
    ceiling: F64
    ratchet: F64
    tilt: F64
    claimed: F64
    advance: F64
    delay: I64
    bridge: F64
    spread: F64
    income: F64
    reserve: F64
    income_growth: F64
    reformed: Bools
    split: F64

    @property
    def held(self) -> Bools:
        """Which communities hold a budget."""
        return np.asarray(self.rule != Rule.NONE)

    def income_in(self, year: int) -> F64:
        """Income of the fund for one insured person in a year, fen."""
        return yearly_income(self.income, self.income_growth, year)


def budget_terms(by_community: Callable[[str], F64], led_by_tcm: Bools) -> BudgetTerms:
    """Compile the terms in force.

    Parameters
    ----------
    by_community : callable
        Value of a parameter at each community, shape (communities,).
    led_by_tcm : bool array, shape (communities,)
    """

    def here(name: str) -> F64:
        return by_community(f"pay_provider.{name}")

    signed = here("base_plus_growth.on") > 0
    rule = np.where(signed, Rule.SIGNED, np.where(here("global_budget.on") > 0, Rule.PER_HEAD, Rule.NONE))
    return BudgetTerms(
        rule=rule.astype(np.int64),
        keep=np.where(signed, here("base_plus_growth.keep"), here("risk_share.keep")),
        bear=np.where(signed, here("base_plus_growth.bear"), here("risk_share.bear")),
        growth=np.where(signed, here("base_plus_growth.growth"), here("global_budget.growth")),
        ceiling=np.where(signed, np.inf, here("global_budget.ceiling")),
        ratchet=here("ratchet"),
        tilt=np.where(led_by_tcm, here("tcm_tilt.share"), 0.0),
        claimed=here("pool_level.city") * here("pool_level.claimed"),
        advance=here("advance_share"),
        delay=here("advance_delay").astype(np.int64),
        bridge=here("advance_short.bridge_days"),
        spread=here("forecast_spread"),
        income=here("fund.income"),
        reserve=here("fund.reserve"),
        income_growth=here("fund.income_growth"),
        reformed=np.any([_other_form(here, name) for name in SERVICES], axis=0),
        split=np.stack([here(f"split.{name}") for name in ("lead", "township", "village")], axis=1),
    )


def _other_form(here: Callable[[str], F64], service: str) -> Bools:
    """Whether a form of payment is in force that is not the one to which habits belong."""
    form = here(f"form.{service}")
    return np.asarray((form >= 0) & (form != here(f"usual.{service}")))


def yearly_budget(terms: BudgetTerms, base: F64, heads: I64, year: int) -> F64:
    """Budget of a whole year.

    Parameters
    ----------
    base : float64 array
        What was paid in the year before for the people of the budget, fen.
    heads : int64 array
        People covered.
    year : int
    """
    most = terms.ceiling * terms.income_in(year) * (1.0 - terms.reserve)
    capped = np.where(heads > 0, np.minimum(base * (1.0 + terms.growth), most * np.maximum(heads, 1)), 0.0)
    return np.asarray(capped * (1.0 + terms.tilt))


def next_base(terms: BudgetTerms, spent: F64, left: F64) -> F64:
    """Base of the next budget from what was spent and what was left of the last budget (棘轮效应)."""
    return np.asarray(spent + (1.0 - terms.ratchet) * left)


def forecast(spent: F64, elapsed: F64, usual: F64) -> F64:
    """What a community expects to have spent at the end of its year.

    The rest of the year is expected to go on as before the budget (`usual`, for the whole of it) at first and
    as this year so far later on: the rate seen weighs as much as the share of the year that has passed.
    """
    return np.asarray(spent * (2.0 - elapsed) + (1.0 - elapsed) ** 2 * usual)


def likely_over(terms: BudgetTerms, expected: F64, budget: F64) -> F64:
    """How probable an overspend is: logistic in the expected excess over the budget."""
    excess = expected / np.maximum(budget, 1.0) - 1.0
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(excess / terms.spread, -500.0, 500.0))))


def kept_share(terms: BudgetTerms, score: F64) -> F64:
    """Share of a surplus that stays with the community after the city's claim and the assessment."""
    return np.asarray(terms.keep * (1.0 - terms.claimed) * score)


def borne_share(terms: BudgetTerms, score: F64) -> F64:
    """Share of an overspend that the community bears: what the fund would take over, less by assessment."""
    return np.asarray(1.0 - (1.0 - terms.bear) * score)


def marginal(terms: BudgetTerms, over: F64, score: F64) -> F64:
    """Share of one more fen of spending that falls on the community; 0 where it holds no budget."""
    kappa = kept_share(terms, score) * (1.0 - over) + borne_share(terms, score) * over
    return np.where(terms.held, kappa, 0.0)


class Settlement(NamedTuple):
    """Year-end settlement (年终清算) of each community, fen; int64 arrays of shape (communities,).

    `budget - spending = surplus - overspend`; a surplus is kept or returned, an overspend is borne or covered
    by the fund.
    """

    budget: I64
    spending: I64
    surplus: I64
    overspend: I64
    kept: I64
    borne: I64
    returned: I64
    covered_by_fund: I64


def settle_budget(terms: BudgetTerms, budget: I64, spending: I64, score: F64) -> Settlement:
    """Settle budgets; rounding falls on the fund."""
    surplus, overspend = np.maximum(budget - spending, 0), np.maximum(spending - budget, 0)
    kept = np.floor(surplus * kept_share(terms, score) + 0.5).astype(np.int64)
    borne = np.floor(overspend * borne_share(terms, score) + 0.5).astype(np.int64)
    return Settlement(budget, spending, surplus, overspend, kept, borne, surplus - kept, overspend - borne)


def divide(terms: BudgetTerms, amount: I64) -> I64:
    """Divide what is kept (or, negative, borne) between lead, townships and villages; the lead has the rest.

    Returns
    -------
    int64 array, shape (communities, 3)
    """
    parts = np.floor(amount[:, None] * terms.split / np.maximum(terms.split.sum(axis=1), 1e-9)[:, None] + 0.5)
    whole = parts.astype(np.int64)
    whole[:, 0] = amount - whole[:, 1:].sum(axis=1)
    return np.asarray(whole)
