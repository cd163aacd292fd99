"""Village clinics run by the centre: who leaves, who is sent on, who chooses them, when they are open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from sim.care.centres import people_served
from sim.care.points import moved_doctors, shut, village_points
from sim.choice.choose import own_price
from sim.day.choice import as_choosers, felt_places
from sim.day.clock import Clock
from sim.day.village_doctors import close_month_of_doctors, open_clinics
from sim.geography.map import Kind, Option
from sim.indicators.tally import Flow
from sim.money.rules import LEVELS, TOWNSHIP, VILLAGE
from sim.policy.regimes import one_regime
from tests.day.made import cases, morning
from tests.levers.switch import switched, tables_of
from tests.small import county

ALL = {"capability.village_points.share": 1}
CLOSED = {**ALL, "capability.village_points.closed": 0.3}
DECEMBER = Clock(61, date(2023, 12, 31), 1, True)
MONDAY = date(2024, 3, 4)


def points_of(map_, values, **more):
    found = switched(values, **{f"capability__village_points__{name}": x for name, x in more.items()})
    return village_points(map_, one_regime(found, len(map_.villages), len(map_.facilities)))


def test_which_clinics_become_points_and_which_close(map_, values):
    assert not points_of(map_, values).run.any()
    clinic = map_.facilities["kind"].to_numpy() == Kind.VILLAGE_CLINIC
    station = map_.villages["community"].to_numpy()[map_.facilities["village"].to_numpy()]
    everyone = points_of(map_, values, share=1)
    assert (everyone.run == (clinic & ~station)).all()
    before = None
    for share in (0.2, 0.5, 0.9):
        some = points_of(map_, values, share=share, closed=0.25)
        assert some.run.sum() == np.floor(share * everyone.run.sum() + 0.5)
        assert some.closed.sum() == np.floor(0.25 * some.run.sum() + 0.5)
        people = people_served(map_, Option.OWN_CLINIC)
        assert people[some.closed].max() <= people[some.run & ~some.closed].min()
        assert before is None or (some.run >= before).all()  # a clinic stays a point as more become one
        before = some.run


def test_doctors_of_closed_points_work_at_the_centre_and_none_is_lost(map_, values):
    points = points_of(map_, values, share=1, closed=0.3, visit_every=5)
    moved = moved_doctors(map_, points)
    assert moved.sum() == pytest.approx(0.0)
    doctors = map_.facilities["doctors"].to_numpy(float)
    assert moved[points.closed] == pytest.approx(-0.8 * doctors[points.closed])
    gains = np.flatnonzero(moved > 0)
    assert set(gains) == set(points.centre[points.closed])


def test_a_closed_point_is_open_once_a_working_week(map_, values):
    points = points_of(map_, values, share=1, closed=0.3, visit_every=5)
    days = np.array([~shut(points, index, False) for index in range(250)])
    assert (days[:, points.closed].sum(axis=0) == 50).all()
    assert days[:, ~points.closed].all()
    assert (shut(points, 3, True) == points.closed).all()  # nobody comes on a day off
    assert len(set(days[:5, points.closed].argmax(axis=0))) > 1  # not everywhere on the same day


def test_villagers_can_go_to_a_closed_point_on_its_day_only():
    model = morning(CLOSED)
    state, tables = model.state, model.tables
    closed = tables.points.closed
    place = model.map.options[:, Option.OWN_CLINIC]
    seen = np.zeros(len(place), int)
    for day in range(5):
        clock = Clock(100 + day, MONDAY + timedelta(days=day), 3, False)
        open_clinics(state, clock, tables)
        felt = felt_places(state, tables)[:, :, Option.OWN_CLINIC]
        there = (place >= 0) & closed[place]
        assert np.isfinite(felt[:, (place >= 0) & ~there]).all()
        seen += np.isfinite(felt[0])
    assert (seen[there] == 1).all() and there.any()


def month(levers, day=DECEMBER):
    """Income of doctors after a month with as many visits and sales, and who left."""
    model = county({"contract.doctor.quit_base": 0.0, "contract.doctor.quit_rise": 0.9, **levers})
    state = model.state
    village = model.tables.sites.kind == Kind.VILLAGE_CLINIC
    village &= np.arange(len(village)) % 2 == 0  # the others have a month without a visit
    for flow, amount in ((Flow.OUTPATIENT_COUNT, 10), (Flow.OUTPATIENT_BILL, 60_000)):
        state.tally.facility_table(flow)[1] = village * amount
    close_month_of_doctors(state, day, model.tables)
    return model


def test_a_salaried_doctor_does_not_live_on_sales_and_leaves_less():
    before, after = month({}), month(ALL)
    run = after.tables.points.run
    outside = after.tables.values["contract.doctor.outside_income"]
    poor = run & (before.state.doctors.income < 200_000)
    assert poor.sum() >= 10
    assert (after.state.doctors.income[poor] > before.state.doctors.income[poor]).all()
    assert (after.state.doctors.income[run] >= 300_000).all()
    rich = run & (before.state.doctors.income > 2 * outside)
    assert (after.state.doctors.income[rich] < before.state.doctors.income[rich]).all()
    # By the same draws: nobody leaves who would have stayed on a low income, some stay.
    left_before, left_after = (model.state.doctors.quits for model in (before, after))
    assert (left_after[poor] <= left_before[poor]).all()
    assert left_after[poor].sum() < left_before[poor].sum()


def test_a_doctor_who_keeps_little_of_the_fee_sends_borderline_cases_on(map_, values, tables):
    after = tables_of(map_, switched(values, capability__village_points__share=1))
    run = after.points.run
    change = after.treatment.send_on / tables.treatment.send_on
    borderline = tables.treatment.adequate >= values["contract.doctor.borderline"]
    assert change[borderline & run] == pytest.approx((1 / 0.3) ** 0.5)
    assert (change[:, ~run] == 1).all()
    assert np.array_equal(after.treatment.adequate, tables.treatment.adequate)


def test_villagers_pay_less_at_a_point_because_more_is_claimed():
    model = morning(ALL)
    state, tables = model.state, model.tables
    state.people.deductible_used[:] = 1_000_000  # otherwise nothing is paid of a small bill
    who = as_choosers(state, cases(model, np.arange(len(state.people)), "acute_respiratory"))
    none = replace(tables.choice, point=np.zeros_like(tables.choice.point))
    plain, point = (own_price(choice, tables.rules, who) for choice in (none, tables.choice))
    assert (point[:, VILLAGE] <= plain[:, VILLAGE]).all()
    assert (point[:, VILLAGE] < plain[:, VILLAGE]).any()
    assert np.array_equal(point[:, TOWNSHIP:], plain[:, TOWNSHIP:])
    assert (tables.claim_level[tables.points.run] == TOWNSHIP).all()
    assert (tables.claim_level[~tables.points.run] == tables.sites.level[~tables.points.run]).all()
    assert (tables.sites.level[tables.points.run] == LEVELS.index("village")).all()  # the list stays
