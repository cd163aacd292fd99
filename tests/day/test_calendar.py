from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.day.calendar import certified, close_month, new_year, presence
from sim.day.clock import Clock
from sim.day.state import deaths_of_year
from sim.indicators.tally import ELSEWHERE, Flow, Person
from sim.population.calendar import spring_festival
from sim.population.people import ACCUMULATORS, Chronic, Insurance
from tests.small import county, small_people, walk


def first_of_january(year: int, day: int) -> Clock:
    return Clock(day, date(year, 1, 1), 3, True)


@pytest.fixture
def december():
    """A county on New Year's Eve, with many births."""
    model = walk(county({"conditions.delivery.rate": 2.0}, start=date(2023, 12, 1)), 121)
    assert model.clock.date == date(2023, 12, 31)
    return model


def test_new_year(december):
    state, before = december.state, december.state.people
    kept = before.take(np.arange(len(before)))
    mothers = np.unique(np.concatenate(state.mothers))
    assert len(mothers) > 20
    for name in ACCUMULATORS:
        getattr(before, name)[::7] += 1
    inside, wards = np.flatnonzero(state.inside), len(state.wards)
    new_year(state, first_of_january(2024, 121), december.tables, counted=True)
    after, n = state.people, len(kept)
    for name in ACCUMULATORS:
        assert getattr(after, name).sum() == 0, name
    assert np.array_equal(after.age[:n].astype(int), kept.age.astype(int) + kept.alive)
    assert np.array_equal(after.id[:n], kept.id)
    assert np.array_equal(after.alive[:n], kept.alive)
    assert np.array_equal(after.habit[:n], kept.habit)
    newborn = after.take(np.arange(n, len(after)))
    assert np.array_equal(newborn.village, kept.village[mothers])
    assert np.array_equal(newborn.household, kept.household[mothers])
    assert (newborn.age == 0).all()
    assert newborn.alive.all()
    assert len(np.unique(after.id)) == len(after)
    assert state.mothers == []
    assert state.candidates is None
    assert np.array_equal(np.flatnonzero(state.inside), inside)  # who lies in hospital stays there
    assert len(state.wards) == wards
    for name in ("inside", "present", "certified", "scratch"):
        assert len(getattr(state, name)) == len(after), name


def test_the_year_turns_within_a_run(december):
    before = len(december.state.people)
    ages = december.state.people.age.astype(int)
    walk(december, 1)
    people = december.state.people
    assert december.clock.date == date(2024, 1, 1)
    assert len(people) > before
    alive = people.alive[:before]
    assert (people.age[:before][alive] == ages[alive] + 1).all()
    assert np.count_nonzero(people.outpatient_paid) < 0.02 * before  # the bills of one day
    walk(december, 60)
    assert (december.state.people.habit[before:] > 0).any()  # the newborn fall ill and are seen


def test_new_year_comes_once_a_year():
    """A warm-up that begins on New Year's Day does not begin with one; the next comes after twelve months."""
    model = county(start=date(2025, 4, 1))
    assert model.scenario.begin == date(2025, 1, 1)
    ages = model.state.people.age.copy()
    walk(model, 30)
    assert np.array_equal(model.state.people.age[: len(ages)], ages)


def test_people_die_of_other_causes_on_their_day():
    model = county()
    model.step()
    state = model.state
    day = np.full(len(state.people), -1, np.int16)
    day[[10, 20, 30]] = model.clock.day_of_year + 1
    day[40] = model.clock.day_of_year + 2
    state.deaths = deaths_of_year(day)
    state.people.alive[20] = False
    state.inside[30] = True  # lies in hospital: dies there or not
    before = state.tally.people[Person.DEATHS_OTHER].sum()
    tomorrow = Clock(1, date(2023, 10, 4), 0, False)
    presence(state, tomorrow, model.tables)
    assert state.tally.people[Person.DEATHS_OTHER].sum() == before + 1
    assert state.people.alive[[10, 20, 30, 40]].tolist() == [False, False, True, True]


def test_the_dead_are_not_seen_again():
    model = county({"needs.scale": 1.2})
    gone: set[int] = set()
    seen: list[np.ndarray] = []

    class Eye:
        wants_choices = False

        def visits(self, clock, visits):
            seen.append(visits.person.copy())

    model.observers.append(Eye())
    for _ in range(120):
        model.step()
        assert gone.isdisjoint(seen[-1].tolist())
        gone = set(np.flatnonzero(~model.state.people.alive).tolist())
    assert len(gone) > 5


def test_weekends_and_holidays_are_free():
    model = county(share=0.01)
    free = {}
    walk(model, 14, lambda today: free.update({today.clock.date: today.clock.free}))
    assert free[date(2023, 10, 3)]  # Tuesday after the National Day
    assert free[date(2023, 10, 7)]  # Saturday
    assert not free[date(2023, 10, 9)]  # Monday
    assert sum(free.values()) == 8


# Spring Festival


@pytest.fixture(scope="module")
def festival():
    """A county of which a third lives away, through the winter: presence and visits of the away."""
    people = small_people()
    people.away[:] = np.arange(len(people)) % 3 == 0
    people.signed &= ~people.away
    model = county(people=people)
    present, homes = {}, {}

    class Eye:
        wants_choices = False

        def visits(self, clock, visits):
            state = model.state
            away = state.people.away & state.people.alive
            present[clock.date] = float(state.present[away].mean())
            mine = away[visits.person]
            homes[clock.date] = (int((visits.place[mine] != ELSEWHERE).sum()), int(mine.sum()))

    model.observers.append(Eye())
    walk(model, 190)
    return model, present, homes


def test_the_away_are_home_for_spring_festival(festival):
    model, present, _ = festival
    values, day = model.tables.values, spring_festival(2024)
    assert present[day] == pytest.approx(values["population.home.share"], abs=0.04)
    assert present[date(2023, 12, 15)] == present[date(2024, 1, 5)] == present[date(2024, 4, 1)] == 0
    rising = [present[date(2024, 1, 20)], present[date(2024, 2, 1)], present[day]]
    assert rising == sorted(rising)
    assert rising[0] < rising[1] < rising[2]


def test_residents_are_always_home(festival):
    model, _, _ = festival
    state = model.state
    assert state.present[~state.people.away].all()


def test_the_away_use_care_where_they_are(festival):
    """At home over the festival like everybody; elsewhere for the rest of the year."""
    _, present, homes = festival
    festive = [seen for day, seen in homes.items() if present[day] > 0.6]
    ordinary = [seen for day, seen in homes.items() if present[day] == 0]
    here, all_ = np.sum(festive, axis=0)
    assert here > 0.5 * all_ > 10
    here, all_ = np.sum(ordinary, axis=0)
    assert here == 0
    assert all_ > 100


def test_without_an_away_population_nobody_is_elsewhere():
    people = small_people(share=0.01)
    people.away[:] = False
    model = walk(county(people=people, share=0.01), 60)
    assert model.state.tally.flow_table(Flow.OUTPATIENT_COUNT)[:, :, ELSEWHERE].sum() == 0
    assert model.state.present.all()


# Certificates and month ends


def test_certificates(values):
    people = small_people(share=0.2)
    has = certified(people, values, 1)
    assert not has[people.chronic == 0].any()
    ill = people.chronic > 0
    share = values["insurance.certified_share"]
    assert abs(has[ill].mean() - share) < 4 * np.sqrt(share * (1 - share) / ill.sum())
    more = certified(people, dict(values) | {"insurance.certified_share": share + 0.1}, 1)
    assert (more >= has).all()


def test_month_ends_count_people():
    model = walk(county({"conditions.delivery.rate": 2.0, "contract.chronic_management.share": 0.65}), 125)
    assert model.clock.date == date(2024, 2, 4)
    again = model.state.people
    model.snapshots.clear()
    close_month(model.state, model.clock, model.tables, model.snapshots)
    alive, home = again.alive, ~again.away
    ill = (again.chronic & Chronic.HYPERTENSION) > 0
    managed = (again.chronic & (Chronic.HYPERTENSION | Chronic.DIABETES)) > 0
    expected = {
        "residents": home,
        "away": again.away,
        "insured_residents": again.insurance == Insurance.RESIDENTS,
        "insured_employees": again.insurance == Insurance.EMPLOYEES,
        "signed": again.signed,
        "chronic_managed": again.signed & managed,
        "chronic_home": managed & home,
        "standard_managed": np.isin(np.arange(len(again)), model.state.rounds.person),
        "standard_recorded": np.isin(
            np.arange(len(again)), np.concatenate([model.state.rounds.person, model.state.papers.person])
        ),
        "hypertensive": ill & home,
        "controlled": ((again.controlled & Chronic.HYPERTENSION) > 0) & home,
    }
    assert set(model.snapshots) == set(expected)
    for name, group in expected.items():
        counted = model.snapshots[name]
        assert counted[4, 0] == (group & alive).sum() > 0, name
        assert counted.sum() == counted[4, 0], name


def test_snapshots_are_of_each_month_end():
    model = walk(county(share=0.01), 62)
    residents = model.snapshots["residents"]
    assert (residents[:2, 0] > 0).all()  # October and November
    assert residents[2:].sum() == 0
    assert residents[0, 0] >= residents[1, 0]  # nobody is born before New Year
