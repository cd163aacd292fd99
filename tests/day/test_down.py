"""Stable patients go down to a township bed."""

from __future__ import annotations

import numpy as np
import pytest

from sim.care.ward import MOVED, TO_BED
from sim.day.conserve import check
from sim.day.wards import admit, discharge
from sim.geography.map import Kind, Option
from sim.indicators.funnel import Fate, Way
from sim.indicators.tally import Flow
from tests.day.made import asking, cases, fates, flow, general, give, lying, morning, tomorrow
from tests.small import county, walk

DOWN = {
    "referral.down_offer": 1.0, "referral.down_accept": 1.0, "referral.down_day": 0.5,
    "referral.down_accept_minute": 0.0, "referral.down_accept_price": 0.0,
}  # fmt: skip


def all_may(model):
    """Let every condition go down to every centre."""
    model.tables.down.downable[:], model.tables.down.able[:] = 1.0, True


def stable(model, people):
    """Stays at the general hospital of which half is over, agreed to end at the township."""
    all_may(model)
    give(model, asking(model, people))
    stays = lying(model)
    assert (stays["down"] == TO_BED).all()
    for day in {day for day, _ in model.state.wards.filed()}:
        model.state.wards.take(day)
    stays["start"], stays["end"] = model.clock.day - 3, model.clock.day + 5
    model.state.wards.put(stays, model.clock.day + 1)
    return discharge(model.state, tomorrow(model), model.tables)


def test_stable_patients_go_down_to_their_own_centre():
    model = morning(DOWN)
    ready = stable(model, [3, 4])
    assert ready["person"].tolist() == [3, 4]
    assert model.state.inside[[3, 4]].all()
    admit(model.state, tomorrow(model), model.tables, asking(model, []), cases(model, []), ready)
    stays = lying(model)
    village = model.state.people.village[[3, 4]]
    assert np.array_equal(stays["facility"], model.map.options[village, Option.OWN_CENTRE])
    assert (stays["place"] == Option.OWN_CENTRE).all()
    assert (stays["down"] == MOVED).all()
    assert (stays["start"] == model.clock.day + 1).all()
    assert (stays["end"] == model.clock.day + 5).all()
    assert model.state.occupied[general(model)] == 0
    assert fates(model, Way.DOWN, Fate.OFFERED) == fates(model, Way.DOWN, Fate.ATTENDED) == 2
    assert flow(model, Flow.DISCHARGES) == 2
    assert flow(model, Flow.ADMISSIONS) == 4
    assert flow(model, Flow.BED_DAYS) == 8


def test_without_a_bed_at_the_centre_they_stay():
    model = morning(DOWN)
    ready = stable(model, [3, 4])
    model.tables.sites.beds[model.tables.sites.kind == Kind.TOWNSHIP_CENTRE] = 0
    admit(model.state, tomorrow(model), model.tables, asking(model, []), cases(model, []), ready)
    assert fates(model, Way.DOWN, Fate.NO_BED) == 2
    stays = lying(model)
    assert (stays["facility"] == general(model)).all()
    assert {day for day, _ in model.state.wards.filed()} == {model.clock.day + 5}


def test_the_bed_left_above_is_free_on_the_same_day():
    model = morning(DOWN)
    ready = stable(model, [3])
    model.tables.sites.beds[general(model)] = 1
    admit(model.state, tomorrow(model), model.tables, asking(model, [8]), cases(model, []), ready)
    assert lying(model)["person"].tolist() == [3, 8]


def test_who_is_offered_to_go_down():
    """From a county hospital of the own county, to people who are at home."""
    model = morning(DOWN)
    all_may(model)
    model.state.present[3] = False
    give(model, asking(model, [3, 4]))
    give(model, asking(model, [5], place=Option.CITY))
    give(model, asking(model, [6], place=Option.OWN_CENTRE))
    give(model, asking(model, [7], place=Option.NEIGHBOUR))
    assert dict(zip(lying(model)["person"].tolist(), lying(model)["down"].tolist(), strict=True)) == {
        3: 0, 4: 1, 5: 0, 6: 0, 7: 0,
    }  # fmt: skip
    assert fates(model, Way.DOWN, Fate.OFFERED) == 1


def test_a_hospital_of_a_neighbour_sends_nobody_down():
    """Not even where the neighbour is simulated, too, and its hospital a general one."""
    model = morning(DOWN)
    all_may(model)
    visits = asking(model, [3, 4], place=Option.NEIGHBOUR)
    visits.case["target"] = general(model)
    give(model, visits)
    assert lying(model)["down"].tolist() == [0, 0]


def year_of_stays(offer):
    """What half a year of stays brings when hospitals send everybody down, or nobody."""
    changes = DOWN | {
        "referral.down_offer": offer, "care.unlimited": 1, "learning.rate": 0.0, "care.followup_share": 0.0,
        "conditions.other_internal.death_severe": 0.8, "conditions.other_internal.severe": 0.8,
    }  # fmt: skip
    changes |= {path: 1.0 for path in county().tables.values if path.endswith(".downable")}
    model = walk(county(changes, sample=1.0), 150)
    assert (fates(model, Way.DOWN, Fate.ATTENDED) > 50) == (offer > 0)
    return model


@pytest.fixture(scope="module")
def both_ways():
    return year_of_stays(0.0), year_of_stays(1.0)


def test_going_down_takes_no_operation_away(both_ways):
    kept, sent = (flow(model, Flow.OPERATIONS) for model in both_ways)
    assert sent > 0.9 * kept > 0


def test_going_down_saves_nobody_by_itself(both_ways):
    kept, sent = (flow(model, Flow.DEATHS) for model in both_ways)
    assert sent > kept - 2 * np.sqrt(kept) > 0  # other draws for the second part of the stay


def test_wards_balance_when_everybody_goes_down(both_ways):
    for model in both_ways:
        check(model.state)
    hospital = both_ways[0].tables.sites.kind == Kind.COUNTY_GENERAL
    days = [model.state.tally.facility_table(Flow.BED_DAYS)[:, hospital].sum() for model in both_ways]
    assert days[1] < 0.75 * days[0]
