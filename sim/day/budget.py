"""Steps of the calendar: budgets of the communities are opened, advanced, watched and settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt

from sim.day.assessment import assess
from sim.day.burden import cuts
from sim.day.clock import Clock
from sim.day.heads import living
from sim.day.state import State
from sim.day.tables import DayTables
from sim.indicators.burden import Dimension
from sim.indicators.tally import Flow
from sim.money.account import QUARTERS, days_of_year
from sim.money.budget import Rule, likely_over, marginal
from sim.money.purse import Purses
from sim.money.risk import risk_group, savings_on_signed
from sim.population.people import Insurance, People

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

FIRST = 2
"""Month of the run from which a budget may rest on what was spent in whole months before."""
PAID = ("outpatient_paid", "chronic_paid", "drugs_paid", "inpatient_paid", "critical_paid")
BANDS = 3


def paid_this_year(people: People) -> I64:
    """What the funds have paid this year for each person, fen."""
    return np.asarray(np.sum([getattr(people, name) for name in PAID], axis=0, dtype=np.int64))


def turn_budgets(state: State, clock: Clock, tables: DayTables) -> bool:
    """Open and end budgets on the morning of a day as the terms ask; return whether any was.

    A budget rests on what was spent before it: in the first two months of a run none is opened.
    """
    ledger, terms = state.ledger, tables.budget
    accounts = ledger.accounts
    over = accounts.open & (accounts.rule != terms.rule)
    if over.any():
        yesterday = date.fromordinal(clock.ordinal - 1)
        accounts.close(over, yesterday, ledger.spent_of(accounts.rule))
    begins = terms.held & ~accounts.open & (clock.month >= FIRST)
    if begins.any():
        heads = ledger.heads[clock.month - 1, : ledger.communities].sum(axis=1)
        before, usual = ledger.spent_of(terms.rule), covered_year(state, clock)
        ledger.year_before = usual
        if (terms.rule == Rule.SIGNED).any():
            usual = np.where(terms.rule == Rule.SIGNED, usual * held_part(state), usual)
        accounts.start(begins, terms, clock.date, usual, heads, before)
    quarter = clock.date.day == 1 and clock.date.month in QUARTERS
    accounts.advance(accounts.open if quarter else begins, clock.date)
    accounts.terms = terms
    accounts.keep_time(terms, clock.date)
    _turn_points(state, clock, tables)
    return bool(over.any() or begins.any())


def _turn_points(state: State, clock: Clock, tables: DayTables) -> None:
    """Begin and end payment by points as the terms ask."""
    ledger = state.ledger
    if not (tables.case_points.on.any() or ledger.point_account.open.any()):
        return
    months, to_year = _months_before(state, clock)
    a_year = ledger.points[months].sum(axis=0) * to_year
    earned = ledger.points.sum(axis=0)
    ledger.point_account.turn(tables.case_points, clock.date, earned, a_year, clock.month >= FIRST)


def covered_year(state: State, clock: Clock) -> F64:
    """What a year costs for all a community covers, by the last whole months before today, fen.

    Up to twelve months count; the first month of a run, in which the county fills, does not.
    """
    months, to_year = _months_before(state, clock)
    return np.asarray(state.ledger.spent(months) * to_year)


def _months_before(state: State, clock: Clock) -> tuple[slice, float]:
    """The whole months before today that tell what is usual, and what makes a year of them."""
    months = slice(max(1, clock.month - 12), clock.month)
    days = int(np.isin(state.months[: clock.day], np.arange(months.start, months.stop)).sum())
    return months, days_of_year(clock.date.year) / max(days, 1)


def held_part(state: State) -> F64:
    """Part of last year's spending on the covered that went to those who are signed today, by community.

    Before the first New Year of a run, of this year's spending so far.
    """
    ledger, people = state.ledger, state.people
    community = covered_by(state)
    before = ledger.last_year if ledger.last_year is not None else paid_this_year(people)
    known = np.flatnonzero(community[: len(before)] >= 0)
    signed = known[people.signed[known]]
    part, whole = (np.bincount(community[at], before[at], ledger.communities) for at in (signed, known))
    return np.asarray(part / np.maximum(whole, 1))


def covered_by(state: State) -> npt.NDArray[np.int64]:
    """Community that each living person is covered by, -1 for none, shape (people,)."""
    people = state.people
    covered = people.alive & (people.insurance == Insurance.RESIDENTS)
    return np.where(covered, state.ledger.of_village[people.village], -1)


def close_ledger(state: State, clock: Clock, tables: DayTables) -> None:
    """Count at the end of a month whom each community covers and what facilities spent; note its purse."""
    ledger, done = state.ledger, state.tally.facility_of(clock.month)
    visit, stay = tables.variable
    cost = visit * done[Flow.OUTPATIENT_BILL] + stay * done[Flow.INPATIENT_BILL]
    ledger.cost[clock.month] = np.floor(cost + 0.5)
    ledger.subsidy[clock.month] = tables.subsidies.of(done[Flow.OUTPATIENT_COUNT], done[Flow.DISCHARGES])
    ledger.kappa[clock.month] = tables.purses.kappa
    covered = living(state)[:, :, Insurance.RESIDENTS].sum(axis=1)
    inside = ledger.of_village >= 0
    ledger.heads[clock.month] = 0
    np.add.at(ledger.heads[clock.month], ledger.of_village[inside], covered[inside])


def purses_of(state: State, clock: Clock, tables: DayTables) -> Purses:
    """What the holders of money expect this morning."""
    purses = Purses.neutral(state.ledger.communities, len(state.map.facilities))
    return _with_points(_with_budgets(purses, state, clock, tables), state, clock, tables)


def _with_budgets(purses: Purses, state: State, clock: Clock, tables: DayTables) -> Purses:
    ledger, terms = state.ledger, tables.budget
    accounts = ledger.accounts
    short = accounts.short(clock.date)
    purses = replace(purses, years=accounts.years(clock.date), short=short.astype(np.float64))
    if not accounts.open.any():
        return purses
    expected = accounts.expected(ledger.spent_of(accounts.rule), clock.date)
    over = likely_over(terms, expected, accounts.budget.astype(np.float64))
    kappa = marginal(terms, over, accounts.score) * accounts.open
    return replace(
        purses,
        kappa=kappa * share_held(state, clock),
        score=accounts.score.copy(),
    )


def _with_points(purses: Purses, state: State, clock: Clock, tables: DayTables) -> Purses:
    account, terms = state.ledger.point_account, tables.case_points
    if not account.open.any():
        return purses
    earned = state.ledger.points.sum(axis=0)
    value, near_cap = (tell(terms, clock.date, earned) for tell in (account.value, account.near_cap))
    return replace(purses, value=value, near_cap=near_cap)


def share_held(state: State, clock: Clock) -> F64:
    """Share of what is spent on each community's people that is inside its budget: all, or the signed's."""
    ledger = state.ledger
    all_, signed = ledger.spent(), ledger.spent(signed_only=True)
    part = np.where(all_ > 0, signed / np.maximum(all_, 1), 0.0)
    return np.where(ledger.accounts.rule == Rule.SIGNED, part, 1.0)


def close_budgets(state: State, clock: Clock, tables: DayTables) -> None:
    """Settle on the last day of a year or of the run."""
    ledger = state.ledger
    this_year = paid_this_year(state.people)
    if ledger.accounts.open.any():
        ledger.accounts.score = assess(state, clock, tables, _months_of_year(clock)).left
        signed = _saved_on_signed(state, clock, tables, this_year)
        spent = ledger.spent_of(ledger.accounts.rule)
        ledger.accounts.close(ledger.accounts.open, clock.date, spent, signed)
    if (clock.date.month, clock.date.day) == (12, 31):
        ledger.last_year = this_year


def _months_of_year(clock: Clock) -> slice:
    """Months of this year so far; the first month of a run, in which the county fills, never counts."""
    return slice(max(clock.month - clock.date.month + 1, 1), clock.month + 1)


def _saved_on_signed(state: State, clock: Clock, tables: DayTables, this_year: I64) -> tuple[F64, F64] | None:
    """Plain and risk-adjusted saving on the signed; None before a New Year."""
    ledger, people, values = state.ledger, state.people, tables.values
    if ledger.last_year is None:
        return None
    before = np.zeros(len(people), np.int64)
    before[: len(ledger.last_year)] = ledger.last_year
    community = covered_by(state)
    at = np.flatnonzero(community >= 0)
    whole = np.bincount(community[at], before[at], ledger.communities)
    scale = ledger.year_before / np.maximum(whole, 1) * min(clock.day + 1, clock.day_of_year)
    scale /= days_of_year(clock.date.year)
    before[at] = np.floor(before[at] * scale[community[at]] + 0.5).astype(np.int64)
    bands = np.array([values[f"pay_provider.risk_group.spent_{k}"] for k in range(1, BANDS + 1)])
    ages = cuts(values, "age_group", Dimension.AGE)
    group = risk_group(people.age[at], people.chronic[at] > 0, before[at], ages, bands)
    return savings_on_signed(
        community[at], people.signed[at], group, this_year[at], before[at], ledger.communities
    )
