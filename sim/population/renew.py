"""From one year to the next: people age, die, are born, leave and return, and fall chronically ill."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.population.health import chronic_states, controlled_states
from sim.population.people import Insurance, People
from sim.randomness import draw, keys, stream

F64 = npt.NDArray[np.float64]

_MORTALITY = ("0", "1_14", "15_44", "45_54", "55_64", "65_74", "75_84", "85_plus")
_MORTALITY_STARTS = (1, 15, 45, 55, 65, 75, 85)
_OLDEST = 120
FIRST_BORN = 1 << 52  # ids of those born in the run: above every id of the census, exact as a float


def mortality_day(people: People, values: Mapping[str, float], seed: int, year: int) -> npt.NDArray[np.int16]:
    """Day of the year on which each person dies of a cause outside the catalogue of conditions.

    Parameters
    ----------
    people : People
        At the beginning of the year.
    year : int
        Calendar year; keys the draws.

    Returns
    -------
    int16 array, shape (n,)
        1 for the first of January; -1 for those who do not die so this year, and for the dead.
    """
    rate = np.array([values[f"population.mortality.{band}"] for band in _MORTALITY])
    ratio = values["population.mortality_women"]
    # the declared rate is the mean of both sexes
    by_sex = np.array([2.0 / (1.0 + ratio), 2.0 * ratio / (1.0 + ratio)])
    chance = 1.0 - np.exp(-rate[np.digitize(people.age, _MORTALITY_STARTS)] * by_sex[people.sex])
    u = draw(stream("population.death", seed), people.id, year)
    days = 366 if isleap(year) else 365
    day = 1 + (u / chance * days).astype(np.int64)
    return np.where(people.alive & (u < chance), day, -1).astype(np.int16)


def renew_year(
    people: People,
    values: Mapping[str, float],
    seed: int,
    year: int,
    newborn_mothers: npt.NDArray[np.integer[Any]],
) -> People:
    """Carry the people over into a new year.

    Everybody alive grows older; people of working age leave and return; chronic states come with age, so that
    each age keeps its prevalence; the children born in the past year are appended. Deaths are not made here:
    they happen on their day (`mortality_day`, outcomes).

    Parameters
    ----------
    people : People
        At the end of the past year; not changed.
    year : int
        The year that begins.
    newborn_mothers : integer array
        Rows of the women who gave birth in the past year, each once.

    Returns
    -------
    People
        The same rows in the same places, then the newborn. Who leaves loses the contract; signing anew
        (`sim.population.contracts`) and the insurance accumulators belong to other steps.
    """
    age = np.where(people.alive, np.minimum(people.age.astype(np.int64) + 1, _OLDEST), people.age)
    away = _moved(people, values, seed, year)
    chronic = people.chronic | np.where(
        people.alive, chronic_states(people.id, age, people.sex, values, seed), np.uint8(0)
    )
    acquired = chronic & ~people.chronic
    renewed = replace(
        people.take(np.arange(len(people))),
        age=age.astype(np.uint8),
        away=away,
        chronic=chronic,
        controlled=people.controlled | controlled_states(people.id, acquired, values, seed),
        signed=people.signed & ~away,
    )
    return renewed.append(_newborn(people.take(newborn_mothers), values, seed, year))


def _moved(people: People, values: Mapping[str, float], seed: int, year: int) -> npt.NDArray[np.bool_]:
    """Who is away after the moves of the turn of the year."""
    mobile = (
        people.alive
        & (people.age >= values["population.mobile_from"])
        & (people.age <= values["population.mobile_to"])
    )
    chance = np.where(people.away, values["population.returning"], values["population.leaving"])
    moves = mobile & (draw(stream("population.move", seed), people.id, year) < chance)
    return people.away ^ moves


def _newborn(mothers: People, values: Mapping[str, float], seed: int, year: int) -> People:
    """Make the children of these women; they live where the mother does and have the residents' insurance.

    Employees' insurance does not cover children; those of uninsured mothers have none.
    """
    # an id that depends on mother and year alone is the same in every scenario and sample
    key = keys(stream("population.birth", 0), mothers.id, year)
    ids = (key >> np.uint64(12)) | np.uint64(FIRST_BORN)
    age = np.zeros(len(ids), np.int64)
    sex = (draw(stream("population.birth_sex", seed), ids) >= values["population.boys"]).astype(np.int64)
    chronic = np.zeros(len(ids), np.uint8)
    insured = mothers.insurance != Insurance.NONE
    return People.with_fresh_state(
        id=ids,
        village=mothers.village,
        county=mothers.county,
        age=age,
        sex=sex,
        household=mothers.household,
        income=mothers.income,
        insurance=np.where(insured, Insurance.RESIDENTS, Insurance.NONE),
        away=mothers.away,
        mode=mothers.mode,
        chronic=chronic,
    )
