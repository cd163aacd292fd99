"""What else a resident brings to the door of a facility: income, insurance, a way to travel.

Income and travel belong to the household, insurance to the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.geography.kinds import Mode
from sim.population.people import Insurance
from sim.randomness import U64, draw, stream

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
U8 = npt.NDArray[np.uint8]
Bool = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.integer[Any]]

FIFTHS = 5


def household_income(
    starts: I64, age: I64, urban: Bool, key: U64, values: Mapping[str, float], seed: int
) -> U8:
    """Fifth of each household by income.

    Households are ranked by a keyed draw, moved up in urban places and down where all members are old; the
    fifths are exact.

    Parameters
    ----------
    starts : int64 array, shape (households,)
        First row of each household; residents stand in order of household.
    age : int64 array, shape (n,)
    urban : bool array, shape (n,)
    key : uint64 array, shape (households,)
        Id of a member, which keys the household's draws.
    """
    all_old = np.minimum.reduceat(age, starts) >= values["population.retirement_age"]
    score = (
        draw(stream("population.income", seed), key)
        + values["population.income_urban"] * urban[starts]
        - values["population.income_elderly"] * all_old
    )
    fifth = np.empty(len(starts), np.uint8)
    fifth[np.argsort(score, kind="stable")] = np.arange(len(starts)) * FIFTHS // len(starts)
    return fifth


def household_mode(starts: I64, age: I64, income: U8, key: U64, values: Mapping[str, float], seed: int) -> U8:
    """How each household travels.

    A car when the household owns one and somebody of driving age lives there; else an e-bike likewise; else
    the bus or on foot, which is how old people who live alone travel.
    """

    def drawn(name: str) -> F64:
        return draw(stream(f"population.travel.{name}", seed), key)

    def somebody(name: str) -> Bool:
        fit = (age >= values[f"population.travel.{name}_from"]) & (
            age <= values[f"population.travel.{name}_to"]
        )
        return np.logical_or.reduceat(fit, starts)

    poorest, richest = values["population.travel.car_poorest"], values["population.travel.car_richest"]
    owns_car = drawn("car") < poorest + (richest - poorest) * income / (FIFTHS - 1)
    owns_ebike = drawn("ebike") < values["population.travel.ebike"]
    mode = np.where(drawn("bus") < values["population.travel.bus"], Mode.BUS, Mode.WALK)
    mode = np.where(owns_ebike & somebody("ebike"), Mode.EBIKE, mode)
    return np.where(owns_car & somebody("car"), Mode.CAR, mode).astype(np.uint8)


def insurance_of(ids: U64, age: Ints, urban: Bool, away: Bool, values: Mapping[str, float], seed: int) -> U8:
    """Insurance by age and place.

    Working and retired people have employees' insurance with a chance that depends on living in an urban
    place; a small share of the others has no insurance. The away are those who kept the residents' insurance
    of their home, so all of them have it.
    """
    working = (age >= values["population.working_age"]) & (age < values["population.retirement_age"])
    retired = age >= values["population.retirement_age"]
    share = working * np.where(
        urban, values["population.employees.urban_working"], values["population.employees.rural_working"]
    ) + retired * np.where(
        urban, values["population.employees.urban_retired"], values["population.employees.rural_retired"]
    )
    employee = draw(stream("population.employees", seed), ids) < share
    uninsured = draw(stream("population.uninsured", seed), ids) < values["population.uninsured"]
    insured = np.where(
        employee, Insurance.EMPLOYEES, np.where(uninsured, Insurance.NONE, Insurance.RESIDENTS)
    )
    return np.where(away, Insurance.RESIDENTS, insured).astype(np.uint8)


def expecting(ids: U64, age: Ints, sex: Ints, values: Mapping[str, float], seed: int) -> Bool:
    """Who stands for the pregnant and those who just gave birth (孕产妇): a keyed share of the young."""
    return np.asarray(
        (sex == 1)
        & (age >= values["contract.pregnant_from"])
        & (age <= values["contract.pregnant_to"])
        & (draw(stream("contracts.pregnant", seed), ids) < values["contract.pregnant_share"])
    )
