"""An epidemic wave: who falls ill, when, how badly; and what it leaves as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.day.epidemic import first_day
from sim.needs.onset import CLASS_OF_AGE, hazards
from sim.needs.wave import PNEUMONIA, draw_wave, wave_tables
from tests.day.made import morning
from tests.small import county, outcome, small_people, walk

SIZE, DAYS = 0.25, 40


def table_of(catalogue, values, **more):
    own = {**values, "epidemic.size": SIZE, "epidemic.length": DAYS}
    own |= {path.replace("__", "."): x for path, x in more.items()}
    return wave_tables(catalogue, own, hazards(catalogue, own).severity)


@pytest.fixture(scope="module")
def people():
    return small_people(share=0.2)


def test_without_size_there_is_no_wave(catalogue, values, people):
    assert not wave_tables(catalogue, values, hazards(catalogue, values).severity).on
    assert not len(draw_wave(people, table_of(catalogue, values, epidemic__size=0), 1, 0, 10, 2024).cases)


def test_shares_by_age_and_pneumonia_of_the_old(catalogue, values, people):
    table = table_of(catalogue, values)
    wave = draw_wave(people, table, 1, 0, 1000, 2024)
    assert wave.people == people.alive.sum()
    ill = np.bincount(CLASS_OF_AGE[people.age[wave.cases["person"]]], minlength=4)
    everybody = np.bincount(CLASS_OF_AGE[people.age[people.alive]], minlength=4)
    assert len(np.unique(wave.cases["person"])) == len(wave.cases)
    np.testing.assert_allclose(ill / everybody, table.attack, atol=0.03)
    lung = wave.cases["condition"] == catalogue.index(PNEUMONIA)
    assert (wave.cases["severity"][lung] > 0).all()
    age = CLASS_OF_AGE[people.age[wave.cases["person"]]]
    rate = [lung[age == group].mean() for group in range(4)]
    assert rate[3] == pytest.approx(0.06, abs=0.03)
    assert rate[3] > 2 * rate[2] > 2 * rate[1]


def test_most_fall_ill_in_the_middle_and_a_larger_wave_only_adds(catalogue, values, people):
    table = table_of(catalogue, values)
    wave = draw_wave(people, table, 1, 0, 1000, 2024)
    by_day = np.diff(wave.first)
    assert by_day.sum() == len(wave.cases) == wave.first[-1]
    assert by_day[15:25].sum() > 2 * (by_day[:10].sum())
    assert wave.share(1000 + DAYS - 1) == pytest.approx(len(wave.cases) / wave.people)
    assert wave.share(1000) <= wave.share(1020) <= wave.share(1039)
    more = draw_wave(people, table_of(catalogue, values, epidemic__size=0.4), 1, 0, 1000, 2024)
    assert set(wave.cases["key"].tolist()) < set(more.cases["key"].tolist())
    other = draw_wave(people, table, 1, 0, 1000, 2025)
    assert set(wave.cases["person"].tolist()) != set(other.cases["person"].tolist())


def test_a_wave_may_go_on_into_the_next_year(catalogue, values):
    table = replace(table_of(catalogue, values), start=350)
    assert first_day(table, date(2024, 12, 20)) == date(2024, 12, 15)
    assert first_day(table, date(2025, 1, 10)) == date(2024, 12, 15)
    assert first_day(table, date(2023, 12, 16)) == date(2023, 12, 16)


def test_nothing_differs_before_the_wave():
    """The run begins in the middle of October; in the first days there is none yet."""
    plain = county(share=0.02, sample=0.02)
    begin = plain.scenario.begin.timetuple().tm_yday
    wave = {"epidemic.size": 0.5, "epidemic.start_day": begin + 10}
    with_wave = county(wave, share=0.02, sample=0.02)
    walk(plain, 10), walk(with_wave, 10)
    assert outcome(plain) == outcome(with_wave)
    walk(plain, 25), walk(with_wave, 25)
    assert outcome(plain) != outcome(with_wave)
    assert with_wave.state.ill_share > 0 == plain.state.ill_share


def test_the_dead_do_not_fall_ill():
    model = morning({"epidemic.size": 0.9})
    model.state.people.alive[::2] = False
    wave = draw_wave(model.state.people, model.tables.wave, 1, 0, 10, 2024)
    assert (wave.cases["person"] % 2 == 1).all() and len(wave.cases)
