"""County general hospitals raised to level 3: whom they keep, who comes, and what it costs."""

from __future__ import annotations

import numpy as np
import pytest

from sim.care.offers import shared_income
from sim.care.treatment import ADVISE, SLIP, decide, needed_skill
from sim.choice.choose import own_price, probabilities, total_utility, utility_parts
from sim.day.choice import as_choosers, felt_places
from sim.day.tables import compile_tables
from sim.geography.map import Kind, Option
from sim.money.path import compliance_path
from sim.money.prices import PriceLists
from sim.money.rules import CITY, COUNTY, TOWNSHIP, Path
from sim.needs.catalogue import Group
from sim.policy.regimes import Regimes, one_regime
from tests.day.made import cases, morning
from tests.levers.switch import switched, tables_of

LEVER = "capability.county_level3"
CHEAP = {"capability__county_level3__price_level": 0}


def general_of(tables):
    return np.flatnonzero(tables.sites.kind == Kind.COUNTY_GENERAL)


def test_only_the_county_general_hospital_is_raised_and_never_lowered(map_, values, tables):
    after = tables_of(map_, switched(values, LEVER))
    general = tables.sites.kind == Kind.COUNTY_GENERAL
    assert general.any()
    assert (after.sites.capability[general] == values["capability.county_level3.level"]).all()
    assert np.array_equal(after.sites.capability[~general], tables.sites.capability[~general])
    better = dict(values) | {"care.capability.general": 4.0}
    assert (
        tables_of(map_, switched(better, LEVER)).sites.capability == tables_of(map_, better).sites.capability
    ).all()


def test_it_keeps_patients_whom_it_sent_to_the_city(map_, values, tables):
    after = tables_of(map_, switched(values, LEVER))
    rng, n = np.random.default_rng(5), 20_000
    row, at = rng.integers(0, len(tables.treatment.admit), n), rng.choice(general_of(tables), n)
    kind, bound, draws = tables.sites.kind[at], np.ones(n, bool), rng.random((5, n))
    was, now = (decide(one.treatment, row, at, kind, bound, *draws) for one in (tables, after))
    sent_was, sent_now = (np.isin(one.act, (SLIP, ADVISE)) for one in (was, now))
    assert (now.adequate >= was.adequate).all()
    assert sent_now.sum() < sent_was.sum()
    assert not (sent_now & ~sent_was & was.adequate).any()
    assert (
        (after.emergency.destination == Option.CITY) <= (tables.emergency.destination == Option.CITY)
    ).all()


def choosing(tables, model, condition, n=1000):
    """Own price at the county hospital, and the chance of choosing it, of the same severely ill residents."""
    who = as_choosers(model.state, cases(model, np.arange(n), condition, severity=2))
    felt = felt_places(model.state, tables)
    parts = utility_parts(tables.choice, tables.rules, tables.minutes, felt, who)
    level = tables.choice.level[who.village, Option.GENERAL]
    price = own_price(tables.choice, tables.rules, who)[np.arange(n), level]
    return price, probabilities(total_utility(parts))[:, Option.GENERAL]


def test_who_knows_chooses_it_more_and_its_prices_deter(map_, values, tables):
    """At the old prices more residents come; the price list of level 3 costs more and fewer come."""
    model = morning()
    dear, cheap = (tables_of(map_, switched(values, LEVER, **more)) for more in ({}, CHEAP))
    was, kept, raised = (choosing(one, model, "tumour") for one in (tables, cheap, dear))
    assert np.array_equal(kept[0], was[0])
    assert (raised[0] > was[0]).all()
    assert (kept[1] >= was[1]).all() and (kept[1] > was[1]).any()
    assert (raised[1] <= kept[1]).all() and (raised[1] < kept[1]).any()


def test_nobody_is_told_anything_where_the_hospital_is_no_better_than_believed(map_, values):
    plain = tables_of(map_, switched(values, LEVER, capability__county_level3__known=0))
    assert not plain.lines.better.any()
    told = tables_of(map_, switched(values, LEVER))
    assert told.lines.better[:, :, Option.GENERAL].max() > 0
    assert not np.delete(told.lines.better, Option.GENERAL, axis=2).any()
    hard = needed_skill(told.catalogue)[told.lines.row >= len(Group)]
    assert (hard > values["care.capability.general"]).all()


def test_the_price_level_goes_by_facility(map_, values, tables):
    """Where only one hospital is named its own list changes, for whoever goes there, and no other's."""
    named = general_of(tables)[0]
    of_facility = np.zeros(len(map_.facilities), np.int16)
    of_facility[named] = 1
    plain = one_regime(values, len(map_.villages), len(map_.facilities))
    regimes = Regimes([values, switched(values, LEVER)], plain.of_people, of_facility)
    after = compile_tables(map_, regimes, 1.0, 1)
    changed = np.flatnonzero(after.sites.level != tables.sites.level)
    assert changed.tolist() == [named]
    assert after.sites.level[named] == CITY and tables.sites.level[named] == COUNTY
    goes = map_.options[:, Option.GENERAL] == named
    assert (after.choice.level[goes, Option.GENERAL] == CITY).all()
    others = np.delete(after.choice.level, Option.GENERAL, axis=1)
    assert np.array_equal(others, np.delete(tables.choice.level, Option.GENERAL, axis=1))


def test_on_the_ladder_it_stays_the_county_s_hospital(map_, values, tables):
    """Slips lead to it as before; with one it counts as stepwise, without one as skipped."""
    after = tables_of(map_, switched(values, LEVER, referral__stepwise=1))
    before = tables_of(map_, switched(values, referral__stepwise=1))
    assert np.array_equal(after.treatment.upward, before.treatment.upward)
    assert np.array_equal(after.sites.kind, before.sites.kind)
    level = np.array([after.sites.level[general_of(after)[0]], TOWNSHIP])
    slip, no = np.ones(2, int), np.zeros(2, bool)
    assert compliance_path(level, slip, no).tolist() == [Path.STEPWISE, Path.PLAIN]
    assert compliance_path(level, slip * 0, no).tolist() == [Path.SKIPPED, Path.PLAIN]
    tiered = tables_of(
        map_,
        switched(
            values, LEVER, pay_patient__compliance__stepwise=0.05, pay_patient__compliance__skipped=-0.1
        ),
    )
    assert tiered.rules.points[1, [Path.STEPWISE, Path.SKIPPED], CITY].tolist() == [500, -1000]


def test_who_shares_in_the_hospital_s_income_shares_in_its_dearer_list(map_, values):
    shared = {"referral__sharing": 0.1}
    plain, dear = (tables_of(map_, switched(values, *one, **shared)) for one in ((), (LEVER,)))
    primary = plain.sites.kind < Kind.COUNTY_GENERAL
    regimes = [one.regimes for one in (plain, dear)]
    lists = [PriceLists(one.visit_bill, one.stay_bill) for one in (plain, dear)]
    was, now = (
        shared_income(one.sites, plain.treatment.admit, regime, list_)
        for one, regime, list_ in zip((plain, dear), regimes, lists, strict=True)
    )
    county = lists[0].visit[0, :, COUNTY] + plain.treatment.admit * lists[0].stay[0, :, COUNTY]
    city = lists[1].visit[0, :, CITY] + plain.treatment.admit * lists[1].stay[0, :, CITY]
    assert was[:, primary] == pytest.approx(0.1 * np.tile(county[:, None], primary.sum()))
    assert now[:, primary] == pytest.approx(0.1 * np.tile(city[:, None], primary.sum()))
