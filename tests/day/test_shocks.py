"""Shocks in the run: what is lost from its day on, and that nothing differs before."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from sim.day.closed_doors import choose_anew
from sim.geography.map import Kind as Place
from sim.geography.map import Option
from sim.indicators.tally import Flow
from sim.model import CountyModel
from sim.needs.cases import Origin
from sim.scenario.shocks import Kind, Shock
from tests.day.made import cases, morning
from tests.small import SHARE, scenario, small_map, small_people, walk

DAY = date(2023, 11, 15)
BEFORE, AFTER = 43, 30  # the run begins on 3 October 2023


def lived(*shocks: Shock, days: int = BEFORE + AFTER, kernel: str = "numba", **overrides: float):
    """Visits, admissions and beds in use by day and facility."""
    plan = scenario(overrides).with_shocks(*shocks)
    model = CountyModel(plan, seed=3, sample=SHARE, map_=small_map(), people=small_people(3), kernel=kernel)
    assert plan.begin + timedelta(days=BEFORE) == DAY
    seen = []

    def look(one: CountyModel) -> None:
        tally = one.state.tally
        seen.append(
            [*(tally.facility_table(m).sum(axis=0) for m in (Flow.OUTPATIENT_COUNT, Flow.ADMISSIONS)),
             one.state.occupied.copy()]
        )  # fmt: skip

    walk(model, days, look)
    return model, np.diff(np.array(seen), axis=0, prepend=0)


def first(kind: Place) -> str:
    table = small_map().facilities
    inside = table[(table["kind"] == kind) & (table["county"] >= 0)]
    return str(inside.sort_values("doctors", kind="stable")["id"].iloc[-1])


def number(facility: str) -> int:
    return small_map().facilities["id"].tolist().index(facility)


@pytest.fixture(scope="module")
def usual():
    return lived()


@pytest.mark.parametrize("kind", [Place.VILLAGE_CLINIC, Place.TOWNSHIP_CENTRE, Place.COUNTY_GENERAL])
def test_a_closed_place_has_no_visits_and_nothing_differs_before(usual, kind):
    name = first(kind)
    model, counts = lived(Shock("closed", Kind.FACILITY, DAY, places=(name,)))
    at, (_, before) = number(name), usual
    np.testing.assert_array_equal(counts[:BEFORE], before[:BEFORE])
    assert before[BEFORE:, 0, at].sum() > 0
    assert counts[BEFORE:, :2, at].sum() == 0
    others = np.delete(counts[BEFORE:, 0], at, axis=1).sum()
    assert others > np.delete(before[BEFORE:, 0], at, axis=1).sum()  # they go elsewhere
    assert model.tables.sites.beds[at] == 0


def test_it_opens_again(usual):
    name = first(Place.TOWNSHIP_CENTRE)
    shock = Shock("closed", Kind.FACILITY, DAY, DAY + timedelta(days=9), (name,))
    _, counts = lived(shock)
    visits = counts[:, 0, number(name)]
    assert visits[BEFORE : BEFORE + 10].sum() == 0 < visits[BEFORE + 10 :].sum()


def test_the_kernels_agree_and_no_shock_is_the_usual_run(usual):
    shocks = (
        Shock("closed", Kind.FACILITY, DAY, places=(first(Place.TOWNSHIP_CENTRE),)),
        Shock("gone", Kind.DOCTOR, DAY, places=(first(Place.VILLAGE_CLINIC),)),
    )
    slow, quick = (lived(*shocks, days=BEFORE + 10, kernel=one)[1] for one in ("numpy", "numba"))
    np.testing.assert_array_equal(slow, quick)
    late = Shock("later", Kind.FACILITY, date(2024, 6, 1), places=(first(Place.TOWNSHIP_CENTRE),))
    np.testing.assert_array_equal(lived(late)[1], usual[1])


def test_a_doctor_of_a_hospital_leaves_the_first_department_a_session_short():
    name = first(Place.COUNTY_GENERAL)
    at = number(name)
    plan = scenario().with_shocks(Shock("gone", Kind.DOCTOR, DAY, places=(name,), amount=2))
    model = CountyModel(plan, seed=3, sample=SHARE, map_=small_map(), people=small_people(3))
    before = model.tables.sites
    unit = before.first_unit[at]
    walk(model, BEFORE + 1)
    now = model.tables.sites
    assert now.doctors[unit] == before.doctors[unit] - 2
    each = before.session[unit] / before.service[unit]
    assert now.slots[unit] == int(now.doctors[unit] * each + 1e-9)
    assert now.staff[at] == before.staff[at] - 2
    others = np.delete(np.arange(len(before.doctors)), unit)
    np.testing.assert_array_equal(now.doctors[others], before.doctors[others])


def test_a_village_doctor_leaves_the_post_empty():
    table = small_map().facilities
    model, _ = lived(days=1)
    clinic = int(model.state.doctors.facility[0])
    posts = int(model.state.doctors.posts[clinic])
    shock = Shock("gone", Kind.DOCTOR, DAY, places=(str(table["id"].iloc[clinic]),), amount=posts)
    model, counts = lived(shock)
    assert model.state.doctors.staffing[clinic] == 0 == model.state.doctors.open[clinic]
    assert counts[BEFORE:, 0, clinic].sum() == 0
    assert model.tables.sites.staff[clinic] > 0  # the post is there


def test_who_is_expected_at_a_closed_place_chooses_anew():
    model = morning()
    state, village = model.state, model.state.people.village
    who = np.flatnonzero(state.present)[:2]
    table = cases(model, who, place=Option.OWN_CENTRE, origin=Origin.BOOKED)
    table["target"][1], table["place"][1] = -1, Option.NONE
    centre = int(state.map.options[village[who[0]], Option.OWN_CENTRE])
    same = table.copy()
    choose_anew(state, model.clock, model.tables, table)
    np.testing.assert_array_equal(table, same)
    model.tables.sites.shut[centre] = True
    try:
        choose_anew(state, model.clock, model.tables, table)
    finally:
        model.tables.sites.shut[centre] = False
    assert table["target"].tolist() == [-1, -1]
    assert table["origin"].tolist() == [Origin.RETURN, Origin.BOOKED]


def test_late_advances_leave_members_short_and_put_stays_off():
    start = date(2024, 1, 1)
    on = {"pay_provider.global_budget.on": {start: 1}}
    late = Shock("late", Kind.ADVANCE, start, amount=3)
    plan = scenario(on).with_shocks(late)
    model = CountyModel(plan, seed=3, sample=SHARE, map_=small_map(), people=small_people(3))
    short, advanced = {}, {}

    def look(one: CountyModel) -> None:
        short[one.clock.date] = float(one.tables.purses.short[0])
        advanced[one.clock.date] = int(one.state.ledger.accounts.advanced[0])

    walk(model, 90 + 93, look)
    # January is bridged (30 days), then members are short until the first quarter's money comes in April.
    assert [short[date(2024, month, 2)] for month in (1, 2, 3, 4)] == [0, 1, 1, 0]
    assert advanced[date(2024, 3, 31)] == 0 < advanced[date(2024, 4, 1)]
    budget, days = int(model.state.ledger.accounts.budget[0]), 91 + 91
    assert advanced[date(2024, 4, 1)] == pytest.approx(0.9 * budget * days / 366, abs=2)
