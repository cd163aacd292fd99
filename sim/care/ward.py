"""Beds: who gets one, for how long, and who goes down to a township bed when stable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.care.noise import lognormal
from sim.care.queue import rank_within
from sim.geography.map import Kind
from sim.money.rules import LEVELS
from sim.needs.catalogue import Catalogue

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]
StayArray = npt.NDArray[np.void]

STAYS, TO_BED, TO_HOME, MOVED, TO_CARE, WORSE, SPLIT = range(7)
"""Whether a patient stays to the end, agreed to go down when stable (to a township bed, or home to the own
team), came down from a hospital, wants a long-term care place when stable, will get worse and move up, or is
discharged and readmitted on paper."""

STAY = np.dtype(
    [
        ("key", np.uint64),  # of the step of the episode that led to the stay
        ("person", np.int32),
        ("facility", np.int32),
        ("start", np.int32),  # day of admission
        ("end", np.int32),  # day of discharge home
        ("condition", np.int8),
        ("severity", np.int8),
        ("place", np.int8),  # Option used
        ("slip", np.int8),  # came with a referral slip
        ("down", np.int8),  # STAYS … MOVED
        ("step", np.int8),
        ("path", np.int8),  # `sim.money.rules.Path` of the admission
        ("link", np.int8),  # `sim.money.rules.Link` to the stay before
        ("tight", np.bool_),  # linked inside one tight community (紧密型医共体)
        ("broken", np.bool_),  # an earlier stay of the chain skipped a level
        ("charged", np.int32),  # deductibles due so far in the chain, fen
        ("kept", np.int8),  # lies in a bed kept for patients of family doctors
    ],
    align=True,
)


@dataclass(frozen=True)
class WardTables:
    """Tables of stays.

    Attributes
    ----------
    days : float64 array, shape (conditions, 5)
        Mean stay by price level.
    noise : float64 array
        Quantiles of the length of stay.
    down_day : float
        Share of the stay after which a patient is stable enough to go down.
    operate, operate_high : float64 array, shape (conditions,)
        Share of stays with an operation, and of those at level 3 or 4.
    operate_level : float64 array, shape (5,)
        What of it is done at each price level.
    """

    days: F64
    noise: F64
    down_day: float
    operate: F64
    operate_high: F64
    operate_level: F64


def ward_tables(catalogue: Catalogue, values: Mapping[str, float]) -> WardTables:
    """Compile the tables of stays from parameter values."""
    level = np.array([values[f"care.stay_level.{name}"] for name in LEVELS])
    return WardTables(
        days=catalogue.stay_days[:, None] * level,
        noise=lognormal(values["care.stay_spread"]),
        down_day=values["referral.down_day"],
        operate=catalogue.operate,
        operate_high=catalogue.operate_high,
        operate_level=np.array([0.0, values["care.township_surgery"], 1.0, 1.0, 1.0]),
    )


def length_of_stay(tables: WardTables, condition: Ints, level: Ints, multiple: F64) -> I64:
    """Days in hospital, at least one; `multiple` is that of the usual stay, a pick of the noise."""
    days = tables.days[condition, level] * multiple
    return np.maximum(np.floor(days + 0.5), 1.0).astype(np.int64)


def grant_beds(facility: Ints, priority: Ints, tie: npt.NDArray[np.uint64], free: I64) -> Bools:
    """Give out free beds by priority, then by keyed order.

    Parameters
    ----------
    facility, priority : integer array, shape (n,)
        Where a bed is asked for; lower priority first.
    tie : uint64 array, shape (n,)
        Keyed order among equals.
    free : int64 array, shape (facilities,)
        Free beds; never negative.
    """
    return rank_within(facility, priority, tie) < free[facility]


def stable_day(tables: WardTables, start: Ints, end: Ints) -> I64:
    """Day on which a patient is stable enough to go down."""
    return np.asarray(start + np.ceil((end - start) * tables.down_day).astype(np.int64))


def may_go_down(kind: Ints) -> Bools:
    """Whether a hospital of that kind sends patients down to the community's township centres."""
    return (kind >= Kind.COUNTY_GENERAL) & (kind <= Kind.OTHER_HOSPITAL)
