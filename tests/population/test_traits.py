from __future__ import annotations

import numpy as np

from sim.geography.kinds import Mode
from sim.population import traits
from sim.population.people import Insurance
from tests.population.county import LULONG, residents, small_map, values

IDS = np.arange(1, 9, dtype=np.uint64)


def household(**changes: float) -> dict[str, float]:
    return values() | {f"population.travel.{name}": value for name, value in changes.items()}


def test_fifths_of_households_are_exact():
    people = residents()
    fifth = people.income[np.unique(people.household, return_index=True)[1]]
    counts = np.bincount(fifth)
    assert counts.max() - counts.min() <= 1


def test_town_is_richer_and_old_households_poorer():
    people = residents()
    urban = small_map(LULONG).villages["urban"].to_numpy()[people.village]
    assert people.income[urban].mean() > people.income[~urban].mean() + 0.3
    assert people.income[people.age >= 75].mean() < people.income.mean() - 0.3


def test_old_people_alone_walk_or_take_the_bus():
    starts, age = np.array([0, 1, 3]), np.array([80, 82, 45, 30])
    everything = household(car_poorest=1.0, car_richest=1.0, ebike=1.0, bus=1.0)
    rich = np.array([4, 4, 4], np.uint8)
    # somebody of 80 alone; somebody of 82 with a child of 45; somebody of 30
    assert traits.household_mode(starts, age, rich, IDS[:3], everything, 1).tolist() == [
        Mode.BUS,
        Mode.CAR,
        Mode.CAR,
    ]
    carless = household(car_poorest=0.0, car_richest=0.0, ebike=1.0, bus=0.0)
    assert traits.household_mode(starts, age, rich, IDS[:3], carless, 1).tolist() == [
        Mode.WALK,
        Mode.EBIKE,
        Mode.EBIKE,
    ]


def test_modes_of_the_county():
    people = residents()
    share = np.bincount(people.mode, minlength=4) / len(people)
    assert 0.25 < share[Mode.CAR] < 0.5
    assert share[Mode.EBIKE] > 0.35
    richest, poorest = people.mode[people.income == 4], people.mode[people.income == 0]
    assert (richest == Mode.CAR).mean() > 3 * (poorest == Mode.CAR).mean()


def test_insurance_follows_age_and_place():
    age = np.array([10, 30, 30, 70, 70, 30])
    urban = np.array([True, True, False, True, False, True])
    away = np.array([False] * 5 + [True])
    names = ("urban_working", "rural_working", "urban_retired", "rural_retired")
    sure = values() | {f"population.employees.{name}": 1.0 for name in names} | {"population.uninsured": 1.0}
    assert traits.insurance_of(IDS[:6], age, urban, away, sure, 1).tolist() == [
        Insurance.NONE,
        *[Insurance.EMPLOYEES] * 4,
        Insurance.RESIDENTS,
    ]
    rural = sure | {"population.employees.urban_working": 0.0, "population.employees.urban_retired": 0.0}
    assert traits.insurance_of(IDS[:6], age, urban, away, rural, 1).tolist() == [0, 0, 2, 0, 2, 1]


def test_insurance_of_the_county():
    people = residents()
    share = np.bincount(people.insurance, minlength=3) / len(people)
    assert share[Insurance.NONE] < 0.05
    assert 0.10 < share[Insurance.EMPLOYEES] < 0.25
