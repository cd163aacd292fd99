"""An epidemic wave of respiratory illness: who falls ill of it, on which day, how badly.

An event, not a policy: it adds needs to those of every day, and leaves these as they are. Everybody is drawn
once a wave: whether he or she falls ill of it, when (few at the beginning and at the end, most in the
middle), and how badly (pneumonia, above all among the old).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.needs.cases import CaseArray, new_cases
from sim.needs.catalogue import AGE_CLASSES, Catalogue
from sim.needs.onset import CLASS_OF_AGE
from sim.population.people import People
from sim.randomness import U64, keys, purpose, stream, uniform

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

COLD, PNEUMONIA = "acute_respiratory", "other_internal"
"""Conditions as which the illness shows: the mild and its course at home or in the clinic, and the ward's."""


@dataclass(frozen=True)
class WaveTables:
    """What a wave is like.

    Attributes
    ----------
    attack : float64 array, shape (4,)
        Share of people of each age class who fall ill; all zero without an epidemic.
    pneumonia : float64 array, shape (4,)
        Share of the ill who get pneumonia.
    start : int
        Day of the year on which it begins, 1 on New Year's Day.
    course : float64 array, shape (days + 1,)
        Share of the ill who fell ill before each day of the wave.
    bounds : float64 array, shape (2,)
        Distribution function of severity of the cold (mild, up to moderate).
    severe : float64
        Share of severe cases among moderate and severe pneumonia.
    conditions : int64 array, shape (2,)
        Numbers of `COLD` and `PNEUMONIA`.
    """

    attack: F64
    pneumonia: F64
    start: int
    course: F64
    bounds: F64
    severe: float
    conditions: I64

    @property
    def on(self) -> bool:
        """Whether there is an epidemic."""
        return bool((self.attack > 0).any())

    @property
    def days(self) -> int:
        """Length of a wave."""
        return len(self.course) - 1


def wave_tables(catalogue: Catalogue, values: Mapping[str, float], severity: F64) -> WaveTables:
    """Compile what a wave is like.

    Parameters
    ----------
    severity : float64 array, shape (conditions, 2)
        Distribution function of severity of ordinary needs.
    """
    ratio = np.array([values[f"epidemic.attack.{name}"] for name in AGE_CLASSES])
    cold, lung = catalogue.index(COLD), catalogue.index(PNEUMONIA)
    part = np.arange(int(values["epidemic.length"]) + 1) / values["epidemic.length"]
    severe = catalogue.severe[lung] / (catalogue.moderate[lung] + catalogue.severe[lung])
    return WaveTables(
        attack=np.minimum(values["epidemic.size"] * ratio, 1.0),
        pneumonia=np.array([values[f"epidemic.pneumonia.{name}"] for name in AGE_CLASSES]),
        start=int(values["epidemic.start_day"]),
        course=part - np.sin(2.0 * np.pi * part) / (2.0 * np.pi),
        bounds=severity[cold],
        severe=float(severe),
        conditions=np.array([cold, lung]),
    )


class Wave(NamedTuple):
    """Who falls ill in a wave, in order of day, and where each day begins.

    `begins` is the proleptic ordinal of its first day, `people` how many were at risk.
    """

    begins: int
    cases: CaseArray
    first: I64
    people: int

    def on(self, ordinal: int) -> CaseArray:
        """Needs that arise on a day of the wave."""
        day = ordinal - self.begins
        return self.cases[self.first[day] : self.first[day + 1]]

    def share(self, ordinal: int) -> float:
        """Share of the people who have fallen ill up to a day of the wave."""
        return float(self.first[ordinal - self.begins + 1]) / max(self.people, 1)


def wave_key(seed: int, replicate: int, ids: U64, year: int) -> U64:
    """Keys of everybody's illness in the wave that begins in a year."""
    return keys(stream("epidemic", seed, replicate), ids, year)


def draw_wave(people: People, table: WaveTables, seed: int, replicate: int, begins: int, year: int) -> Wave:
    """Draw who of those alive falls ill in the wave that begins on a day of a year."""
    at = np.flatnonzero(people.alive)
    age, key = CLASS_OF_AGE[people.age[at]], wave_key(seed, replicate, people.id[at], year)
    ill = uniform(key, purpose("epidemic.ill")) < table.attack[age]
    person, age, key = at[ill].astype(np.int32), age[ill], key[ill]
    day = np.searchsorted(table.course, uniform(key, purpose("epidemic.day")), side="right") - 1
    order = np.argsort(day, kind="stable")
    person, age, key, day = person[order], age[order], key[order], day[order]
    lung = uniform(key, purpose("epidemic.pneumonia")) < table.pneumonia[age]
    u = uniform(key, purpose("epidemic.severity"))
    cold = (u >= table.bounds[0]).astype(np.int64) + (u >= table.bounds[1])
    severity = np.where(lung, 1 + (u < table.severe), cold).astype(np.int8)
    condition = np.where(lung, table.conditions[1], table.conditions[0]).astype(np.int8)
    first = np.searchsorted(day, np.arange(table.days + 1))
    return Wave(begins, new_cases(key, person, condition, severity), first, len(at))
