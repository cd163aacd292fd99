"""Doctors sent to townships and villages: who comes when, and what patients, villages and hospitals do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from sim.care.circuit import circuit
from sim.care.dispatch import NEVER, can_leave, coming, dispatch_tables
from sim.care.treatment import ADMIT, KEEP, needed_skill
from sim.day.choice import felt_places, go
from sim.day.clinics import attend
from sim.day.clock import Clock
from sim.day.dispatch import see_experts, send_experts
from sim.day.posts import count_posts
from sim.day.state import Experts
from sim.day.visits import new_visits
from sim.geography.map import Kind, Option
from sim.indicators.tally import Flow
from sim.policy.regimes import one_regime
from sim.population.calendar import working_day
from tests.day.made import cases, flow, morning
from tests.levers.switch import switched, tables_of

MONDAY = date(2024, 3, 4)
SENT = {"capability.dispatch.person_times": 1_500, "capability.dispatch.known": 0.5}


def sending(map_, tables, values, *levers, **more):
    """Tables of dispatch with some values."""
    regimes = one_regime(switched(values, *levers, **more), len(map_.villages), len(map_.facilities))
    skill = needed_skill(tables.catalogue)
    return dispatch_tables(map_, tables.sites, tables.catalogue, skill, tables.treatment.adequate, regimes, 1)


def of_year(table, served=None):
    """Doctors expected at each centre over the working days of 2024."""
    first = date(2024, 1, 1)
    days = [day for day in (first + timedelta(days=k) for k in range(366)) if works(day)]
    served = np.zeros(len(table.sender), np.int64) if served is None else served
    return sum(coming(table, served, *working_day(day)) for day in days)


def works(day):
    index, _ = working_day(day)
    return working_day(day + timedelta(days=1))[0] == index + 1 if day < date(2024, 12, 31) else True


def on_duty(overrides=None, experts=True, **more):
    """A county on a Monday with an expert of internal medicine at every centre, or without."""
    model = morning({**SENT, **(overrides or {})}, **more)
    model.clock = Clock(100, MONDAY, 3, False)
    sites = model.tables.sites
    at = np.zeros((len(sites.kind), 5), np.int64)
    at[sites.kind == Kind.TOWNSHIP_CENTRE, 0] = 1
    model.state.experts = Experts(at, np.zeros(len(sites.unit_facility), np.int64)) if experts else None
    return model


# Dispatch


def test_the_person_times_of_a_year_are_those_set(map_, tables, values):
    table = sending(map_, tables, values, capability__dispatch__person_times=1024)
    days = of_year(table)
    centres = (tables.sites.kind == Kind.TOWNSHIP_CENTRE) & (table.sender >= 0)
    assert days[~centres].sum() == 0
    assert (np.abs(days[centres] - 1024 / centres.sum()) < 1).all()
    assert abs(days.sum() - 1024) < centres.sum()


def test_the_timetable_is_even_over_the_year(map_, tables, values):
    table = sending(map_, tables, values, capability__dispatch__person_times=200)
    centre = int(np.flatnonzero(tables.sites.kind == Kind.TOWNSHIP_CENTRE)[0])
    _, workdays = working_day(MONDAY)
    served = np.zeros(len(table.sender), np.int64)
    days = [index for index in range(workdays) if coming(table, served, index, workdays)[centre]]
    gaps = np.diff(days)
    assert gaps.max() - gaps.min() <= 1


def test_after_half_a_year_who_is_stationed_is_there_every_working_day(map_, tables, values):
    table = sending(map_, tables, values, "capability.dispatch")
    centres = tables.sites.kind == Kind.TOWNSHIP_CENTRE
    assert abs(table.posted.sum() - 12) <= centres.sum()
    first, later = (coming(table, np.full(len(centres), days), 40, 250) for days in (183, 184))
    assert (later >= table.posted * centres).all()
    assert (later >= first).all()
    assert later.sum() > first.sum()
    free = sending(map_, tables, values, "capability.dispatch", capability__dispatch__home_stop=0)
    assert (free.stop == NEVER).all()
    assert np.array_equal(coming(free, np.full(len(centres), 900), 40, 250), first)


def test_what_a_centre_gains_the_hospital_loses():
    """Doctors are conserved, patients who can be seen move with them, and somebody stays at every unit."""
    model = morning({"capability.dispatch.person_times": 4_000})
    state, tables = model.state, model.tables
    doctors, needed = [], []
    for day in range(5):
        clock = Clock(100 + day, MONDAY + timedelta(days=day), 3, False)
        send_experts(state, clock, tables)
        experts = state.experts
        assert experts.at.sum() == experts.away.sum() > 0
        assert (tables.sites.doctors - experts.away >= 1).all()
        doctors.append(experts.at.sum())
        needed.append((experts.at.sum(axis=1) * np.rint(100 * tables.dispatch.need)).sum())
    sunday = Clock(99, MONDAY - timedelta(days=1), 3, True)
    send_experts(state, sunday, tables)
    assert state.experts is None
    assert sum(doctors) > 0
    snapshots = {}
    count_posts(state, sunday, tables, snapshots)
    month = {name: int(table[sunday.month, 0]) for name, table in snapshots.items()}
    assert month["expert_days"] == month["lead_days_away"] == sum(doctors)
    assert month["expert_days_need"] == sum(needed)
    hospital = tables.sites.lead[tables.sites.unit_facility]
    assert month["lead_days"] == 5 * tables.sites.doctors[hospital].sum()
    assert not state.posts.any()


def test_nobody_leaves_a_unit_empty():
    assert can_leave(np.array([3, 3, 3, 1]), np.array([5, 1, 5, 3])).tolist() == [True, True, False, False]


@pytest.mark.parametrize("away", [0, 2])
def test_the_hospital_sees_fewer_while_its_doctors_are_away(away):
    model = on_duty(experts=False)
    state, tables = model.state, model.tables
    hospital = int(np.flatnonzero(tables.sites.kind == Kind.COUNTY_GENERAL)[0])
    unit = tables.sites.first_unit[hospital]
    slots = tables.sites.slots.copy()
    slots[unit] = 30
    tables = replace(tables, sites=replace(tables.sites, slots=slots))
    lost = np.zeros(len(slots), np.int64)
    lost[unit] = away
    state.experts = Experts(np.zeros((len(tables.sites.kind), 5), np.int64), lost)
    sick = cases(model, np.arange(300), "other_internal", place=Option.GENERAL)
    sick = sick[sick["target"] == hospital][:60]
    visits, turned = attend(state, model.clock, tables, go(state, tables, sick))
    each = tables.sites.session[unit] / tables.sites.service[unit]
    assert len(visits.case) == max(30 - int(np.floor(away * each + 0.5)), 0)
    assert len(visits.case) + len(turned) == 60


def seen(experts=True, **more):
    """Decisions of township centres on the same patients by the same draws."""
    model = on_duty(experts=experts, **more)
    who = cases(model, np.arange(400), "diabetes", place=Option.OWN_CENTRE, severity=1)
    visits = new_visits(
        who, who["place"].astype(np.int64), np.zeros(400, int), np.zeros(400, bool), np.ones(400)
    )
    visits.adequate[:] = np.arange(400) % 4 == 0
    see_experts(model.state, model.clock, model.tables, visits)
    return model, visits


def test_an_expert_treats_patients_whom_the_centre_cannot():
    _, before = seen(experts=False)
    model, after = seen()
    assert (after.adequate >= before.adequate).all()
    assert after.adequate.sum() > before.adequate.sum()
    assert flow(model, Flow.EXPERT_VISITS) > 0
    helped = after.adequate & ~before.adequate
    assert np.isin(after.act[helped], (KEEP, ADMIT)).all()


def test_an_expert_sees_as_many_as_there_are_places_and_those_in_need_first():
    model, visits = seen()
    table = model.tables.dispatch
    centre = visits.facility[0]
    here = visits.facility == centre
    most = model.state.tally.facility_table(Flow.EXPERT_VISITS).sum(axis=0)
    assert (most <= np.floor(table.places) + 1).all()
    assert here.sum() > 0
    for one in np.unique(visits.facility):
        asked = (visits.facility == one) & (np.arange(400) % 4 != 0)
        assert most[one] >= min(asked.sum(), int(table.places[one]))


def test_an_expert_helps_only_with_the_own_department():
    model = on_duty()
    who = cases(model, np.arange(200), "minor_injury", place=Option.OWN_CENTRE, severity=1)
    assert model.tables.catalogue.department[who["condition"][0]] != 0
    visits = new_visits(
        who, who["place"].astype(np.int64), np.zeros(200, int), np.zeros(200, bool), np.ones(200)
    )
    see_experts(model.state, model.clock, model.tables, visits)
    assert not visits.adequate.any()
    assert flow(model, Flow.EXPERT_VISITS) == 0


def test_villages_notice_an_expert_where_the_hospital_is_trusted_more():
    model = on_duty(experts=False)
    state, tables = model.state, model.tables
    before = felt_places(state, tables)
    model = on_duty()
    after = felt_places(state=model.state, tables=model.tables)
    gain = after - before
    assert (gain >= 0).all()
    assert (gain[:, :, Option.OWN_CENTRE] > 0).any()
    others = [option for option in Option if option not in (Option.OWN_CENTRE, Option.NEAR_CENTRE)]
    assert (gain[:, :, others] == 0).all()
    trusted = state.belief[:, np.arange(gain.shape[1]), tables.referral.lead_option]
    own = state.belief[:, :, Option.OWN_CENTRE]
    assert (gain[:, :, Option.OWN_CENTRE][trusted <= own] == 0).all()


def test_nobody_is_sent_when_the_lever_is_off(map_, tables, values):
    assert not tables.dispatch.on
    assert sending(map_, tables, values, "capability.dispatch").on
    assert np.array_equal(
        tables_of(map_, switched(values, "capability.dispatch")).treatment.adequate, tables.treatment.adequate
    )


# Outreach


def test_the_mobile_clinic_goes_round_and_comes_to_every_village(map_, tables, values):
    order, stops = circuit(map_)
    clinic = np.flatnonzero(order >= 0)
    assert set(tables.sites.kind[clinic]) == {Kind.VILLAGE_CLINIC}
    assert sorted(order[clinic]) == list(range(len(clinic))) and (stops[clinic] == len(clinic)).all()
    _, workdays = working_day(MONDAY)
    table = sending(map_, tables, values, capability__outreach__days=workdays)
    nobody = np.zeros(len(order), np.int64)
    tour = [np.flatnonzero(coming(table, nobody, index, workdays)) for index in range(workdays)]
    assert sum(map(len, tour)) == pytest.approx(workdays, abs=1)
    stopped = order[np.concatenate(tour)]
    assert np.isin(np.diff(stopped), (0, 1, 1 - len(clinic))).all()  # next door, or around again
    assert (np.bincount(stopped, minlength=len(clinic)) >= workdays // len(clinic)).all()
    township = map_.facilities["township"].to_numpy()[clinic[np.argsort(order[clinic])]]
    assert (np.diff(township) != 0).sum() == len(np.unique(township)) - 1


def test_on_its_day_a_village_clinic_treats_whom_it_could_not(map_, tables, values):
    model = morning({"capability.outreach.days": 500})
    state, sites, n = model.state, model.tables.sites, 400
    at = np.zeros((len(sites.kind), 5), np.int64)
    at[sites.kind == Kind.VILLAGE_CLINIC, 0] = 1
    before = felt_places(state, model.tables)
    state.experts = Experts(at, np.zeros(len(sites.unit_facility), np.int64))
    assert (
        felt_places(state, model.tables)[:, :, Option.OWN_CLINIC] >= before[:, :, Option.OWN_CLINIC]
    ).all()
    assert (felt_places(state, model.tables)[:, :, Option.OWN_CLINIC] > before[:, :, Option.OWN_CLINIC]).any()
    who = cases(model, np.arange(n), "diabetes", place=Option.OWN_CLINIC, severity=1)
    visits = new_visits(who, who["place"].astype(np.int64), np.zeros(n, int), np.zeros(n, bool), np.ones(n))
    see_experts(state, model.clock, model.tables, visits)
    assert visits.adequate.sum() > 0
    assert np.isin(visits.act[visits.adequate], (KEEP, ADMIT)).all()
