"""Standard management, done and recorded: which way it moves the decision it acts on.

The same people and the same draws, with the lever and without.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from sim.day.clock import Clock
from sim.day.followup import follow_up, open_hours
from sim.indicators.tally import Person
from sim.model import CountyModel
from sim.population.people import Chronic
from tests.day.made import counted
from tests.levers.team_care import MANAGE, morning


def on(clock: Clock, days: int) -> Clock:
    return replace(clock, date=clock.date + timedelta(days=days))


@pytest.fixture
def managed():
    """A quiet county whose team follows up every signed patient, and the people it manages."""
    model = morning(MANAGE)
    return model, model.state.rounds.person


def quarter(model) -> None:
    for day in range(91):
        follow_up(model.state, on(model.clock, day), model.tables)


def test_management_raises_control_of_given_patients_and_harms_nobody(managed):
    model, who = managed
    people = model.state.people
    before = people.controlled.copy()
    quarter(model)
    after = people.controlled
    assert (after & before == before).all()  # a contact ends no control
    won = after != before
    assert won.any() and not np.isin(np.flatnonzero(won), who, invert=True).any()
    both = Chronic.HYPERTENSION | Chronic.DIABETES
    assert not ((after ^ before) & ~np.uint8(both)).any()  # nothing else is followed up
    open_ = np.bitwise_count((people.chronic & ~before & both)[who]).sum()
    gain = model.tables.values["care.control_gain_signed"]
    assert abs(np.bitwise_count(after ^ before).sum() - gain * open_) < 4 * np.sqrt(gain * open_)


def test_everybody_managed_is_seen_once_a_quarter(managed):
    model, who = managed
    quarter(model)
    assert counted(model, Person.FOLLOW_UPS) == len(who) > 100
    people = model.state.people
    assert people.signed[who].all()
    assert (people.chronic[who] & (Chronic.HYPERTENSION | Chronic.DIABETES)).all()
    assert model.state.tally.visit_table().sum() == 0 or counted(model, Person.NEEDS) == 0


def test_management_costs_the_clinic_places(managed):
    model, who = managed
    sites, tables = model.tables.sites, model.tables
    quarter(model)
    minutes = tables.values["contract.chronic_management.minutes"]
    assert model.state.owed.sum() == minutes * len(who) == counted(model, Person.TEAM_MINUTES)
    owing = model.state.owed > 0
    slots, session = open_hours(model.state, tables, sites.doctors, sites.slots)
    assert (session[owing] < sites.session[owing]).all()
    assert (slots[owing] < sites.slots[owing]).all()
    assert (slots[~owing] == sites.slots[~owing]).all()
    assert (slots[owing] * sites.service[owing] >= 0.5 * (sites.doctors * sites.session)[owing] - 10).all()
    days = 1
    while model.state.owed.any():
        open_hours(model.state, tables, sites.doctors, sites.slots)
        days += 1
    assert 1 < days < 91  # done before the next quarter


def test_the_dead_the_absent_and_those_in_hospital_are_not_seen(managed):
    model, who = managed
    third = len(who) // 3
    model.state.people.alive[who[:third]] = False
    model.state.present[who[third : 2 * third]] = False
    model.state.inside[who[2 * third :]] = True
    before = model.state.people.controlled.copy()
    quarter(model)
    assert counted(model, Person.FOLLOW_UPS) == 0
    assert (model.state.people.controlled == before).all()
    assert not model.state.owed.any()


def test_more_management_only_adds_people():
    some = set(morning({"contract.chronic_management.share": 0.4}).state.rounds.person.tolist())
    more = set(morning({"contract.chronic_management.share": 0.7}).state.rounds.person.tolist())
    assert some < more
    half = morning({"contract.chronic_management.share": 0.7}, served=0.5)
    assert set(half.state.rounds.person.tolist()) < more


# Follow-ups that stand in the records only


def planned(served: float, recorded: float) -> CountyModel:
    """A morning on which teams honour a part of their contracts and record a part of the rest."""
    return morning({"contract.chronic_management.share": 0.6, "contract.doctor.recorded": recorded}, served)


def test_who_is_recorded_is_among_those_who_should_be_managed_and_are_not():
    everybody = set(planned(1.0, 0.3).state.rounds.person.tolist())
    half, idle = (planned(served, 0.3).state for served in (0.5, 0.0))
    done, papers = set(half.rounds.person.tolist()), set(half.papers.person.tolist())
    assert not papers & done
    assert papers < everybody - done
    assert len(papers) == pytest.approx(0.3 * len(everybody - done), rel=0.3)
    assert not len(idle.rounds.person) and papers <= set(idle.papers.person.tolist())


def test_more_recording_only_adds_people_and_touches_no_care():
    few, many = (planned(0.5, recorded).state for recorded in (0.2, 0.7))
    assert set(few.papers.person.tolist()) < set(many.papers.person.tolist())
    np.testing.assert_array_equal(few.rounds.person, many.rounds.person)
