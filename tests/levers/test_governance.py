"""One pool of staff, joint procurement: who sees how many, who leaves, who pays less and goes where."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.care.centres import people_served
from sim.care.staff_pool import filled_up, pooled_doctors
from sim.care.treatment import decide
from sim.choice.choose import own_price
from sim.day.choice import as_choosers
from sim.day.clock import Clock
from sim.day.supply import buy_jointly, dispense
from sim.day.village_doctors import close_month_of_doctors
from sim.day.visit_bills import bill_visits
from sim.day.visits import new_visits
from sim.geography.map import Kind, Option
from sim.money.procurement import cheaper, drug_prices
from sim.money.rules import COUNTY
from sim.policy.regimes import Regimes, one_regime
from tests.day.made import cases, morning
from tests.levers.switch import tables_of
from tests.small import county

DECEMBER = Clock(61, date(2023, 12, 31), 1, True)
POOL = {
    "governance.staff_pool.moved": 0.1,
    "governance.staff_pool.village_pay": 50_000,
    "governance.staff_pool.refill": 0.5,
}
CHEAPER = {"governance.joint_procurement.discount": 0.2}


# One pool of staff


def test_those_with_fewest_doctors_come_first():
    doctors, people = np.array([1.0, 3.0, 2.0]), np.array([1000.0, 1000.0, 2000.0])
    assert filled_up(doctors, people, 0.0).tolist() == [0, 0, 0]
    assert filled_up(doctors, people, 3.0) == pytest.approx([1.0, 0.0, 2.0])  # two a thousand for all but one
    assert filled_up(doctors, people, 10.0) == pytest.approx([3.0, 1.0, 6.0])


def pooled(map_, tables, regimes):
    sites = tables.sites
    return pooled_doctors(map_, sites.staff, sites.community, sites.lead, regimes)


def test_doctors_of_the_lead_go_to_centres_of_its_community(map_, values, tables):
    sites = tables.sites
    assert not pooled(map_, tables, tables.regimes).any()
    on = one_regime({**values, **POOL}, len(map_.villages), len(map_.facilities))
    moved = pooled(map_, tables, on)
    assert moved.sum() == pytest.approx(0.0)
    assert moved[sites.lead] == pytest.approx(-0.1 * sites.staff[sites.lead])
    gains = moved > 0
    assert gains.any() and (sites.kind[gains] == Kind.TOWNSHIP_CENTRE).all()
    density = ((sites.staff + moved) / np.maximum(people_served(map_), 1))[gains]
    assert density == pytest.approx(density[0])


def test_a_pool_of_some_centres_moves_only_their_part(map_, values, tables):
    centre = np.flatnonzero(tables.sites.kind == Kind.TOWNSHIP_CENTRE)
    villages, facilities = len(map_.villages), len(map_.facilities)
    everywhere = pooled(map_, tables, one_regime({**values, **POOL}, villages, facilities))
    some = np.zeros(facilities, np.int16)
    some[centre[0]] = 1
    plain = one_regime(values, villages, facilities)
    here = pooled(map_, tables, Regimes([values, {**values, **POOL}], plain.of_people, some))
    assert here[centre[0]] == everywhere[centre[0]]
    assert not here[centre[1:]].any() and here.sum() == pytest.approx(0.0)


def test_centres_see_more_and_keep_more_while_the_hospital_sees_fewer(map_, values, tables):
    after = tables_of(map_, {**values, **POOL, "governance.staff_pool.moved": 0.3})
    before, now = tables.sites, after.sites
    centre, lead = now.kind == Kind.TOWNSHIP_CENTRE, now.lead
    of = now.unit_facility
    assert now.slots[centre[of]].sum() > before.slots[centre[of]].sum()
    assert now.slots[lead[of]].sum() < before.slots[lead[of]].sum()
    assert np.array_equal(now.slots[~(centre | lead)[of]], before.slots[~(centre | lead)[of]])
    gains = now.capability > before.capability
    assert gains.any() and centre[gains].all()
    rng, n = np.random.default_rng(1), 5_000
    row = rng.integers(0, len(tables.treatment.admit), n)
    at = rng.choice(np.flatnonzero(gains), n)
    u = rng.random((5, n))
    was, is_ = (decide(t.treatment, row, at, now.kind[at], np.zeros(n, bool), *u) for t in (tables, after))
    assert (is_.adequate >= was.adequate).all() and is_.adequate.sum() > was.adequate.sum()


def quits(levers):
    model = county(
        {"contract.doctor.quit_base": 0.0, "contract.doctor.quit_rise": 0.9, **levers}, share=0.02, sample=0.5
    )
    close_month_of_doctors(model.state, DECEMBER, model.tables)
    return model.state.doctors


def test_village_doctors_leave_less_and_are_replaced_sooner():
    before, after = quits({}), quits(POOL)
    posts = before.posts > 0
    assert after.income[posts] == pytest.approx(before.income[posts] + 50_000)
    assert (after.quits <= before.quits).all() and after.quits.sum() < before.quits.sum()
    both = (before.until > 0) & (after.until > 0)
    assert both.any()
    assert (before.until[both] == DECEMBER.day + 1 + 120).all()
    assert (after.until[both] == DECEMBER.day + 1 + 60).all()


# Joint procurement


def test_only_the_drugs_become_cheaper_by_hand():
    bag, discount, others = np.array([1.0, 2.0, 1.0]), np.array([0.2, 0.2, 0.0]), np.array([0.5, 0.5, 0.5])
    assert cheaper(bag, discount, others) == pytest.approx([0.9, 1.7, 1.0])


def test_members_pay_less_for_drugs_and_nobody_else(map_, values, tables):
    assert not tables.purchase.on
    after = tables_of(map_, {**values, **CHEAPER})
    member = tables.sites.community >= 0
    assert member.any() and not member.all()
    assert (after.purchase.stay[member] < 1).all() and (after.purchase.discount[member] == 0.2).all()
    assert (after.purchase.stay[~member] == 1).all() and not after.purchase.discount[~member].any()
    assert np.array_equal(after.visit_bill, tables.visit_bill)
    level = np.full(1, COUNTY)
    one = one_regime({**values, **CHEAPER}, 1, 1)
    assert drug_prices(level, np.array([True]), one).stay == pytest.approx(
        1 - 0.2 * values["prices.part.stay.drugs.county"]
    )


def billed(levers):
    model = morning(levers)
    who = cases(model, np.arange(200), "gastro", place=Option.OWN_CENTRE)
    visits = new_visits(
        who, who["place"].astype(np.int64), np.zeros(200, int), np.zeros(200, bool), np.ones(200)
    )
    dispense(model.state, model.tables, visits)
    buy_jointly(model.tables, visits)
    bill_visits(model.state, model.tables, visits)
    return model, visits


def test_the_bill_falls_by_the_drugs_in_it():
    model, before = billed({})
    _, after = billed(CHEAPER)
    drugs = model.tables.values["prices.part.visit.drugs.township"]
    np.testing.assert_allclose(after.bill, before.bill * (1 - 0.2 * drugs), atol=1.0)
    assert (after.bill - after.fund <= before.bill - before.fund + 1).all()


def test_residents_expect_it_where_drugs_weigh():
    model, off = morning(CHEAPER), morning({})
    who = as_choosers(model.state, cases(model, np.arange(500), "gastro"))
    now, was = (own_price(one.tables.choice, one.tables.rules, who) for one in (model, off))
    assert (now[:, : COUNTY + 1] < was[:, : COUNTY + 1]).all()
    assert np.array_equal(now[:, COUNTY + 1 :], was[:, COUNTY + 1 :])
