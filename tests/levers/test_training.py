"""Training of township staff: hours lost now, patients kept later, for given days, patients and draws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from sim.care.training import MONTH, course_of, no_training, sent, training_tables, with_training
from sim.care.treatment import ADVISE, SLIP, decide
from sim.day.clock import Clock
from sim.day.dispatch import shared_sessions
from sim.day.tables import compile_tables
from sim.day.training import train
from sim.geography.map import Kind
from sim.model import CountyModel
from sim.policy.regimes import one_regime
from tests import small
from tests.day.made import morning
from tests.levers.switch import switched

LEVER = "capability.training"
JANUARY = 2024 * 12


def regimes_of(map_, values, *levers, **more):
    return one_regime(switched(values, *levers, **more), len(map_.villages), len(map_.facilities))


def made(map_, values, tables, *levers, taught=None, **more):
    return training_tables(map_, tables.sites, regimes_of(map_, values, *levers, **more), 1, taught)


def centres_of(tables):
    return np.flatnonzero(tables.sites.kind == Kind.TOWNSHIP_CENTRE)


def with_doctors(tables, number):
    """Facilities with so many doctors in each unit: small centres have none to spare."""
    doctors = np.full_like(tables.sites.doctors, number)
    return replace(tables, sites=replace(tables.sites, doctors=doctors))


def test_as_many_are_sent_in_a_year_as_are_set_and_the_centres_take_turns(map_, values, tables):
    roomy = with_doctors(tables, 50)
    table = made(map_, values, roomy, capability__training__trainees=12, capability__training__months=3)
    centres, nothing = centres_of(tables), np.zeros(len(tables.sites.kind))
    courses = [course_of(table, JANUARY + month) for month in range(0, 48, 3)]
    away = np.array([sent(table, course, nothing) for course in courses])
    assert not np.delete(away, centres, axis=1).any()
    assert abs(away.sum() - 48) <= len(centres)
    assert np.ptp(away.sum(axis=0)[centres]) <= 1


def test_one_doctor_stays_and_who_has_been_trained_is_not_sent_again(map_, values, tables):
    table = made(map_, values, tables, capability__training__trainees=200)
    course, nothing = course_of(table, JANUARY), np.zeros(len(tables.sites.kind))
    away = sent(table, course, nothing)
    assert (away <= np.maximum(tables.sites.doctors[tables.sites.first_unit] - 1, 0)).all()
    assert not sent(table, course, table.whole).any()


def test_nobody_is_away_when_the_lever_is_off(map_, values, tables):
    table = made(map_, values, tables)
    assert not (table.rate.any() or table.lectures.any())
    assert with_training(tables.sites, map_, regimes_of(map_, values), table).capability.tobytes() == (
        tables.sites.capability.tobytes()
    )


def test_hours_are_lost_at_home_while_they_are_away():
    """Nobody else's: the lists of centres with a doctor in training get shorter on working days only."""
    model = morning()
    state, tables = model.state, with_doctors(model.tables, 5)
    centres = centres_of(tables)
    rate = np.zeros(len(tables.sites.kind))
    rate[centres] = 1.0
    tables = replace(tables, training=replace(tables.training, rate=rate, most=np.full(len(rate), 4)))
    monday, sunday = Clock(100, date(2024, 3, 4), 3, False), Clock(99, date(2024, 3, 3), 3, True)
    doctors, slots = tables.sites.doctors, np.full(len(tables.sites.slots), 100)
    train(state, sunday, tables)
    assert not state.training.away.any()
    train(state, monday, tables)
    state.experts = None
    after = shared_sessions(state, tables, doctors, slots)
    units = tables.sites.first_unit[centres]
    assert (after.doctors[units] == 4).all() and (after.slots[units] < 100).all()
    others = np.setdiff1d(np.arange(len(slots)), units)
    assert (after.doctors[others] == 5).all() and (after.slots[others] == 100).all()
    assert (state.training.running[centres] == 2).all()  # days off are days of the course


def test_it_is_learned_when_the_course_is_over_and_then_kept():
    model = morning()
    state, tables = model.state, model.tables
    rate = np.where(tables.sites.kind == Kind.TOWNSHIP_CENTRE, 1.0, 0.0)
    most = np.ones(len(rate), np.int64)
    on = replace(tables, training=replace(tables.training, rate=rate, most=most))
    state.training, learned = no_training(len(rate)), []
    for day in range(366):  # courses of six months begin in January and July
        train(state, Clock(day, date(2024, 1, 1) + timedelta(days=day), 0, False), on)
        learned.append(state.training.taught.sum())
    centres = rate.sum()
    assert learned[181] == 0 and learned[182] == learned[365] == 182 * centres
    train(state, Clock(366, date(2025, 1, 2), 0, False), tables)  # the lever has ended: they come home
    assert state.training.taught.sum() == 366 * centres
    assert not state.training.away.any() and not state.training.running.any()
    train(state, Clock(367, date(2025, 1, 3), 0, False), tables)
    assert state.training.taught.sum() == 366 * centres


def test_rounds_and_lectures_teach_those_at_work():
    model = morning({"capability.training.sessions": 365, "capability.training.session_days": 2})
    model.state.training = no_training(len(model.tables.sites.kind))
    for day in range(10):
        train(model.state, Clock(day, date(2024, 1, 1) + timedelta(days=day), 0, False), model.tables)
    assert model.state.training.taught.sum() == pytest.approx(20)
    assert not model.state.training.away.any()


def test_a_trained_centre_treats_patients_whom_it_sent_up(map_, values, tables):
    """In proportion to the doctors trained, here half of them; never more than the lead hospital can."""
    regimes = regimes_of(map_, values, LEVER)
    centres = centres_of(tables)
    whole = tables.sites.staff * 6 * MONTH
    half = np.zeros(len(whole))
    half[centres] = whole[centres] / 2
    after = compile_tables(map_, regimes, 1.0, 1, taught=half)
    gain = after.sites.capability - tables.sites.capability
    assert gain[centres] == pytest.approx(0.2)
    assert not np.delete(gain, centres).any()
    rng, n = np.random.default_rng(5), 20_000
    row, at = rng.integers(0, len(tables.treatment.admit), n), rng.choice(centres, n)
    kind, bound, draws = tables.sites.kind[at], np.ones(n, bool), rng.random((5, n))
    was, now = (decide(one.treatment, row, at, kind, bound, *draws) for one in (tables, after))
    assert (now.adequate >= was.adequate).all() and now.adequate.sum() > was.adequate.sum()
    assert np.isin(now.act, (SLIP, ADVISE)).sum() < np.isin(was.act, (SLIP, ADVISE)).sum()
    poor = dict(values) | {"care.capability.general": 1.9, "care.capability.township": 1.88}
    most = compile_tables(map_, regimes_of(map_, poor, LEVER), 1.0, 1, taught=whole).sites.capability
    assert most[centres] == pytest.approx(1.9)


def test_in_a_run_the_tables_change_on_the_first_of_a_month():
    """What lectures taught counts from the next month on, for the centres alone."""
    plan = small.scenario({"capability.training.sessions": 1_000, "run.warmup_days": 3})
    people = small.small_people(3)
    model = CountyModel(plan, seed=3, sample=small.SHARE, map_=small.small_map(), people=people)
    centres, capability = centres_of(model.tables), []
    while len(capability) < 70:
        model.step()
        capability.append((model.clock.date, model.tables.sites.capability))
    changed = [day for (_, a), (day, b) in pairwise(capability) if not np.array_equal(a, b)]
    assert len(changed) == 3 and all(day.day == 1 for day in changed)
    gain = capability[-1][1] - capability[0][1]
    assert (gain[centres] > 0).all() and not np.delete(gain, centres).any()
