"""A day at the clinics: who of those who come is seen, and after what wait.

Pure functions on arrays. Places on the day's list go by priority (referred, booked, those who come back,
walk-ins) with keyed ties; those on the list are then served first come, first served.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.noise import exponential, pick
from sim.care.queue import Kernel, rank_within, serve
from sim.needs.cases import Origin

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

TICKS = 10  # waits are kept in tenths of a minute, so that sums are exact
LAST_ARRIVAL = 0.8  # walk-ins come in the first four fifths of the session, most of them early


class Served(NamedTuple):
    """Outcome of a clinic day for those who came: on the list or not, and the wait in tenths of a minute."""

    seen: Bools
    wait: I64


def arrival_minutes(origin: Ints, uniform: F64, session: F64) -> F64:
    """Minute of the session at which each patient comes: appointments at the opening, walk-ins later."""
    booked = (origin == Origin.REFERRED) | (origin == Origin.BOOKED)
    return np.where(booked, 0.0, uniform * uniform * LAST_ARRIVAL * session)


def on_the_list(unit: I64, origin: Ints, tie: npt.NDArray[np.uint64], slots: I64) -> Bools:
    """Whether each patient gets a place on today's list; only units that overflow need an order."""
    seen = np.ones(len(unit), bool)
    full = np.bincount(unit, minlength=len(slots)) > slots
    crowd = np.flatnonzero(full[unit])
    seen[crowd] = rank_within(unit[crowd], origin[crowd], tie[crowd]) < slots[unit[crowd]]
    return seen


def clinic_day(
    unit: I64, origin: Ints, tie: npt.NDArray[np.uint64], uniform_arrival: F64, uniform_service: F64,
    doctors: npt.NDArray[np.int32], slots: I64, session: F64, service: F64, kernel: Kernel,
) -> Served:  # fmt: skip
    """Serve everybody who comes to a clinic today.

    Parameters
    ----------
    unit, origin : integer array, shape (n,)
        Clinic unit and `Origin` of each case.
    tie : uint64 array, shape (n,)
        Keyed order among equals.
    uniform_arrival, uniform_service : float64 array, shape (n,)
        Draws of arrival and of service time.
    doctors, slots : integer array, shape (units,)
        Doctors in session today, and patients each unit can see.
    session, service : float64 array, shape (units,)
        Minutes.
    kernel : str
        Of `sim.care.queue.serve`.
    """
    seen = on_the_list(unit, origin, tie, slots)
    wait = np.zeros(len(unit), np.int64)
    at = unit[seen]
    arrival = arrival_minutes(origin[seen], uniform_arrival[seen], session[at])
    minutes = pick(exponential(), uniform_service[seen]) * service[at]
    waits = serve(at.astype(np.int32), arrival, minutes, doctors, kernel=kernel)
    wait[seen] = np.floor(waits * TICKS).astype(np.int64)
    return Served(seen, wait)
