"""Training of township staff (进修、带教): who is away at the lead hospital, and what they bring home.

Doctors of a township centre go to the lead hospital for a course of months; while they are away the centre
has fewer, and only when they are back can it do more. Ward rounds and lectures (教学查房、讲座) teach those
who stay, a little at a time. What has been learned is kept. Pure functions on arrays.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.care.remote import readers
from sim.care.sites import Sites
from sim.geography.map import Kind, Map
from sim.policy.regimes import Regimes
from sim.randomness import draw, stream

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

YEAR, MONTH = 365.0, 30.4  # days
YEAR_MONTHS = 12


@dataclass(frozen=True)
class TrainingTables:
    """Tables of training, arrays of shape (facilities,).

    Attributes
    ----------
    months : int64 array
        Length of a course.
    rate : float64 array
        Doctors whom a centre sends to a course, on the average.
    phase : float64 array
        Where in the round of its county a centre stands, 0-1.
    most : int64 array
        Doctors who can be away at a time: one stays.
    lectures : float64 array
        Doctor-days of learning that rounds and lectures bring a centre on a day.
    whole : float64 array
        Doctor-days after which every doctor of a centre has been trained.
    taught : float64 array
        Doctor-days of learning that the capability of these tables holds.
    """

    months: I64
    rate: F64
    phase: F64
    most: I64
    lectures: F64
    whole: F64
    taught: F64


@dataclass
class Training:
    """What centres have learned so far.

    Attributes
    ----------
    course : int64 array, shape (facilities,)
        Number of the course under way, see `course_of`.
    running : float64 array, shape (facilities,)
        Doctor-days that those away have spent there in it.
    taught : float64 array, shape (facilities,)
        Doctor-days of learning brought home, or had there.
    away : int64 array, shape (facilities,)
        Doctors who are missing at the centre today.
    """

    course: I64
    running: F64
    taught: F64
    away: I64


def no_training(facilities: int) -> Training:
    """Nobody has been taught anything."""
    nobody = np.zeros(facilities, np.int64)
    return Training(nobody, np.zeros(facilities), np.zeros(facilities), nobody)


def training_tables(
    map_: Map, sites: Sites, regimes: Regimes, seed: int, taught: F64 | None = None
) -> TrainingTables:
    """Compile the tables of training.

    Parameters
    ----------
    taught : float64 array, shape (facilities,), optional
        Doctor-days of learning so far, none by default.
    """

    def here(name: str) -> F64:
        return regimes.by_facility(f"capability.training.{name}")

    served = (readers(map_, sites) >= 0) & (sites.kind == Kind.TOWNSHIP_CENTRE)
    centres = np.bincount(sites.county[served], minlength=len(map_.counties))
    part = np.where(served, 1.0 / np.maximum(centres[np.maximum(sites.county, 0)], 1), 0.0)
    months = here("months")
    return TrainingTables(
        months=months.astype(np.int64),
        rate=here("trainees") * part * months / YEAR_MONTHS,
        phase=draw(stream("training.turn", seed), np.arange(len(part))),
        most=np.where(served, sites.doctors[sites.first_unit].astype(np.int64) - 1, 0),
        lectures=here("sessions") * part * here("session_days") / YEAR,
        whole=sites.staff * months * MONTH,
        taught=np.zeros(len(part)) if taught is None else taught.copy(),
    )


def with_training(sites: Sites, map_: Map, regimes: Regimes, tables: TrainingTables) -> Sites:
    """Facilities with what their doctors have learned; nobody learns to do more than the lead hospital."""
    share = np.minimum(tables.taught / np.maximum(tables.whole, 1.0), 1.0)
    more = sites.capability + share * regimes.by_facility("capability.training.gain")
    most = np.maximum(sites.capability[readers(map_, sites)], sites.capability)
    return replace(sites, capability=np.where(share > 0.0, np.minimum(more, most), sites.capability))


def course_of(tables: TrainingTables, month: int) -> I64:
    """Number of the course that is under way in a month, counted from the year 0, shape (facilities,)."""
    return month // tables.months


def sent(tables: TrainingTables, course: I64, taught: F64) -> I64:
    """Doctors whom each centre has at a course: in turn, and none where everybody has been trained.

    Parameters
    ----------
    course : int64 array, shape (facilities,)
        Number of the course.
    taught : float64 array, shape (facilities,)
        Doctor-days of learning so far.
    """
    listed = np.floor((course + 1) * tables.rate + tables.phase) - np.floor(
        course * tables.rate + tables.phase
    )
    number = np.minimum(listed.astype(np.int64), tables.most)
    return np.where(taught < tables.whole, number, 0)
