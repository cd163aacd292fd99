"""The people of the county as a struct of arrays: one row a person, one narrow column a fact.

Rows never move: a person's row number is valid for the whole run, the dead and those who moved away keep
theirs (`alive`, `away`), and the newborn are appended. What identifies a person across runs is `id`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum, IntFlag
from typing import Any

import numpy as np
import numpy.typing as npt


class Chronic(IntFlag):
    """Chronic states a person can live with; bits of `People.chronic` and `People.controlled`."""

    HYPERTENSION = 1
    DIABETES = 2
    COPD = 4
    CHD = 8
    STROKE = 16
    TUMOUR = 32
    RENAL = 64  # end-stage renal disease on dialysis


class Insurance(IntEnum):
    """Basic medical insurance of a person."""

    NONE = 0
    RESIDENTS = 1  # 城乡居民医保
    EMPLOYEES = 2  # 职工医保


@dataclass
class People:
    """Struct of arrays, each of shape (n,).

    Attributes
    ----------
    id : uint64
        Stable identity: the same person has the same id at every sample share.
    village, household : int32
        Index of the village in the map; number of the household.
    county : int8
        Index of the county.
    age, sex : uint8
        Completed years; 0 man, 1 woman.
    income : uint8
        Fifth of households by income, 0 poorest to 4.
    insurance : uint8
        See `Insurance`.
    away : bool
        Registered and insured here, living elsewhere.
    mode : uint8
        How the person travels: 0 on foot, 1 e-bike, 2 bus, 3 car.
    chronic, controlled : uint8
        Bit masks of `Chronic`; `controlled` is a subset of `chronic`.
    signed : bool
        Has a family-doctor contract.
    alive : bool
        False from the day of death on.
    deductible_used, special_used : int32
        Eligible cost of this year that went into the deductible of ordinary outpatient care, and of special
        outpatient care with a certificate, fen.
    outpatient_paid, chronic_paid, drugs_paid, inpatient_paid : int32
        What the fund paid this year from each outpatient pool and for stays, fen.
    own_eligible, critical_paid, aid_paid : int32
        Eligible cost of stays of this year after the basic fund, and what critical-illness insurance and
        medical aid paid of it, fen.
    stays : uint8
        Stays of this year.
    habit : int8
        Option of the last visit, 0 none.
    """

    id: npt.NDArray[np.uint64]
    village: npt.NDArray[np.int32]
    county: npt.NDArray[np.int8]
    age: npt.NDArray[np.uint8]
    sex: npt.NDArray[np.uint8]
    household: npt.NDArray[np.int32]
    income: npt.NDArray[np.uint8]
    insurance: npt.NDArray[np.uint8]
    away: npt.NDArray[np.bool_]
    mode: npt.NDArray[np.uint8]
    chronic: npt.NDArray[np.uint8]
    controlled: npt.NDArray[np.uint8]
    signed: npt.NDArray[np.bool_]
    alive: npt.NDArray[np.bool_]
    deductible_used: npt.NDArray[np.int32]
    special_used: npt.NDArray[np.int32]
    outpatient_paid: npt.NDArray[np.int32]
    chronic_paid: npt.NDArray[np.int32]
    drugs_paid: npt.NDArray[np.int32]
    inpatient_paid: npt.NDArray[np.int32]
    own_eligible: npt.NDArray[np.int32]
    critical_paid: npt.NDArray[np.int32]
    aid_paid: npt.NDArray[np.int32]
    stays: npt.NDArray[np.uint8]
    habit: npt.NDArray[np.int8]

    @classmethod
    def with_fresh_state(cls, **facts: npt.NDArray[Any]) -> People:
        """Make people from their facts: alive, with empty accumulators, no stay and no habit.

        Parameters
        ----------
        facts : arrays, shape (n,)
            Columns up to `signed`, by name; cast to the narrow types.
        """
        size = len(facts["id"])
        columns = {name: facts.get(name, np.zeros(size)).astype(kind) for name, kind in DTYPES.items()}
        columns["alive"][:] = True
        return cls(**columns)

    def __len__(self) -> int:
        """Return the number of rows, the dead included."""
        return len(self.id)

    @property
    def nbytes(self) -> int:
        """Memory of all columns in bytes."""
        return sum(column.nbytes for column in self.columns().values())

    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """Return the columns by name (the arrays themselves, not copies)."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def take(self, mask: npt.NDArray[np.bool_] | npt.NDArray[np.integer]) -> People:
        """Return the rows of a boolean mask or of an index array, as copies."""
        return People(**{name: column[mask] for name, column in self.columns().items()})

    def append(self, other: People) -> People:
        """Return these people followed by `other`; the rows of these keep their places."""
        theirs = other.columns()
        return People(**{name: np.concatenate([mine, theirs[name]]) for name, mine in self.columns().items()})


DTYPES: dict[str, type[np.generic]] = {
    "id": np.uint64,
    "village": np.int32,
    "county": np.int8,
    "age": np.uint8,
    "sex": np.uint8,
    "household": np.int32,
    "income": np.uint8,
    "insurance": np.uint8,
    "away": np.bool_,
    "mode": np.uint8,
    "chronic": np.uint8,
    "controlled": np.uint8,
    "signed": np.bool_,
    "alive": np.bool_,
    "deductible_used": np.int32,
    "special_used": np.int32,
    "outpatient_paid": np.int32,
    "chronic_paid": np.int32,
    "drugs_paid": np.int32,
    "inpatient_paid": np.int32,
    "own_eligible": np.int32,
    "critical_paid": np.int32,
    "aid_paid": np.int32,
    "stays": np.uint8,
    "habit": np.int8,
}
"""Type of each column of `People`: 65 bytes a person."""
ACCUMULATORS = (
    "deductible_used", "special_used", "outpatient_paid", "chronic_paid", "drugs_paid", "inpatient_paid",
    "own_eligible", "critical_paid", "aid_paid", "stays",
)  # fmt: skip
"""Columns that begin at zero every year."""
