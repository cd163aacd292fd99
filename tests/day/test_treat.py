from __future__ import annotations

import numpy as np
import pytest

from sim.care.treatment import ADMIT, ADVISE, KEEP, SLIP, Decision
from sim.day.refer import refer
from sim.day.remote import decide_anew
from sim.day.treat import treat
from sim.day.visits import new_visits
from sim.geography.map import Kind, Option
from sim.indicators.funnel import CLOSED, DECLINED, Fate, Way
from sim.indicators.tally import Person
from sim.needs.cases import OUT_SLIP, UP_SLIP, Origin
from tests.day.made import cases, counted, due, fates, morning

pytestmark = pytest.mark.usefixtures("each_kernel")


def visits_of(model, place, n=60, condition="other_internal", severity=1, emergency=False, minutes=30.0):
    case = cases(model, np.arange(n), condition, severity=severity, place=place)
    flags = np.full(n, emergency)
    return new_visits(case, case["place"].astype(np.int64), np.zeros(n, int), flags, np.full(n, minutes))


SURE = {
    "referral.accept": 1.0, "referral.accept_minute": 0.0, "referral.accept_price": 0.0,
    "referral.accept_trust": 0.0, "referral.attend": 1.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("place", "slip", "way"),
    [
        (Option.OWN_CLINIC, UP_SLIP, Way.UP),
        (Option.OWN_CENTRE, UP_SLIP, Way.UP),
        (Option.GENERAL, OUT_SLIP, Way.OUT),
    ],
)
def test_a_slip_is_a_journey_to_a_higher_place(place, slip, way):
    model = morning(SURE | {"referral.lead_days": 3})
    visits = visits_of(model, place)
    visits.act[:40] = SLIP
    refer(model.state, model.clock, model.tables, visits)
    under_way = due(model, 3)
    assert np.array_equal(under_way["person"], np.arange(40))
    assert (under_way["origin"] == Origin.REFERRED).all()
    assert (under_way["slip"] == slip).all()
    assert (under_way["step"] == 1).all()
    assert (under_way["place"] > place).all()
    kind = model.tables.sites.kind
    assert (kind[under_way["target"]] > kind[visits.facility[:40]]).all()
    village = model.state.people.village[:40]
    assert np.array_equal(under_way["target"], model.map.options[village, under_way["place"]])
    assert fates(model, way, Fate.OFFERED) == fates(model, way, Fate.OFFERED, linked=way == Way.UP) == 40
    assert fates(model, way, *CLOSED) == 0
    assert (visits.act == np.repeat([SLIP, KEEP], [40, 20])).all()


def test_who_declines_is_treated_where_they_are():
    model = morning(SURE | {"referral.accept": 0.0})
    visits = visits_of(model, Option.OWN_CENTRE)
    visits.act[:] = SLIP
    refer(model.state, model.clock, model.tables, visits)
    assert (visits.act == KEEP).all()
    assert len(model.state.agenda) == 0
    assert fates(model, Way.UP, *DECLINED) == 60


def test_who_does_not_turn_up_is_lost():
    model = morning(SURE | {"referral.attend": 0.0})
    visits = visits_of(model, Option.OWN_CENTRE)
    visits.act[:] = SLIP
    refer(model.state, model.clock, model.tables, visits)
    assert (visits.act == SLIP).all()
    assert len(model.state.agenda) == 0
    assert fates(model, Way.UP, Fate.NO_SHOW) == counted(model, Person.ENDED_UNSOLVED) == 60


def test_the_farther_the_fewer_slips_are_taken():
    taken = []
    for per_minute in (0.0, 0.003, 0.006):
        model = morning(SURE | {"referral.accept": 0.9, "referral.accept_minute": per_minute})
        visits = visits_of(model, Option.OWN_CLINIC, n=1000)
        visits.act[:] = SLIP
        refer(model.state, model.clock, model.tables, visits)
        taken.append(set(np.flatnonzero(visits.act == SLIP)))
    assert taken[2] < taken[1] < taken[0]  # the same draws: only some who took one no longer do


def test_ordinary_visits_are_decided_as_the_tables_say():
    model = morning()
    for place in (Option.OWN_CLINIC, Option.OWN_CENTRE, Option.GENERAL, Option.CITY):
        visits = visits_of(model, place, n=1000)
        treat(model.state, model.clock, model.tables, visits)
        share = model.tables.treatment.adequate[visits.row, visits.facility].mean()
        assert abs(visits.adequate.mean() - share) < 4 * np.sqrt(0.25 / 1000)
        assert not visits.dead.any()
        if place == Option.CITY:
            assert set(visits.act) <= {KEEP, ADMIT}


def test_facilities_with_decisions_of_their_own_have_the_last_word():
    model = morning()
    visits = visits_of(model, Option.OWN_CENTRE)
    treat(
        model.state, model.clock, model.tables, visits,
        lambda seen, decided: Decision(~decided.adequate, np.full(len(seen.row), ADVISE, np.int8)),
    )  # fmt: skip
    assert (visits.act == ADVISE).all()


def test_emergencies_are_admitted_moved_on_or_die():
    model = morning({"conditions.ami.admit_severe": 1.0, "conditions.ami.death_severe": 0.3})
    visits = visits_of(model, Option.GENERAL, 1000, "ami", 2, emergency=True, minutes=60.0)
    treat(model.state, model.clock, model.tables, visits)
    tables, row = model.tables.outcome, 3 * model.tables.catalogue.index("ami") + 2
    chance = np.where(visits.adequate, tables.death[row], tables.death_untreated[row])
    chance = chance + tables.death_hour[model.tables.catalogue.index("ami")]
    assert abs(visits.dead.mean() - chance.mean()) < 4 * np.sqrt(0.25 / 1000)
    assert (visits.act[visits.dead] == KEEP).all()
    assert (visits.act[~visits.dead] == ADMIT).all()
    assert counted(model, Person.EMERGENCIES) == 1000
    assert counted(model, Person.DOOR_MINUTES) == 60_000
    assert counted(model, Person.EMERGENCY_DEATHS) == visits.dead.sum() > 0
    assert counted(model, Person.LATE_EMERGENCIES) == 0


def test_late_emergencies_are_counted_from_the_limit_on():
    model = morning({"care.late_minutes": 90})
    for minutes in (89.9, 90.0, 200.0):
        visits = visits_of(model, Option.GENERAL, 10, "ami", 2, emergency=True, minutes=minutes)
        treat(model.state, model.clock, model.tables, visits)
    assert counted(model, Person.LATE_EMERGENCIES) == 20


def test_an_emergency_that_needs_no_stay_goes_home():
    model = morning({"conditions.ami.admit_severe": 0.0, "conditions.ami.death_severe": 0.0})
    visits = visits_of(model, Option.CITY, 200, "ami", 2, emergency=True)
    visits.minutes[:] = 0
    treat(model.state, model.clock, model.tables, visits)
    cared = visits.adequate & ~visits.dead
    assert (visits.act[cared] == KEEP).all()
    assert cared.sum() > 100
    assert (model.tables.sites.kind[visits.facility] == Kind.CITY).all()


def test_helpers_are_asked_in_order_and_see_what_those_before_could_do(monkeypatch):
    """Whom the first helps, the second finds treated; what follows comes after all of them."""
    model, asked = morning(), []

    def helper(state, clock, tables, visits):
        asked.append(int((~visits.adequate).sum()))
        decide_anew(tables, visits, np.flatnonzero(~visits.adequate), np.ones_like(tables.treatment.adequate))

    def afterwards(state, clock, tables, visits):
        asked.append("after")

    monkeypatch.setattr("sim.day.treat.HELPERS", (helper, helper))
    monkeypatch.setattr("sim.day.treat.AFTERWARDS", (afterwards,))
    visits = visits_of(model, Option.OWN_CLINIC, severity=2)
    treat(model.state, model.clock, model.tables, visits)
    assert asked[0] > 0 and asked[1:] == [0, "after"]
    assert visits.adequate.all() and np.isin(visits.act, (KEEP, ADMIT)).any()
