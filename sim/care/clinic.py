"""A day at the clinics: who of those who come is seen, and after what wait.

Pure functions on arrays. Places on the day's list go by standing (let in first, booked, those who come back,
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
I8 = npt.NDArray[np.int8]
I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

TICKS = 10  # waits are kept in tenths of a minute, so that sums are exact
EVEN = 1e-9  # 0.2 of 15 places are three, not 2.9999999999999996
LAST_ARRIVAL = 0.8  # walk-ins come in the first four fifths of the session, most of them early


class Served(NamedTuple):
    """Outcome of a clinic day for those who came: on the list or not, and the wait in tenths of a minute."""

    seen: Bools
    wait: I64


def standing(origin: Ints, tries: Ints, first: Bools, booked: Bools) -> I8:
    """Order in which a hospital lets patients in, as an `Origin`: a smaller number goes first.

    A slip alone gives no precedence: who holds one comes as others do, on the first day without an
    appointment, and booked when turned away before.

    Parameters
    ----------
    origin, tries : integer array, shape (n,)
        Of the cases.
    first, booked : bool array, shape (n,)
        Who holds a slip is let in before all others (green channel), or by appointment (tier by tier).
    """
    plain = np.where(booked | (tries > 0), Origin.BOOKED, Origin.NEW)
    usual = np.where(origin == Origin.REPORT, Origin.BOOKED, origin)
    return np.where(origin == Origin.REFERRED, np.where(first, Origin.REFERRED, plain), usual).astype(np.int8)


class Reserve(NamedTuple):
    """Places kept for patients of family doctors (预留号源、床位).

    Attributes
    ----------
    member : bool array, shape (n,)
        Whether each patient may use a kept place.
    share : float64 array, shape (units,)
        Kept share of the places.
    release : float64 array, shape (units,)
        Of the kept places that no member asked for, share given to others.
    """

    member: Bools
    share: F64
    release: F64


def kept_places(places: I64, share: F64) -> I64:
    """Whole places kept of `places`."""
    return np.asarray(np.floor(places * share + EVEN), np.int64)


def give_places(
    unit: Ints, rank: Ints, tie: npt.NDArray[np.uint64], common: I64, kept: I64, member: Bools, release: F64
) -> tuple[Bools, Bools]:
    """Give out places: members take the kept ones first, then everybody else's order holds for the rest.

    Parameters
    ----------
    unit, rank : integer array, shape (n,)
        Where a place is asked for, and the order of precedence (lower first).
    tie : uint64 array, shape (n,)
        Keyed order among equals.
    common, kept : int64 array, shape (units,)
        Places for all, and those kept for members.
    member, release
        As in `Reserve`.

    Returns
    -------
    granted, in_kept : bool array, shape (n,)
        Who has a place, and who of them has one of those kept (as a member, or because it was released).
    """
    in_kept = np.zeros(len(unit), bool)
    at = np.flatnonzero(member)
    in_kept[at] = rank_within(unit[at], rank[at], tie[at]) < kept[unit[at]]
    unused = kept - np.bincount(unit[in_kept], minlength=len(kept))
    released = np.floor(unused * release + EVEN).astype(np.int64)
    rest = np.flatnonzero(~in_kept)
    order = rank_within(unit[rest], rank[rest], tie[rest])
    granted = in_kept.copy()
    granted[rest] = order < (common + released)[unit[rest]]
    in_kept[rest] = granted[rest] & (order >= common[unit[rest]])
    return granted, in_kept


def arrival_minutes(origin: Ints, uniform: F64, session: F64) -> F64:
    """Minute of the session at which each patient comes: appointments at the opening, walk-ins later."""
    booked = (origin == Origin.REFERRED) | (origin == Origin.BOOKED)
    return np.where(booked, 0.0, uniform * uniform * LAST_ARRIVAL * session)


def on_the_list(
    unit: I64, origin: Ints, tie: npt.NDArray[np.uint64], slots: I64, reserve: Reserve | None = None
) -> Bools:
    """Whether each patient gets a place on today's list; only units that may overflow need an order."""
    seen = np.ones(len(unit), bool)
    kept = np.zeros(len(slots), np.int64) if reserve is None else kept_places(slots, reserve.share)
    full = np.bincount(unit, minlength=len(slots)) > slots - kept
    crowd = np.flatnonzero(full[unit])
    unit, origin, tie = unit[crowd], origin[crowd], tie[crowd]
    if reserve is None:
        seen[crowd] = rank_within(unit, origin, tie) < slots[unit]
    else:
        seen[crowd], _ = give_places(
            unit, origin, tie, slots - kept, kept, reserve.member[crowd], reserve.release
        )
    return seen


def clinic_day(
    unit: I64, origin: Ints, tie: npt.NDArray[np.uint64], uniform_arrival: F64, uniform_service: F64,
    doctors: npt.NDArray[np.int32], slots: I64, session: F64, service: F64, kernel: Kernel,
    reserve: Reserve | None = None,
) -> Served:  # fmt: skip
    """Serve everybody who comes to a clinic today.

    Parameters
    ----------
    unit, origin : integer array, shape (n,)
        Clinic unit and standing of each case, see `standing`.
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
    reserve : Reserve, optional
        Places kept for patients of family doctors; none by default.
    """
    seen = on_the_list(unit, origin, tie, slots, reserve)
    wait = np.zeros(len(unit), np.int64)
    at = unit[seen]
    arrival = arrival_minutes(origin[seen], uniform_arrival[seen], session[at])
    minutes = pick(exponential(), uniform_service[seen]) * service[at]
    waits = serve(at.astype(np.int32), arrival, minutes, doctors, kernel=kernel)
    wait[seen] = np.floor(waits * TICKS).astype(np.int64)
    return Served(seen, wait)
