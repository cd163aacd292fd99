"""The queue of a clinic day: who is seen in which order, and how long each patient waits.

A unit (a village clinic, a department of a hospital) is a pooled queue: one line, c doctors, first come
first served, the next patient goes to the doctor who is free first. Every unit of the county is served in
one call. The functions are pure; the same code is held against queueing theory in the tests.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]
Ints = npt.NDArray[np.integer]
Indices = npt.NDArray[np.int64]
Kernel = Literal["numpy", "numba"]
FEW = 300  # so few are sorted fastest by all keys at once


def _stable_order(values: npt.NDArray[np.generic]) -> Indices:
    """Order of `values`, ties by position; five times faster than a stable sort when there are no ties."""
    order = np.argsort(values)
    ordered = values[order]
    if np.any(ordered[1:] == ordered[:-1]):
        order = np.argsort(values, kind="stable")
    return order.astype(np.int64, copy=False)


def _narrow(values: Ints) -> Ints:
    """Non-negative integers as uint16 where they fit: NumPy sorts those by radix, in linear time."""
    return values.astype(np.uint16) if values.size and values.max() < 2**16 else values


def _first_positions(counts: Ints) -> Indices:
    """Position of the first entry of each group when entries are stored group by group."""
    return np.cumsum(counts, dtype=np.int64) - counts


def rank_within(group: Ints, priority: Ints, tie: npt.NDArray[np.uint64] | F64) -> Indices:
    """Rank each entry within its group by priority, then by `tie`.

    Parameters
    ----------
    group : int array, shape (n,)
        Non-negative number of the unit asked for.
    priority : int array, shape (n,)
        Lower goes first.
    tie : uint64 or float64 array, shape (n,)
        Keyed random numbers or arrival times; equal ones go by position.

    Returns
    -------
    int64 array, shape (n,)
        0 for the first of each group.
    """
    if not len(group):
        return np.empty(0, np.int64)
    if len(group) <= FEW:
        order = np.lexsort((tie, priority, group))
        ordered, place = group[order], np.arange(len(order))
        starts = place.copy()
        starts[1:][ordered[1:] == ordered[:-1]] = 0
        rank = np.empty(len(order), np.int64)
        rank[order] = place - np.maximum.accumulate(starts)
        return rank
    order = _stable_order(tie)
    levels = priority - priority.min(initial=0)
    place = group.astype(np.int64) * (int(levels.max()) + 1) + levels
    order = order[np.argsort(_narrow(place[order]), kind="stable")]
    rank = np.empty(order.size, dtype=np.int64)
    rank[order] = np.arange(order.size) - _first_positions(np.bincount(group))[group[order]]
    return rank


def sessions_capacity(
    servers: Ints, session_minutes: float | F64, service_minutes: float | F64
) -> npt.NDArray[np.int64]:
    """Patients a unit can see in a day.

    Parameters
    ----------
    servers : int array, shape (u,)
        Doctors who hold a session.
    session_minutes, service_minutes : float or float64 array, shape (u,)
        Length of the day's sessions, and mean time with one patient (more than 0).

    Returns
    -------
    int64 array, shape (u,)
        Whole patients; the doctors share the list, so their odd minutes add up.
    """
    patients: F64 = servers * (np.asarray(session_minutes) / np.asarray(service_minutes))
    whole: Indices = np.floor(patients + 1e-9).astype(np.int64)  # 0.3 / 0.1 is three, not 2.9999999999999996
    return whole


def serve(unit: I32, arrival: F64, service: F64, servers: I32, kernel: Kernel = "numpy") -> F64:
    """Wait of every patient of a day, first come first served.

    Parameters
    ----------
    unit : int32 array, shape (n,)
        Queue each patient joins, 0 ... u - 1.
    arrival : float64 array, shape (n,)
        Minutes since opening, 0 or more; equal arrivals are served by position in the input.
    service : float64 array, shape (n,)
        Minutes with the doctor.
    servers : int32 array, shape (u,)
        Doctors of each unit; a unit without one serves nobody.
    kernel : {"numpy", "numba"}
        Implementation; both return the same bits.

    Returns
    -------
    float64 array, shape (n,)
        Minutes from arrival to the start of service; infinite at a unit without a doctor.

    Raises
    ------
    ValueError
        When a patient joins a unit that `servers` does not have.
    """
    counts = np.bincount(unit, minlength=servers.size)
    if counts.size > servers.size:
        raise ValueError(f"unit {counts.size - 1} is not among the {servers.size} units given")
    wait = np.empty(unit.size)
    if not unit.size:
        return wait
    # Doctors beyond the number of patients serve nobody; without them a hospital of hundreds costs little.
    servers = np.minimum(servers, counts).astype(np.int32)
    order = _stable_order(arrival)
    if kernel == "numba":
        from sim.care.queue_numba import serve_units  # a third of a second, so only when asked for

        order = order[np.argsort(_narrow(unit[order]), kind="stable")]
        serve_units(order, _first_positions(counts), counts, arrival, service, servers, wait)
    else:
        _serve_rounds(order, unit, counts, arrival, service, servers, wait)
    return wait


def _serve_rounds(
    order: Indices, unit: I32, counts: Indices, arrival: F64, service: F64, servers: I32, wait: F64
) -> None:
    """Serve the first patient of every unit, then the second of every unit, and so on; fill `wait`."""
    busiest_first = np.argsort(-counts, kind="stable")  # the units still busy in a round are then a prefix
    place = np.empty(counts.size, dtype=np.int64)
    place[busiest_first] = np.arange(counts.size)
    places = place[unit]
    order = order[np.argsort(_narrow(places[order]), kind="stable")]
    rank = np.arange(order.size) - _first_positions(counts[busiest_first])[places[order]]
    order = order[np.argsort(_narrow(rank), kind="stable")]  # round by round, busiest unit first
    arrive, take = arrival[order], service[order]
    begin = np.empty(order.size)
    doctors = np.arange(max(1, servers.max()))
    free = np.where(doctors < servers[busiest_first, None], 0.0, np.inf)  # minute each doctor is free again
    rows = np.arange(counts.size)
    low = 0
    for busy in np.bincount(rank).tolist():
        now = slice(low, low + busy)
        doctor = free[:busy].argmin(axis=1)
        begin[now] = np.maximum(arrive[now], free[rows[:busy], doctor])
        free[rows[:busy], doctor] = begin[now] + take[now]
        low += busy
    wait[order] = begin - arrive
