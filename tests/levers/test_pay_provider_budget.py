"""Levers of budgets: what one more fen of the fund's money is worth to those who decide, all else equal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.care.sites import seats
from sim.day.tables import compile_tables, terms_of_budgets, terms_of_points
from sim.geography.map import Kind
from sim.money.account import Accounts
from sim.money.budget import Rule, likely_over, marginal
from sim.money.case_points import PointAccount
from sim.policy.regimes import one_regime
from tests.levers.switch import switched, tables_of

YEAR, HEADS, SPENT = np.array([100e6]), np.array([1_000]), np.array([0])
BUDGET, SHARED = "pay_provider.global_budget", "pay_provider.risk_share"


def terms_with(map_, tables, values, *levers, tcm=False, **more):
    """Terms of the budget of the county's community; led by its TCM hospital or not."""
    regimes = one_regime(switched(values, *levers, **more), len(map_.villages), len(map_.facilities))
    sites = tables.sites
    if tcm:
        seat = seats(sites)
        kind = sites.kind.copy()
        kind[seat] = Kind.COUNTY_TCM
        sites = replace(sites, kind=kind)
    return terms_of_budgets(sites, regimes)


def kappa(terms, pace, budget=None):
    """Worth of a saved fen in mid-year, when the community spends `pace` times what it used to."""
    accounts = Accounts.empty(1)
    accounts.start(np.array([True]), terms, date(2024, 1, 1), YEAR, HEADS, SPENT)
    spent = np.array([int(50e6 * pace)])
    expected = accounts.expected(spent, date(2024, 7, 1))
    over = likely_over(terms, expected, accounts.budget if budget is None else budget)
    return float(marginal(terms, over, accounts.score)[0])


def test_with_a_budget_every_fen_spent_anywhere_is_the_communitys_own(map_, tables, values):
    assert kappa(terms_with(map_, tables, values), 1.0) == 0
    for pace in (0.8, 1.0, 1.2):
        assert kappa(terms_with(map_, tables, values, BUDGET), pace) == pytest.approx(1)


def test_the_more_of_a_surplus_is_kept_the_more_a_saved_fen_is_worth(map_, tables, values):
    half, full = (
        terms_with(map_, tables, values, BUDGET, SHARED, pay_provider__risk_share__keep=keep)
        for keep in (0.5, 1.0)
    )
    assert kappa(half, 0.8) < kappa(full, 0.8)
    assert kappa(full, 0.8) == pytest.approx(1, abs=0.1)


def test_sharing_an_overspend_makes_a_saved_fen_worth_more_in_deficit(map_, tables, values):
    covered, shared = (
        terms_with(map_, tables, values, BUDGET, SHARED, pay_provider__risk_share__bear=bear)
        for bear in (0.0, 0.5)
    )
    assert kappa(covered, 1.2) < 0.1 < kappa(shared, 1.2)
    assert kappa(covered, 0.8) == pytest.approx(kappa(shared, 0.8), abs=0.03)


def test_who_keeps_a_surplus_and_bears_nothing_gives_up_once_over_budget(map_, tables, values):
    terms = terms_with(map_, tables, values, "pay_provider.base_plus_growth")
    assert terms.rule.tolist() == [Rule.SIGNED]
    thrifty, near, lost = (kappa(terms, pace) for pace in (0.8, 1.0, 1.3))
    assert thrifty > near > lost
    assert lost < 0.05


def test_a_tilt_makes_room_for_a_community_led_by_a_tcm_hospital(map_, tables, values):
    """Where more is kept than borne, a surplus within reach is worth more than a shared overspend."""
    plain, tilted = (
        terms_with(map_, tables, values, BUDGET, SHARED, *more, tcm=True)
        for more in ((), ("pay_provider.tcm_tilt",))
    )
    assert kappa(tilted, 1.0) > kappa(plain, 1.0)
    elsewhere = terms_with(map_, tables, values, BUDGET, SHARED, "pay_provider.tcm_tilt")
    assert kappa(elsewhere, 1.0) == kappa(plain, 1.0)


def test_a_surplus_claimed_by_the_city_is_worth_less(map_, tables, values):
    county = terms_with(map_, tables, values, BUDGET)
    city = terms_with(map_, tables, values, BUDGET, "pay_provider.pool_level")
    assert kappa(city, 0.8) < kappa(county, 0.8)
    assert kappa(city, 1.3) == pytest.approx(kappa(county, 1.3), abs=0.05)  # an overspend stays at home


def points_with(map_, tables, values, *levers, **more):
    """Terms of points of every facility."""
    regimes = one_regime(switched(values, *levers, **more), len(map_.villages), len(map_.facilities))
    return terms_of_points(tables.sites, regimes)


def in_midyear(terms, pace):
    """Value of a point and nearness of the cap of each facility in mid-year at a pace against before."""
    account, size = PointAccount.empty(len(terms.on)), len(terms.on)
    account.turn(terms, date(2025, 1, 1), np.zeros(size, int), np.full(size, 1e6), True)
    earned = np.full(size, int(0.5e6 * pace))
    return account.value(terms, date(2025, 7, 2), earned), account.near_cap(terms, date(2025, 7, 2), earned)


def test_under_points_a_busy_year_makes_a_case_worth_less_and_the_cap_comes_near(map_, tables, values):
    hospital = (tables.sites.kind >= Kind.COUNTY_GENERAL) & (tables.sites.kind <= Kind.OTHER_HOSPITAL)
    plain, _ = in_midyear(points_with(map_, tables, values), 1.5)
    assert (plain == 1).all()
    terms = points_with(map_, tables, values, "pay_provider.drg_dip")
    (calm, far), (busy, near) = in_midyear(terms, 1.0), in_midyear(terms, 1.5)
    assert (busy[hospital] < calm[hospital]).all()
    assert (busy[~hospital] == 1).all()
    assert (near[hospital] > far[hospital]).all()
    assert (near[~hospital] == 0).all()


def test_in_the_pool_of_the_city_a_busy_county_loses_less_by_the_point(map_, tables, values):
    hospital = tables.sites.kind == Kind.COUNTY_GENERAL
    county, _ = in_midyear(points_with(map_, tables, values, "pay_provider.drg_dip"), 1.5)
    levers = "pay_provider.drg_dip", "pay_provider.pool_level"
    city, _ = in_midyear(points_with(map_, tables, values, *levers), 1.5)
    assert (county[hospital] < city[hospital]).all() and (city[hospital] < 1).all()


def money_with(map_, tables, values, *levers):
    """What money speaks for at every facility with levers on."""
    return tables_of(map_, switched(values, *levers)).incentive


def test_a_subsidy_for_visits_keeps_them_at_primary_care_and_one_for_stays_admits(map_, tables, values):
    kind = tables.sites.kind
    primary, hospital = kind <= Kind.TOWNSHIP_CENTRE, kind == Kind.COUNTY_GENERAL
    usual = money_with(map_, tables, values)
    given = money_with(map_, tables, values, "pay_provider.subsidy")
    assert (given.send[:, primary] < usual.send[:, primary]).all()
    assert (given.admit[:, hospital] > usual.admit[:, hospital]).all()
    outside = kind > Kind.OTHER_HOSPITAL
    assert np.array_equal(given.admit[:, outside], usual.admit[:, outside])


def test_money_under_new_rules_fades_with_their_years(map_, tables, values):
    purses = tables.purses
    drg = switched(values, "pay_provider.drg_dip", pay_provider__form__county__stay=1)
    regimes = one_regime(drg, len(map_.villages), len(map_.facilities))
    fresh, old = (
        compile_tables(map_, regimes, 1.0, 1, replace(purses, years=np.full_like(purses.years, years)))
        for years in (0.0, 5.0)
    )
    hospital = tables.sites.kind == Kind.COUNTY_GENERAL
    assert (old.incentive.weight[hospital] < fresh.incentive.weight[hospital]).all()
    assert (old.incentive.weight[hospital] > 0).all()
