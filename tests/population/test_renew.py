from __future__ import annotations

import numpy as np
import pytest

from sim.population.health import prevalence
from sim.population.people import Chronic
from sim.population.renew import mortality_day, renew_year
from tests.population.county import LULONG, SEED, people_of, residents, values

NOBODY = np.empty(0, np.int64)


def mothers_of(people, count=200):
    return np.flatnonzero((people.sex == 1) & (people.age >= 20) & (people.age < 40) & ~people.away)[:count]


def test_rows_stay_and_everybody_alive_is_a_year_older():
    people = people_of(LULONG).take(np.arange(50_000))
    people.alive[::7] = False
    before = people.take(np.arange(len(people)))
    renewed = renew_year(people, values(), SEED, 2025, NOBODY)
    assert (renewed.id == before.id).all()
    assert (renewed.age[before.alive] == before.age[before.alive] + 1).all()
    dead = ~before.alive
    assert (renewed.age[dead] == before.age[dead]).all()
    assert (renewed.away[dead] == before.away[dead]).all()
    assert (renewed.chronic[dead] == before.chronic[dead]).all()
    # the people given are not changed
    assert all((column == before.columns()[name]).all() for name, column in people.columns().items())


def test_the_newborn_live_with_their_mothers():
    people = residents()
    mothers = mothers_of(people)
    renewed = renew_year(people, values(), SEED, 2025, mothers)
    born = renewed.take(np.arange(len(people), len(renewed)))
    assert len(born) == len(mothers)
    for name in ("village", "county", "household", "income", "mode"):
        assert (born.columns()[name] == people.columns()[name][mothers]).all()
    assert (born.insurance == np.where(people.insurance[mothers] == 0, 0, 1)).all()
    assert not born.age.any()
    assert not born.chronic.any()
    assert born.alive.all()
    assert 0.4 < (born.sex == 0).mean() < 0.65
    assert born.id.min() > people.id.max()
    assert born.id.max() < 2**53  # exact as a float, in a table or in JSON


def test_a_childs_id_depends_on_mother_and_year_alone():
    people = residents()
    mothers = mothers_of(people)
    born = renew_year(people, values(), SEED, 2025, mothers).id[len(people) :]
    some = people.take(mothers[50:])
    again = renew_year(some, values(), SEED + 1, 2025, np.arange(len(some))).id[len(some) :]
    assert (again == born[50:]).all()
    later = renew_year(people, values(), SEED, 2026, mothers).id[len(people) :]
    assert len(np.intersect1d(born, later)) == 0


def test_an_extra_person_changes_nobodys_year():
    people = residents().take(np.arange(20_000))
    more = people.append(people_of(LULONG).take(people_of(LULONG).away).take(np.arange(5)))
    grown, bigger = (
        renew_year(people, values(), SEED, 2025, NOBODY),
        renew_year(more, values(), SEED, 2025, NOBODY),
    )
    for name, column in grown.columns().items():
        assert (column == bigger.columns()[name][: len(people)]).all(), name
    deaths = mortality_day(people, values(), SEED, 2025)
    assert (mortality_day(more, values(), SEED, 2025)[: len(people)] == deaths).all()


def test_each_age_keeps_its_prevalence_as_people_grow_old():
    people = residents()
    people = people.take((people.age >= 55) & (people.age < 65))
    start = people.age.astype(int)
    for year in range(2025, 2035):
        people = renew_year(people, values(), SEED, year, NOBODY)
    assert (people.age == start + 10).all()
    table = prevalence(values())
    for state in (Chronic.HYPERTENSION, Chronic.COPD, Chronic.STROKE):
        expected = table[people.age, people.sex, list(Chronic).index(state)].mean()
        assert ((people.chronic & state) != 0).mean() == pytest.approx(expected, rel=0.05)
    assert not (people.controlled & ~people.chronic).any()


def test_states_are_never_lost_and_events_stay():
    people = residents().take(np.arange(30_000))
    people.chronic[:100] |= np.uint8(Chronic.STROKE)
    renewed = renew_year(people, values(), SEED, 2025, NOBODY)
    assert not (people.chronic & ~renewed.chronic).any()
    assert not (people.controlled & ~renewed.controlled).any()


def test_moves_are_of_working_age_and_nearly_balance():
    people = people_of(LULONG)
    people.signed[:] = True
    renewed = renew_year(people, values(), SEED, 2025, NOBODY)
    moved = people.away != renewed.away
    assert people.age[moved].min() >= 18
    assert people.age[moved].max() <= 59
    left, returned = (moved & ~people.away).sum(), (moved & people.away).sum()
    assert left > 1_000
    assert abs(int(left) - int(returned)) < 0.01 * len(people)
    assert (renewed.signed != renewed.away).all()


def test_mortality_is_the_declared_one():
    people = people_of(LULONG)
    old = people.take(np.flatnonzero((people.age >= 75) & (people.age < 85)))
    day = mortality_day(old, values(), SEED, 2025)
    rate = values()["population.mortality.75_84"]
    women = values()["population.mortality_women"]
    for sex, factor in ((0, 2 / (1 + women)), (1, 2 * women / (1 + women))):
        here = old.sex == sex
        expected = 1 - np.exp(-rate * factor)
        assert (day[here] > 0).mean() == pytest.approx(expected, abs=4 * np.sqrt(expected / here.sum()))
    dies = day[day > 0]
    assert dies.min() >= 1
    assert dies.max() <= 365
    assert np.mean(dies) == pytest.approx(183, abs=15)
    assert set(np.unique(day[day <= 0])) == {-1}


def test_the_dead_do_not_die_again():
    people = residents().take(np.arange(1_000))
    people.alive[:] = False
    certain = values() | {name: 1e6 for name in values() if name.startswith("population.mortality.")}
    assert (mortality_day(people, certain, SEED, 2025) == -1).all()
    people.alive[:] = True
    leap = mortality_day(people, certain, SEED, 2024)
    assert (leap >= 1).all()
    assert leap.max() == 366
