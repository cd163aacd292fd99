"""Budgets in the run: opened, watched and settled on their days, from what the funds truly paid."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.day.budget import paid_this_year
from sim.money.account import days_of_year
from sim.money.budget import Rule
from sim.population.people import Insurance
from tests import small

ON = {"pay_provider.global_budget.on": 1, "pay_provider.risk_share.bear": 0.5}
START = date(2024, 1, 1)


def made(plan):
    """The small county under a plan."""
    people = small.small_people(3)
    return small.CountyModel(plan, seed=3, sample=small.SHARE, map_=small.small_map(), people=people)


@pytest.fixture(scope="module")
def year():
    """All of 2024 under a budget, and two months of 2025."""
    plan = small.scenario({path: {START: value} for path, value in ON.items()})
    model = made(plan.with_dates(until=date(2025, 3, 31)))
    kappas = []
    small.walk(model, 90 + 366 + 59, lambda today: kappas.append(today.tables.purses.kappa.copy()))
    return model, np.array(kappas)


def test_no_budget_no_purse():
    model = small.walk(small.county(), 130)
    tables = model.tables
    assert tables.purses.kappa.tolist() == [0]
    assert not model.state.ledger.accounts.open.any()
    assert not model.state.ledger.accounts.closed


def test_the_budget_is_what_a_year_cost_before_it(year):
    """November and December, brought to a year; October, in which the county fills, does not count."""
    model, _ = year
    ledger = model.state.ledger
    before = ledger.spent(slice(1, 3)) * 366 / 61
    (end,) = ledger.accounts.closed
    heads = ledger.heads[2, :1].sum(axis=1)
    most = heads * 118_050 * 0.97 * 0.95
    assert end.budget == pytest.approx(min(before[0], most[0]), abs=1)
    assert (end.begin, end.end, end.whole) == (date(2024, 1, 1), date(2024, 12, 31), True)


def test_the_year_is_settled_for_what_was_paid_in_it(year):
    model, _ = year
    ledger = model.state.ledger
    (end,) = ledger.accounts.closed
    assert end.spending == ledger.spent(slice(3, 15))[0] > 0
    assert end.surplus - end.overspend == end.budget - end.spending
    assert (end.kept, end.borne) == (end.surplus, (end.overspend + 1) // 2)
    assert end.advanced == pytest.approx(0.9 * end.budget, abs=4)
    assert end.signed_surplus is not None


def test_the_next_year_rests_on_the_last(year):
    model, _ = year
    accounts = model.state.ledger.accounts
    assert accounts.rule.tolist() == [Rule.PER_HEAD]
    assert accounts.begin.tolist() == [date(2025, 1, 1).toordinal()]
    assert accounts.since.tolist() == [date(2024, 1, 1).toordinal()]
    spent = model.state.ledger.spent(slice(3, 15))[0]
    assert accounts.budget[0] <= spent * 365 / 366 + 1


def test_purses_change_at_the_beginning_of_months_only(year):
    model, kappas = year
    first = model.scenario.begin.toordinal()
    changed = np.flatnonzero((np.diff(kappas, axis=0) != 0).any(axis=1)) + 1
    assert len(changed) > 6
    assert {date.fromordinal(first + int(day)).day for day in changed} == {1}
    assert (kappas[:90] == 0).all()
    assert (kappas[90:] > 0).all()


def test_accumulators_of_people_are_what_the_ledger_holds(year):
    """Paid for each person this year, against the ledger; both count every payment of the funds."""
    model, _ = year
    people, ledger = model.state.people, model.state.ledger
    paid = paid_this_year(people)
    assert paid.sum() == ledger.paid[15:].sum()
    covered = (people.insurance == Insurance.RESIDENTS) & (ledger.of_village[people.village] == 0)
    assert paid[covered].sum() == ledger.spent(slice(15, None))[0]
    assert ledger.last_year.sum() == ledger.paid[3:15].sum()


def test_a_budget_waits_for_two_months_and_ends_with_its_lever():
    plan = small.scenario({"run.warmup_days": 7}).with_lever(
        "pay_provider.global_budget", start=date(2024, 1, 15), end=date(2024, 3, 10)
    )
    model = made(plan)
    accounts = model.state.ledger.accounts
    opened = []
    small.walk(model, 7 + 31 + 29 + 20, lambda today: opened.append(bool(accounts.open.any())))
    days = [plan.begin.toordinal() + day for day, is_open in enumerate(opened) if is_open]
    assert (date.fromordinal(days[0]), date.fromordinal(days[-1])) == (date(2024, 2, 1), date(2024, 3, 10))
    (end,) = accounts.closed
    assert (end.begin, end.end, end.whole) == (date(2024, 2, 1), date(2024, 3, 10), False)
    assert model.tables.purses.kappa.tolist() == [0]


def test_the_budget_of_the_signed_is_what_they_cost_last_year():
    rule = {"pay_provider.base_plus_growth.on": 1, "pay_provider.base_plus_growth.growth": 0.0}
    model = small.walk(small.county({path: {START: value} for path, value in rule.items()}), 90 + 1)
    people, ledger = model.state.people, model.state.ledger
    covered = people.alive & (people.insurance == Insurance.RESIDENTS)
    part = ledger.last_year[covered & people.signed].sum() / ledger.last_year[covered].sum()
    a_year = ledger.spent(slice(1, 3))[0] * days_of_year(2024) / 61
    assert ledger.accounts.budget[0] == pytest.approx(part * a_year, rel=1e-9, abs=1)
    assert 0 < model.tables.purses.kappa[0] < 1


def test_what_assessment_leaves_is_settled():
    """Three months under a budget with everything of what is tied lost, or nothing tied."""
    settled = {}
    for stake in (0.0, 0.1):
        given = {**ON, "pay_provider.external_score.stake": stake}
        plan = small.scenario({path: {START: value} for path, value in given.items()})
        model = made(plan.with_dates(until=date(2024, 3, 31)))
        small.walk(model, model.days)
        (settled[stake],) = model.state.ledger.accounts.closed
    assert settled[0.0].score == 1
    assert 0.9 <= settled[0.1].score < 1
    plain, tied = settled[0.0], settled[0.1]
    assert (tied.kept - tied.borne) - (tied.surplus - tied.overspend) <= (plain.kept - plain.borne) - (
        plain.surplus - plain.overspend
    )
