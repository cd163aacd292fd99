from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.care.clinic import TICKS
from sim.care.learning import updated_wait
from sim.day.choice import Going
from sim.day.clinics import attend, everybody, turn_away
from sim.day.clock import Clock
from sim.geography.map import Option
from sim.indicators.funnel import Fate, Way
from sim.indicators.tally import Flow, Person
from sim.needs.cases import UP_SLIP, Origin
from tests.day.made import cases, counted, due, fates, flow, morning
from tests.small import county, walk

pytestmark = pytest.mark.usefixtures("each_kernel")


def going(model, clinic, emergency=None):
    none = cases(model, [])
    return Going(clinic, none if emergency is None else emergency, none, none)


def test_a_clinic_sees_as_many_as_it_has_places():
    model = morning()
    state, tables = model.state, model.tables
    neighbours = np.flatnonzero(state.people.village == state.people.village[0])[:3]
    clinic = int(model.map.options[state.people.village[0], Option.OWN_CLINIC])
    unit = tables.sites.first_unit[clinic]
    tables.sites.slots[unit] = tables.sites.weekend_slots[unit] = 2
    came = cases(
        model, neighbours, place=Option.OWN_CLINIC, origin=[Origin.NEW, Origin.REFERRED, Origin.BOOKED]
    )
    before = state.wait.copy()
    visits, away = attend(state, model.clock, tables, going(model, came))
    assert visits.person.tolist() == neighbours[1:].tolist()
    assert away["person"].tolist() == neighbours[:1].tolist()
    assert (visits.facility == clinic).all()
    assert not visits.emergency.any()
    mode, village = state.people.mode[neighbours[1:]], state.people.village[neighbours[1:]]
    assert visits.minutes.tolist() == tables.minutes[mode, village, Option.OWN_CLINIC].tolist()
    # the county hears of the waits, being turned away counting as a long one
    felt = np.zeros(len(before))
    felt[clinic] = visits.wait.sum() / TICKS + tables.values["learning.turned_away_minutes"]
    came_to = np.zeros(len(before), int)
    came_to[clinic] = 3
    expected = updated_wait(before, felt, came_to, tables.values["learning.wait_rate"])
    assert state.wait == pytest.approx(expected)


def test_emergencies_do_not_queue():
    model = morning()
    tables = model.tables
    tables.sites.slots[:] = tables.sites.weekend_slots[:] = 0
    urgent = cases(model, [0, 1], "ami", place=Option.GENERAL, severity=2)
    visits, away = attend(model.state, model.clock, tables, going(model, cases(model, []), urgent))
    assert visits.emergency.tolist() == [True, True]
    assert visits.wait.tolist() == [0, 0]
    assert len(away) == 0
    ride = tables.emergency.ride[model.state.people.village[[0, 1]], Option.GENERAL]
    assert (visits.minutes > ride).all()  # the ambulance takes its time to come


def crowd_of_one_doctor(unlimited):
    """The small county's people with one doctor and one place in every clinic, and a bed in every ward."""
    model = county({"care.unlimited": unlimited}, sample=1.0)
    if not unlimited:
        sites = model.tables.sites
        sites.slots[:] = sites.weekend_slots[:] = 1
        sites.beds[:] = np.minimum(sites.beds, 1)
    return walk(model, 60)


def test_unlimited_capacity_turns_nobody_away():
    model = crowd_of_one_doctor(unlimited=1)
    assert flow(model, Flow.REFUSED) == flow(model, Flow.WAIT) == counted(model, Person.GAVE_UP) == 0
    assert (model.state.wait == 0).all()
    assert flow(crowd_of_one_doctor(unlimited=0), Flow.REFUSED) > 1000


def test_unlimited_capacity_turns_nobody_of_a_sample_away():
    model = walk(county({"care.unlimited": 1}, sample=0.005), 60)
    assert flow(model, Flow.REFUSED) == 0


# Those turned away


def turned(overrides, **fields):
    model = morning(overrides)
    away = cases(model, np.arange(6), place=Option.OWN_CENTRE, origin=Origin.NEW)
    for name, value in fields.items():
        away[name] = value
    turn_away(model.state, model.clock, model.tables, away)
    return model, away


def test_some_come_back_tomorrow_with_an_appointment():
    origin = [Origin.NEW, Origin.RETURN, Origin.BOOKED, Origin.REFERRED, Origin.NEW, Origin.NEW]
    model, away = turned({"care.come_back_share": 1.0}, origin=origin)
    again = due(model, 1)
    assert again["person"].tolist() == list(range(6))
    assert again["origin"].tolist() == [Origin.BOOKED] * 3 + [Origin.REFERRED] + [Origin.BOOKED] * 2
    assert (again["tries"] == 1).all()
    assert np.array_equal(again["target"], away["target"])
    assert (again["place"] == Option.OWN_CENTRE).all()
    assert flow(model, Flow.REFUSED) == 6
    assert counted(model, Person.GAVE_UP) == 0


def test_others_look_elsewhere():
    model, _ = turned({"care.come_back_share": 0.0})
    again = due(model, 1)
    assert (again["target"] == -1).all()
    assert (again["place"] == Option.NONE).all()
    assert (again["avoid"] == Option.OWN_CENTRE).all()
    assert (again["origin"] == Origin.RETURN).all()


def test_the_share_that_comes_back():
    model = morning({"care.come_back_share": 0.3})
    away = cases(model, np.arange(1000), place=Option.OWN_CENTRE, origin=Origin.NEW)
    turn_away(model.state, model.clock, model.tables, away)
    assert (due(model, 1)["origin"] == Origin.BOOKED).sum() == pytest.approx(300, abs=4 * 14.5)


def test_patience_ends():
    origin = [Origin.REFERRED] * 3 + [Origin.BOOKED] * 3
    model, _ = turned(
        {"care.patience_days": 2}, tries=[0, 1, 2, 2, 1, 2], origin=origin, slip=[UP_SLIP] * 3 + [0] * 3
    )
    assert sorted(due(model, 1)["person"].tolist()) == [0, 1, 4]
    assert counted(model, Person.GAVE_UP) == counted(model, Person.ENDED_UNSOLVED) == 3
    assert fates(model, Way.UP, Fate.NO_SLOT) == 3 - (due(model, 1)["slip"] > 0).sum()


# A sample: the patients whom its people meet


def test_a_sample_meets_the_patients_of_the_days_before():
    model = county(sample=0.4)  # 2.5 patients for each
    state, sizes = model.state, []
    for day in range(60):
        clock = Clock(day, date.fromordinal(738_000 + day), 0, False)
        today = cases(model, np.arange(10), place=Option.OWN_CENTRE)
        today["key"] += np.uint64(1000 * day)
        crowd = everybody(state, clock, state.recent, today)
        assert (crowd[:10] == today).all()
        assert len(np.unique(crowd["key"])) == len(crowd), "each comes at a minute of its own"
        sizes.append(len(crowd))
    assert sizes[0] == 10 and set(sizes[2:]) == {20, 30}
    assert abs(np.mean(sizes[2:]) - 25) < 4 * 5 / np.sqrt(58)
