from __future__ import annotations

import numpy as np
import pytest

from sim.day.wards import discharge
from sim.geography.map import Kind, Option
from sim.indicators.funnel import Fate, Way
from sim.indicators.tally import Flow, Person
from sim.needs.cases import UP_SLIP, Origin
from tests.day.made import asking, cases, counted, due, fates, flow, general, give, lying, morning, tomorrow

pytestmark = pytest.mark.usefixtures("each_kernel")


def test_a_stay_begins():
    model = morning()
    give(model, asking(model, [3, 4, 5], slip=UP_SLIP, step=1))
    stays = lying(model)
    assert stays["person"].tolist() == [3, 4, 5]
    assert model.state.inside[[3, 4, 5]].all()
    assert (stays["facility"] == general(model)).all()
    assert model.state.occupied[general(model)] == flow(model, Flow.ADMISSIONS) == 3
    assert (stays["start"] == model.clock.day).all()
    assert (stays["end"] > model.clock.day).all()
    assert (stays["slip"] == UP_SLIP).all()
    assert (stays["step"] == 1).all()


def test_beds_go_by_priority_and_the_rest_waits():
    """A slip alone gives no precedence."""
    model = morning({"care.bed_patience_days": 2})
    model.tables.sites.beds[general(model)] = 2
    origin = [Origin.NEW, Origin.REFERRED, Origin.RETURN, Origin.BOOKED]
    give(model, asking(model, [3, 4, 5, 6], origin=origin))
    assert lying(model)["person"].tolist() == [5, 6]
    again = due(model, model.clock.day + 1)
    assert sorted(again["person"].tolist()) == [3, 4]
    assert (again["origin"] == Origin.BED).all()
    assert (again["tries"] == 1).all()
    assert flow(model, Flow.REFUSED) == 2


@pytest.mark.parametrize(
    ("lever", "signed", "inside"),
    [
        ("contract.green_channel", True, [4, 6]),
        ("contract.green_channel", False, [5, 6]),
        ("referral.stepwise", False, [4, 6]),
        ("contract.reserved_slots", True, [4, 6]),
        ("contract.reserved_slots", False, [6]),
    ],
)
def test_who_is_let_in_first(lever, signed, inside):
    """Family doctors' patients through the green channel or a kept bed; whoever has a slip, tier by tier."""
    model = morning(
        {lever: 0.5 if lever == "contract.reserved_slots" else 1, "contract.reserved_release": 0.0}
    )
    model.tables.sites.beds[general(model)] = 2
    model.state.people.signed[:] = signed
    origin = [Origin.NEW, Origin.REFERRED, Origin.RETURN, Origin.BOOKED]
    give(model, asking(model, [3, 4, 5, 6], origin=origin, slip=[0, UP_SLIP, 0, 0]))
    assert lying(model)["person"].tolist() == inside


def test_who_waits_for_a_bed_comes_before_the_new():
    model = morning()
    model.tables.sites.beds[general(model)] = 1
    waiting = cases(model, 9, "other_internal", place=Option.GENERAL, origin=Origin.BED, tries=1, severity=1)
    give(model, asking(model, [3], origin=Origin.NEW), waiting)
    assert lying(model)["person"].tolist() == [9]


def test_who_waits_too_long_looks_elsewhere():
    model = morning({"care.bed_patience_days": 2})
    model.tables.sites.beds[:] = 0
    steps = [1, 1, int(model.tables.values["care.max_steps"])]
    waiting = cases(model, [7, 8, 9], "other_internal", place=Option.GENERAL, origin=Origin.BED, step=steps)
    waiting["tries"] = [1, 2, 2]
    give(model, asking(model, []), waiting)
    again = due(model, model.clock.day + 1)
    assert sorted(again["person"].tolist()) == [7, 8]
    patient, other = again[again["person"] == 7][0], again[again["person"] == 8][0]
    assert (patient["origin"], patient["tries"], patient["target"]) == (Origin.BED, 2, general(model))
    assert (other["origin"], other["target"], other["avoid"], other["step"]) == (
        Origin.RETURN,
        -1,
        Option.GENERAL,
        2,
    )
    assert counted(model, Person.GAVE_UP) == counted(model, Person.ENDED_UNSOLVED) == 1


def test_nobody_lies_in_two_beds():
    model = morning()
    give(model, asking(model, [3, 4, 3]))
    assert lying(model)["person"].tolist() == [3, 4]
    assert counted(model, Person.ENDED_SUPERSEDED) == 1
    give(model, asking(model, [4, 5]))  # one is inside already
    model.state.people.alive[6] = False
    give(model, asking(model, [6]))  # one died meanwhile
    assert lying(model)["person"].tolist() == [3, 4, 5]
    assert counted(model, Person.ENDED_SUPERSEDED) == 3


def test_emergencies_find_a_bed_farther_away():
    """The county is full: the city, then beyond; only when all are full is an emergency left without."""
    model = morning()
    beds, kind = model.tables.sites.beds, model.tables.sites.kind
    beds[general(model)] = 0
    give(model, asking(model, [1], emergency=True))
    assert lying(model)["place"].tolist() == [Option.CITY]
    beds[kind == Kind.CITY] = 1
    give(model, asking(model, [2], emergency=True))
    assert lying(model)["place"].tolist() == [Option.CITY, Option.FAR]
    beds[:] = np.minimum(beds, 1)
    give(model, asking(model, [3], emergency=True))
    assert len(lying(model)) == 2
    assert counted(model, Person.ENDED_UNSOLVED) == 1


def test_emergencies_beyond_the_hospital_move_to_the_city_at_once():
    model = morning()
    visits = asking(model, [1, 2], emergency=True)
    visits.adequate[:] = [False, True]
    give(model, visits)
    assert lying(model)["place"].tolist() == [Option.CITY, Option.GENERAL]


def test_emergencies_go_first():
    model = morning()
    model.tables.sites.beds[:] = 0
    model.tables.sites.beds[general(model)] = 1
    visits = asking(model, [1, 2], origin=[Origin.REFERRED, Origin.NEW])
    visits.emergency[:] = [False, True]
    give(model, visits)
    assert lying(model)["person"].tolist() == [2]


# The end of a stay


def leave(model, **changes):
    """End all stays of some people today, as if they had begun nine days ago."""
    stays = lying(model)
    filed_days = {day for day, _ in model.state.wards.filed()}
    for day in filed_days:
        model.state.wards.take(day)
    stays["start"] = model.clock.day - 8
    stays["end"] = model.clock.day + 1
    for name, value in changes.items():
        stays[name] = value
    model.state.wards.put(stays, model.clock.day + 1)
    return discharge(model.state, tomorrow(model), model.tables)


def test_the_end_of_a_stay():
    model = morning(
        {"care.followup_share": 1.0, "care.followup_days": 14, "conditions.other_internal.death_severe": 0}
    )
    give(model, asking(model, [3, 4]))
    assert len(leave(model)) == 0
    assert not model.state.inside.any()
    assert not model.state.occupied.any()
    assert flow(model, Flow.DISCHARGES) == 2
    assert flow(model, Flow.BED_DAYS) == 18
    assert (model.state.people.stays[[3, 4]] == 1).all()
    back = due(model, model.clock.day + 15)
    assert back["person"].tolist() == [3, 4]
    assert (back["origin"] == Origin.RETURN).all()
    assert (back["step"] == 1).all()
    assert (back["severity"] == 0).all()
    assert (back["target"] == -1).all()
    assert counted(model, Person.ENDED_WELL) == 0


def test_who_came_with_a_slip_goes_back_to_the_own_centre():
    model = morning({"referral.return_share": 1.0, "care.followup_share": 0.0})
    give(model, asking(model, [3, 4], slip=[UP_SLIP, 0]))
    leave(model)
    back = due(model, model.clock.day + 1 + int(model.tables.values["care.followup_days"]))
    assert back["person"].tolist() == [3]
    assert back["origin"][0] == Origin.BOOKED
    assert back["target"][0] == model.map.options[model.state.people.village[3], Option.OWN_CENTRE]
    assert fates(model, Way.UP, Fate.RETURNED) == counted(model, Person.ENDED_WELL) == 1


def test_some_die_in_hospital():
    model = morning({"conditions.other_internal.death_severe": 1.0})
    give(model, asking(model, [3, 4]))
    leave(model, severity=[2, 1])
    assert model.state.people.alive[[3, 4]].tolist() == [False, True]
    assert flow(model, Flow.DEATHS) == counted(model, Person.ENDED_DEATH) == 1


def test_births_are_remembered_for_new_year():
    model = morning()
    women = np.flatnonzero((model.state.people.sex == 1) & (model.state.people.age > 20))[:2]
    give(model, asking(model, women, condition="delivery"))
    give(model, asking(model, [0]))
    leave(model)
    assert np.concatenate(model.state.mothers).tolist() == women.tolist()


def test_operations_are_counted_where_they_are_done():
    model = morning({"conditions.fracture.operate": 1.0, "conditions.fracture.operate_high": 1.0})
    give(model, asking(model, np.arange(20), condition="fracture"))
    give(model, asking(model, np.arange(20, 40), place=Option.OWN_CENTRE, condition="fracture"))
    leave(model)
    by_place = model.state.tally.flow_table(Flow.OPERATIONS).sum(axis=(0, 1, 3))
    assert by_place[Option.GENERAL] == 20
    assert by_place[Option.OWN_CENTRE] < 10  # few of them at a township
    high = model.state.tally.flow_table(Flow.HIGH_OPERATIONS).sum(axis=(0, 1, 3))
    assert high[Option.GENERAL] == 20
    assert high[Option.OWN_CENTRE] == 0
