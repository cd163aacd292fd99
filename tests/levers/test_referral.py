"""Referral: which way each lever moves the decision it acts on, for given patients and draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.care.down import down_losses, down_money, extra_cost, offer_share
from sim.care.referral import ACCEPTED, answer, slip_losses
from sim.care.treatment import ADVISE, KEEP, SLIP, decide, needed_skill
from sim.day.refer import name_places, refer
from sim.day.visit_bills import bill_visits
from sim.geography.map import Kind, Option
from sim.indicators.funnel import Fate, Way
from sim.money.rules import COUNTY, Chain
from sim.needs.cases import OUT_SLIP, PARTNER_SLIP, UP_SLIP, Origin
from sim.policy.catalogue import load_levers
from sim.policy.groups import Trait
from tests.day.made import cases, due, fates, general, morning, visits_of
from tests.levers.switch import switched, tables_of

N = 4000


def on(*levers):
    """Dials of levers of the catalogue."""
    return {path: dial.value for lever in levers for path, dial in load_levers()[lever].dials.items()}


def decided(tables, kind=Kind.TOWNSHIP_CENTRE, bound=True, severity=None):
    """Decisions of facilities of a kind on the same patients with the same draws."""
    rng = np.random.default_rng(7)
    row = rng.integers(0, len(tables.treatment.admit), N)
    if severity is not None:
        row = row // 3 * 3 + severity
    facility = rng.choice(np.flatnonzero(tables.sites.kind == kind), N)
    u = rng.random((5, N))
    kinds = tables.sites.kind[facility]
    return row, facility, decide(tables.treatment, row, facility, kinds, np.full(N, bound), *u).act


def referred(overrides, place=Option.OWN_CENTRE, n=600, **state):
    """A morning on which everybody at a place is offered a slip; signed or not."""
    model = morning(overrides)
    for name, value in state.items():
        getattr(model.state.people, name)[:] = value
    visits = visits_of(model, place, n, severity=1)
    visits.act[:] = SLIP
    refer(model.state, model.clock, model.tables, visits)
    return model, visits


def journeys(model):
    """Everybody under way with a slip: row of the person to the day."""
    return {int(p): day for day, some in model.state.agenda.filed() for p in some["person"]}


# Catalogue


def test_the_catalogue_keeps_own_cases_and_sends_severe_ones_up(map_, values, tables):
    listed = tables_of(map_, switched(values, "referral.catalogue"))
    row, facility, before = decided(tables)
    _, _, after = decided(listed)
    skill = needed_skill(tables.catalogue)[row] - tables.sites.capability[facility]
    own = skill <= values["referral.catalogue_keep_margin"]
    beyond = (skill > values["referral.catalogue_up_margin"]) & (row % 3 == 2)
    kept = (before == ADVISE) & (after == KEEP)
    assert kept.any()
    assert own[kept].all()
    assert not ((before == KEEP) & (after == ADVISE)).any()
    sent = (before != SLIP) & (after == SLIP)
    assert (sent & beyond & (before == KEEP)).any()
    assert (after[beyond] == SLIP).mean() > (before[beyond] == SLIP).mean() + 0.1


def test_the_take_back_list_raises_what_may_go_down(map_, values, tables):
    before, after = tables.down, tables_of(map_, switched(values, "referral.catalogue")).down
    assert (after.downable >= before.downable).all()
    easy = tables.catalogue.skill_mild <= values["care.capability.township"]
    assert (after.downable > before.downable)[0, easy & (before.downable[0] < 1)].all()


# Tier by tier


def test_the_rule_brings_slips_to_those_it_binds(map_, values, tables):
    ruled = tables_of(map_, switched(values, "referral.stepwise"))
    before, after, exempt = decided(tables)[2], decided(ruled)[2], decided(ruled, bound=False)[2]
    changed = before != after
    assert changed.sum() > 100
    assert (after[changed] == SLIP).all()
    assert np.array_equal(before, exempt)


def test_patients_ask_for_a_slip_but_pupils_need_none():
    model = morning(on("referral.stepwise"))
    visits = visits_of(model, Option.OWN_CENTRE, 600, severity=1)
    visits.act[:] = ADVISE
    model.state.codes[:300] |= np.uint8(Trait.PUPIL)
    model.state.codes[300:600] &= ~np.uint8(Trait.PUPIL | Trait.CHILD)
    refer(model.state, model.clock, model.tables, visits)
    assert (visits.act[:300] == ADVISE).all()
    assert 60 < (visits.act[300:] == SLIP).sum() < 200
    assert fates(model, Way.UP, Fate.OFFERED) == (visits.act == SLIP).sum()
    assert fates(model, Way.UP, Fate.FAR, Fate.PRICE, Fate.TRUST) == 0


def test_a_place_without_a_general_hospital_sends_to_the_next():
    for lever, option in (({}, Option.CITY), (on("referral.stepwise"), None)):
        model = morning(lever)
        options = model.map.options.copy()
        options[:, Option.GENERAL] = -1
        model.state.map = replace(model.map, options=options)
        case = cases(model, np.arange(50), "other_internal", place=Option.OWN_CENTRE, severity=2)
        named = name_places(model.state, model.tables, case, case["target"])
        there = options[model.state.people.village[:50]] >= 0
        next_up = next(o for o in (Option.OTHER, Option.NEIGHBOUR, Option.CITY) if there[0, o])
        assert (named.option == (next_up if option is None else option)).all()


# Out of the county


def test_only_the_lead_sends_out_and_to_a_partner():
    model = morning(on("referral.out_of_county_slip"))
    model.tables.referral.lead_only[:] = True
    case = cases(model, np.arange(20), "other_internal", place=Option.GENERAL, severity=2)
    lead, other = general(model), int(np.flatnonzero(model.tables.sites.kind == Kind.OTHER_HOSPITAL)[0])
    writer = np.repeat([lead, other], 10)
    named = name_places(model.state, model.tables, case, writer)
    assert (named.slip == np.repeat([PARTNER_SLIP, UP_SLIP], 10)).all()
    assert (named.option[:10] == Option.CITY).all()
    assert (named.facility[10:] == lead).all()
    plain = morning()
    assert (name_places(plain.state, plain.tables, case, writer).slip == OUT_SLIP).all()


def test_more_turn_up_at_a_partner():
    before, after = (referred(lever, Option.GENERAL)[0] for lever in ({}, on("referral.out_of_county_slip")))
    assert set(journeys(before)) < set(journeys(after))


# Down


def test_listed_patients_are_offered_to_go_down_more_often(map_, values, tables):
    after = tables_of(map_, switched(values, "referral.down")).down
    at = np.full(len(tables.catalogue), np.flatnonzero(tables.sites.kind == Kind.COUNTY_GENERAL)[0])
    condition, zero = np.arange(len(tables.catalogue)), np.zeros(len(tables.catalogue))
    money = down_money(after, at, zero.astype(int), zero, zero, zero > 0)
    old, new = (offer_share(one, at, condition, money) for one in (tables.down, after))
    assert np.array_equal(new > old, tables.catalogue.down_listed)
    assert tables.catalogue.down_listed.sum() == 9


def test_who_is_followed_goes_down_more_willingly_and_is_treated_better(map_, values, tables):
    after = tables_of(map_, switched(values, "referral.down")).down
    at, u = np.zeros(N, int), np.random.default_rng(1).random(N)
    minutes, extra = np.full(N, 20.0), np.zeros(N, int)
    old, new = (answer(down_losses(one, at, minutes, extra), u) == ACCEPTED for one in (tables.down, after))
    assert (new >= old).all()
    assert new.sum() > old.sum() + 0.1 * N
    assert (after.held >= tables.down.held).all()


def test_no_new_deductible_and_a_short_way_make_people_go_down(tables):
    one, at, u = tables.down, np.zeros(N, int), np.random.default_rng(2).random(N)
    near, far = (answer(down_losses(one, at, np.full(N, m), np.zeros(N, int)), u) for m in (5.0, 60.0))
    assert ((near == ACCEPTED) >= (far == ACCEPTED)).all()
    assert (near == ACCEPTED).sum() > (far == ACCEPTED).sum()
    chain = tables.rules.chain.copy()
    chain[:, Chain.DOWN] = 1
    forgone = replace(tables.rules, chain=chain)
    who = np.array([1]), np.array([COUNTY]), np.array([300_000]), np.array([100_000]), np.array([True])
    assert extra_cost(forgone, *who) < extra_cost(tables.rules, *who)


# Sharing


def test_shared_income_moves_both_sides(map_, values, tables):
    shared = tables_of(map_, switched(values, "referral.sharing"))
    centre = tables.sites.kind == Kind.TOWNSHIP_CENTRE
    hospital = tables.sites.kind == Kind.COUNTY_GENERAL
    assert (shared.treatment.offer > tables.treatment.offer)[:, centre].all()
    assert np.array_equal(shared.treatment.offer[:, hospital], tables.treatment.offer[:, hospital])
    at, days = np.array([np.flatnonzero(hospital)[0]] * 2), np.array([4, 4])
    linked = np.array([True, False])
    money = down_money(shared.down, at, days, np.full(2, 60_000.0), np.full(2, 20_000.0), linked)
    assert money.given_up.tolist() == [240_000, 240_000]
    assert money.freed.tolist() == [120_000, 120_000]
    assert money.received.tolist() == pytest.approx([12_000, 0])
    assert money.net.tolist() == pytest.approx([-108_000, -120_000])
    inside, outside = offer_share(shared.down, at, np.zeros(2, int), money)
    assert inside > outside == tables.down.offer[at[0]]


# Recognised tests


def test_tests_are_not_repeated_inside_the_community():
    bills = []
    for lever in ({}, on("referral.mutual_recognition")):
        model = morning(lever)
        visits = visits_of(model, Option.GENERAL, 60, origin=Origin.REFERRED)
        visits.case["slip"][:30] = UP_SLIP
        bill_visits(model.state, model.tables, visits)
        bills.append(visits.bill)
    assert (bills[1][:30] < bills[0][:30]).all()
    assert np.array_equal(bills[1][30:], bills[0][30:])


# Platform and green channel


def test_online_slips_are_sooner_and_kept_more_often():
    before, after = (journeys(referred(lever)[0]) for lever in ({}, on("referral.platform")))
    assert set(before) < set(after)
    assert all(after[who] <= day for who, day in before.items())
    assert sum(after[who] < day for who, day in before.items()) > 0.5 * len(before)


def test_the_green_channel_eases_the_way_of_the_signed():
    lever = on("contract.green_channel")
    (before, old), (after, new) = (referred(each, signed=True) for each in ({}, lever))
    assert ((new.act == SLIP) >= (old.act == SLIP)).all()
    assert (new.act == SLIP).sum() > (old.act == SLIP).sum()
    assert max(journeys(after).values()) < min(journeys(before).values())
    (_, old), (_, new) = (referred(each, signed=False) for each in ({}, lever))
    assert np.array_equal(old.act, new.act)


def test_a_slip_is_declined_for_distance_price_or_lack_of_trust(tables):
    table, at = tables.referral, np.zeros(4, int)
    minutes, extra = np.array([0.0, 60, 0, 0]), np.array([0.0, 0, 500_000, 0])
    losses = slip_losses(table, at, minutes, extra, np.array([1.0, 1, 1, 0]))
    for position, reason in ((1, 0), (2, 1), (3, 2)):
        mark = 1.0 - sum(float(loss[position]) for loss in losses)
        u = np.full(4, mark + 1e-9)
        assert answer(losses, u)[position] == reason
        assert answer(losses, np.full(4, mark - 1e-9))[position] == ACCEPTED


def test_nobody_is_expected_before_tomorrow():
    model, _ = referred({"referral.lead_days": 1})
    assert len(due(model, model.clock.day)) == 0
