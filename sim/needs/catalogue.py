"""The catalogue of conditions: what people fall ill with, and what each condition asks of a facility.

Facts that name a condition stand in `scenarios/data/conditions.csv`; its numbers are parameters
`conditions.<id>.<quantity>`, so that a scenario can change any of them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, IntFlag

import numpy as np
import numpy.typing as npt

from sim.declare import parameter_folder
from sim.population.people import Chronic

F64 = npt.NDArray[np.float64]

AGE_CLASSES = ("age_0_14", "age_15_44", "age_45_64", "age_65_plus")
"""Age classes of the rates; 15-44 is the class the others are multiples of."""
AGE_STARTS = (15, 45, 65)
"""First age of each class but the first: the class of an age is ``np.digitize(age, AGE_STARTS)``."""


class Department(IntEnum):
    """Where a condition is treated."""

    INTERNAL = 0
    SURGERY = 1
    WOMEN_CHILDREN = 2
    TCM_REHAB = 3
    OTHER = 4
    EMERGENCY = 5


class Group(IntEnum):
    """What sort of course a condition has (column `kind`)."""

    COMMON = 0
    CHRONIC = 1
    MAJOR = 2


class Sexes(IntFlag):
    """Who can have a condition; the bit of a person is ``1 << sex``."""

    MEN = 1
    WOMEN = 2
    BOTH = 3


@dataclass(frozen=True)
class Catalogue:
    """Arrays indexed by condition, each of shape (conditions,).

    Attributes
    ----------
    ids, names_zh, names_en : tuple of str
        Stable id and names.
    department, kind : int8
        See `Department` and `Group`.
    chronic : uint8
        Bit of the chronic state that a person must have, 0 for conditions anyone can have.
    risk : uint8
        Chronic states that multiply the rate by `uncontrolled` in a person who has one uncontrolled.
    emergency : bool
        Whether 120 is called.
    down_listed : bool
        On the list of diseases for going down when stable (yangzhou-2020 三(二)2), or rehabilitation.
    sexes : uint8
        See `Sexes`.
    rate : float64
        Needs per person-year of a man aged 15-44; of a chronic condition, per patient-year.
    age_0_14, age_45_64, age_65_plus, female, uncontrolled : float64
        Multipliers of the rate.
    winter : float64
        Relative amplitude of the season, ``1 + winter * cos(2 pi (day - 15) / 365)``.
    moderate, severe : float64
        Shares of severity; the rest is mild.
    skill_mild, skill_moderate, skill_severe : float64
        Capability needed: 1 village, 2 township, 3 county, 4 city.
    admit_moderate, admit_severe : float64
        Share for whom a stay is indicated.
    operate, operate_high : float64
        Share of stays with an operation; share of those of level 3 or 4.
    stay_days : float64
        Mean stay at a county hospital, days.
    visit_cost, stay_cost : float64
        Bill relative to the mean of the tier.
    self_limiting : float64
        Chance that an untreated mild need ends by itself.
    cure : float64
        Chance that adequate treatment ends the need.
    return_days : float64
        Mean days until an unsolved need returns.
    death_severe, death_untreated : float64
        Chance of death of a severe need, treated adequately and untreated.
    death_hour : float64
        Added chance of death per hour of door time.
    downable : float64
        Share of stays that a township centre could take back.
    tcm : float64
        Share of visits in Chinese medicine.
    """

    ids: tuple[str, ...]
    names_zh: tuple[str, ...]
    names_en: tuple[str, ...]
    department: npt.NDArray[np.int8]
    kind: npt.NDArray[np.int8]
    chronic: npt.NDArray[np.uint8]
    risk: npt.NDArray[np.uint8]
    emergency: npt.NDArray[np.bool_]
    down_listed: npt.NDArray[np.bool_]
    sexes: npt.NDArray[np.uint8]
    rate: F64
    age_0_14: F64
    age_45_64: F64
    age_65_plus: F64
    female: F64
    uncontrolled: F64
    winter: F64
    moderate: F64
    severe: F64
    skill_mild: F64
    skill_moderate: F64
    skill_severe: F64
    admit_moderate: F64
    admit_severe: F64
    operate: F64
    operate_high: F64
    stay_days: F64
    visit_cost: F64
    stay_cost: F64
    self_limiting: F64
    cure: F64
    return_days: F64
    death_severe: F64
    death_untreated: F64
    death_hour: F64
    downable: F64
    tcm: F64

    def __len__(self) -> int:
        """Return the number of conditions."""
        return len(self.ids)

    def index(self, condition: str) -> int:
        """Return the position of a condition by id."""
        return self.ids.index(condition)

    def yearly_rates(self) -> F64:
        """Needs per person-year by condition, age class and sex, all chronic states controlled.

        Returns
        -------
        float64 array, shape (conditions, 4, 2)
            Zero where the sex cannot have the condition. A chronic condition's rate is per patient.
        """
        by_age = np.stack([self.age_0_14, np.ones(len(self)), self.age_45_64, self.age_65_plus], axis=1)
        by_sex = np.stack([np.ones(len(self)), self.female], axis=1)
        allowed = (self.sexes[:, None] >> np.arange(2)) & 1
        return np.asarray(self.rate[:, None, None] * by_age[:, :, None] * (by_sex * allowed)[:, None, :])


QUANTITIES = tuple(name for name, kind in Catalogue.__annotations__.items() if kind == "F64")
"""Quantities that every condition declares, in the order of the parameter file."""


def read_catalogue(values: Mapping[str, float]) -> Catalogue:
    """Read the conditions and their numbers.

    Parameters
    ----------
    values : mapping of parameter path to value
        Must hold ``conditions.<id>.<quantity>`` for every condition and every quantity of `QUANTITIES`, and
        the multipliers of whole columns (``needs.winter``, ``needs.severe``, ``needs.admission``).
    """
    path = parameter_folder().parent / "data" / "conditions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    numbers = {
        quantity: np.array([values[f"conditions.{row['id']}.{quantity}"] for row in rows])
        for quantity in QUANTITIES
    }
    numbers["winter"] *= values["needs.winter"]
    numbers["severe"] = np.minimum(numbers["severe"] * values["needs.severe"], 1.0 - numbers["moderate"])
    numbers["admit_moderate"] = np.minimum(numbers["admit_moderate"] * values["needs.admission"], 1.0)
    return Catalogue(
        ids=tuple(row["id"] for row in rows),
        names_zh=tuple(row["name_zh"] for row in rows),
        names_en=tuple(row["name_en"] for row in rows),
        department=np.array([Department[row["department"].upper()] for row in rows], np.int8),
        kind=np.array([Group[row["kind"].upper()] for row in rows], np.int8),
        chronic=np.array([_bits(row["chronic"]) for row in rows], np.uint8),
        risk=np.array([_bits(row["risk"]) for row in rows], np.uint8),
        emergency=np.array([row["emergency"] == "1" for row in rows]),
        down_listed=np.array([row["down_listed"] == "1" for row in rows]),
        sexes=np.array([Sexes[row["sexes"].upper()] for row in rows], np.uint8),
        **numbers,
    )


def _bits(names: str) -> int:
    """Mask of chronic states written as ``hypertension;diabetes``."""
    return sum(Chronic[name.upper()] for name in names.split(";") if name)
