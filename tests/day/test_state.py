from __future__ import annotations

import numpy as np

from sim.day.state import deaths_of_year
from sim.geography.map import Option
from sim.indicators.tally import Person
from tests.small import county, small_people


def test_the_first_morning():
    model = county(share=0.01)
    state, people = model.state, model.state.people
    assert len(state.agenda) == len(state.wards) == 0
    assert not state.inside.any()
    assert not state.occupied.any()
    assert (state.wait == 0).all()
    trust = {option: model.tables.values[f"learning.initial.{tier}"] for option, tier in (
        (Option.OWN_CLINIC, "clinic"), (Option.NEAR_CENTRE, "centre"), (Option.GENERAL, "hospital"),
        (Option.NEIGHBOUR, "hospital"), (Option.FAR, "city"),
    )}  # fmt: skip
    for option, expected in trust.items():
        assert (state.belief[:, :, option] == expected).all(), option
    habits = np.bincount(people.habit, minlength=13) / len(people)
    for name in ("own_clinic", "own_centre", "general"):
        share = model.tables.values[f"choice.habit_start.{name}"]
        assert abs(habits[Option[name.upper()]] - share) < 4 * np.sqrt(share / len(people)), name
    assert np.array_equal(state.present, ~people.away)
    assert state.tally.months == 12 + 3 + 1  # October to December, the year, and late settlements
    assert model.clock is None


def test_ends_are_counted_at_home_and_logged_when_asked_for():
    model = county(people=small_people(share=0.01), share=0.01)
    model.step()
    before = model.state.tally.people_table(Person.ENDED_WELL).copy()
    model.state.end_log = []
    rows = np.array([3, 5], np.int32)
    model.state.end(Person.ENDED_WELL, model.clock, rows)
    after = model.state.tally.people_table(Person.ENDED_WELL)
    assert after.sum() == before.sum() + 2
    assert [(how, who.tolist()) for how, who in model.state.end_log] == [(Person.ENDED_WELL, [3, 5])]


def test_deaths_by_day_of_the_year():
    deaths = deaths_of_year(np.array([366, -1, 1, 40, 1, -1, 366], np.int16))
    assert [deaths.on(day).tolist() for day in (1, 2, 40, 365, 366)] == [[2, 4], [], [3], [], [0, 6]]
    assert deaths.on(1).dtype == np.int32
    assert all(len(deaths_of_year(np.full(3, -1, np.int16)).on(day)) == 0 for day in (1, 366))
