"""Care put off around Spring Festival (2024: 10 February)."""

from __future__ import annotations

from datetime import date

import numpy as np

from sim.needs.cases import new_cases
from sim.needs.catalogue import read_catalogue
from sim.needs.festival import Waiting, put_off, waiting
from tests.population.county import values

CATALOGUE = read_catalogue(values())


def table(**given: float) -> Waiting:
    numbers = {f"needs.festival.{name}": value for name, value in given.items()}
    return waiting(CATALOGUE, values() | numbers)


def needs(condition: str, severity: int, count: int = 4_000) -> np.ndarray:
    person = np.arange(count, dtype=np.int32)
    which = np.full(count, CATALOGUE.index(condition), np.int8)
    return new_cases(person.astype(np.uint64) + 7, person, which, np.full(count, severity, np.int8))


def test_off_by_default():
    assert not waiting(CATALOGUE, values()).on


def test_days_around_the_festival():
    few = table(surgery=0.5, before=3, after=2)
    days = [few.days_left(date(2024, 2, day).toordinal(), 2024) for day in range(6, 14)]
    assert days == [-1, 5, 4, 3, 2, 1, 0, -1]


def test_planned_operations_wait_until_the_days_are_over():
    some = table(surgery=0.4, other=0.0, spread=30)
    days = put_off(some, needs("abdominal_surgery", 1), 5)
    waits = days > 0
    assert abs(waits.mean() - 0.4) < 0.03
    assert days[waits].min() == 6 and days[waits].max() == 35
    assert not put_off(some, needs("acute_respiratory", 1), 5).any()


def test_nobody_waits_who_is_severely_ill_or_calls_the_ambulance():
    everybody = table(surgery=0.95, other=0.6)
    assert not put_off(everybody, needs("abdominal_surgery", 2), 0).any()
    assert not put_off(everybody, needs("ami", 1), 0).any()
    assert put_off(everybody, needs("acute_respiratory", 0), 0).any()
