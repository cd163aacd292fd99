from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from sim.errors import UserError
from sim.population.calendar import holidays, home_window, is_holiday, present, spring_festival
from tests.population.county import LULONG, SEED, people_of, values


def test_festivals():
    assert spring_festival(2024) == date(2024, 2, 10)
    assert spring_festival(2033) == date(2033, 1, 31)
    for holiday in holidays():
        assert holiday.first <= holiday.last
        if holiday.event == "spring_festival":  # the new moon of the lunar year falls between these dates
            assert date(holiday.day.year, 1, 21) <= holiday.day <= date(holiday.day.year, 2, 20)
    # a lunar year has 354, 355, 383, 384 or 385 days
    days = [holiday.day for holiday in holidays() if holiday.event == "spring_festival"]
    lengths = {(later - earlier).days for earlier, later in pairwise(days)}
    assert lengths <= {354, 355, 383, 384, 385}


def test_holidays():
    assert is_holiday(date(2024, 2, 10))
    assert is_holiday(date(2024, 10, 7))
    assert not is_holiday(date(2024, 10, 8))
    assert not is_holiday(date(2024, 3, 1))


def test_a_year_beyond_the_calendar_is_a_users_error():
    with pytest.raises(UserError, match="2050"):
        spring_festival(2050)


def test_windows_lie_around_the_festival():
    ids = np.arange(20_000, dtype=np.uint64)
    first, last = home_window(ids, SEED, 41, values(), 2024)
    home = last >= first
    assert home.mean() == pytest.approx(values()["population.home.share"], abs=0.012)
    assert (41 - first).min() == values()["population.home.before_least"]
    assert (41 - first).max() == values()["population.home.before_most"]
    assert (last[home] - 41).min() == values()["population.home.after_least"]
    assert (last[home] - 41).max() == values()["population.home.after_most"]
    shifted = home_window(ids, SEED, 1041, values(), 2024)
    assert (shifted[0] - first == 1000).all()
    other = home_window(ids, SEED, 41, values(), 2025)
    assert (other[0] != first).any()


def test_who_is_present():
    people = people_of(LULONG).take(np.arange(0, len(people_of(LULONG)), 5))
    people.alive[:50] = False
    festival = 41  # 10 February 2024
    assert (present(people, values(), SEED, 2024, 200) == (~people.away & people.alive)).all()
    home = present(people, values(), SEED, 2024, festival)
    assert (home[~people.away] == people.alive[~people.away]).all()
    away = people.away & people.alive
    assert home[away].mean() == pytest.approx(values()["population.home.share"], abs=0.012)
    assert not home[:50].any()


def test_presence_is_the_window_on_every_day():
    people = people_of(LULONG)
    people = people.take(people.away).take(np.arange(3_000))
    first, last = home_window(people.id, SEED, 41, values(), 2024)
    for day in range(1, 100):
        here = present(people, values(), SEED, 2024, day)
        assert (here == ((first <= day) & (day <= last))).all()
