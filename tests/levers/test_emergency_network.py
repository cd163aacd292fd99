"""The 120 network and the centres for emergencies: the same calls with the lever and without."""

from __future__ import annotations

import numpy as np

from sim.day.ambulances import drive
from sim.geography.map import Option
from sim.indicators.tally import Person
from tests.day.made import cases, counted, morning
from tests.levers.switch import switched, tables_of

LEVER = "capability.emergency"


def driven(overrides, n=40):
    model = morning(overrides)
    urgent = cases(model, np.arange(n), "ami", place=Option.GENERAL, severity=2)
    return model, drive(model.state, model.clock, model.tables, urgent, urgent)


def test_the_network_is_at_the_scene_and_at_the_hospital_earlier():
    before_model, before = driven({})
    after_model, after = driven({f"{LEVER}.radius_km": 5, f"{LEVER}.turnout": 3})
    assert len(after_model.state.fleet.free) > len(before_model.state.fleet.free)
    assert after.mean() < before.mean()
    assert counted(after_model, Person.RESPONSE_MINUTES) < counted(before_model, Person.RESPONSE_MINUTES)


def test_a_single_call_is_never_later():
    for person in range(0, 60, 3):
        model, again = morning({}), morning({f"{LEVER}.radius_km": 5, f"{LEVER}.turnout": 3})
        urgent = cases(model, person, "ami", place=Option.GENERAL, severity=2)
        was = drive(model.state, model.clock, model.tables, urgent, urgent)
        now = drive(again.state, again.clock, again.tables, urgent, urgent)
        assert now[0] < was[0]


def test_with_more_calls_than_ambulances_some_wait():
    model, door = driven({}, n=60)
    assert 0 < counted(model, Person.AMBULANCE_WAITS) < 60
    unlimited, free = driven({"care.unlimited": 1}, n=60)
    assert counted(unlimited, Person.AMBULANCE_WAITS) == 0
    assert (free <= door + 1e-9).all()


def test_others_of_a_sample_keep_ambulances_busy():
    model, alone = driven({}, n=5)
    crowded = morning({})
    urgent = cases(crowded, np.arange(60), "ami", place=Option.GENERAL, severity=2)
    among = drive(crowded.state, crowded.clock, crowded.tables, urgent[:5], urgent)
    assert len(among) == 5 and (among >= alone - 1e-9).all() and (among > alone).any()
    assert counted(crowded, Person.RESPONSE_MINUTES) < counted(model, Person.RESPONSE_MINUTES) * 60


def test_centres_keep_emergencies_at_the_lead_hospital(map_, values, tables):
    after = tables_of(map_, switched(values, LEVER))
    was, now = tables.emergency.destination, after.emergency.destination
    assert ((now == Option.CITY) <= (was == Option.CITY)).all()
    more = after.treatment.adequate - tables.treatment.adequate
    ami = tables.catalogue.index("ami") * 3 + 2
    assert (more[ami, tables.sites.lead] > 0).all()
    assert not more[:, ~tables.sites.lead].any()
    assert not more[tables.catalogue.index("gastro") * 3].any()
