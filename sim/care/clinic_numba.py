"""Compiled twin of `sim.care.clinic.clinic_day`, which makes its draws on the way, unit by unit."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from sim import randomness
from sim.care.clinic import LAST_ARRIVAL, TICKS, Reserve, Served, kept_places, on_the_list
from sim.care.noise import SIZE, exponential
from sim.care.queue_numba import serve_unit
from sim.care.sites import Sites
from sim.geography.map import Kind
from sim.needs.cases import CaseArray, Origin
from sim.needs.catalogue import Department
from sim.randomness_numba import purposes, step_key, unit

HOSPITAL = int(Kind.COUNTY_GENERAL)
EMERGENCY, INTERNAL = int(Department.EMERGENCY), int(Department.INTERNAL)
REFERRED, BOOKED = int(Origin.REFERRED), int(Origin.BOOKED)
FEW = 16  # a list so short is sorted fastest by insertion alone


def clinic_day_keyed(
    sites: Sites, department: npt.NDArray[np.int8], case: CaseArray, rank: npt.NDArray[np.int8],
    doctors: npt.NDArray[np.int32], slots: npt.NDArray[np.int64], reserve: Reserve | None, *draws: str,
) -> Served:  # fmt: skip
    """Serve the cases; `rank` is their standing, `draws` names the draws of arrival and of service time."""
    to_unit = np.empty(len(case), np.int64)
    counts = np.zeros(len(slots), np.int64)
    _assign(case, department, sites.kind, sites.first_unit, to_unit, counts)
    seen = np.ones(len(case), bool)
    full = counts > (slots if reserve is None else slots - kept_places(slots, reserve.share))
    if full.any():
        crowd = np.flatnonzero(full[to_unit])
        waiting, where = case.take(crowd), to_unit[crowd]
        tie = randomness.step_keys(randomness.step_keys(waiting["key"], waiting["step"]), waiting["tries"])
        if reserve is not None:
            reserve = reserve._replace(member=reserve.member[crowd])
        seen[crowd] = on_the_list(where, rank[crowd], tie, slots, reserve)
        counts = np.bincount(to_unit[seen], minlength=len(slots))
    wait = np.zeros(len(case), np.int64)
    _serve(
        case, rank, to_unit, seen, counts, np.cumsum(counts) - counts, doctors, sites.session, sites.service,
        exponential(), purposes(*draws), wait,
    )  # fmt: skip
    return Served(seen, wait)


@numba.njit(cache=True)
def _assign(case: Any, department: Any, kind: Any, first: Any, to_unit: Any, counts: Any) -> None:
    for i in range(case.size):
        facility = case[i].target
        at = first[facility]
        if kind[facility] >= HOSPITAL:
            clinic = department[case[i].condition]
            at += INTERNAL if clinic == EMERGENCY else clinic
        to_unit[i] = at
        counts[at] += 1


@numba.njit(cache=True)
def _serve(
    case: Any, rank: Any, to_unit: Any, seen: Any, counts: Any, first: Any, doctors: Any, session: Any,
    service: Any, noise: Any, to: Any, wait: Any,
) -> None:  # fmt: skip
    total = counts.sum()
    patient = np.empty(total, np.int64)
    arrival = np.empty(total)
    minutes = np.empty(total)
    end = first.copy()
    for i in range(case.size):
        at = to_unit[i]
        # Where there is a doctor for everybody nobody waits.
        if not seen[i] or counts[at] <= doctors[at]:
            continue
        key = step_key(case[i].key, case[i].step)
        place = end[at]
        end[at] += 1
        patient[place] = i
        arrival[place] = 0.0
        if rank[i] != REFERRED and rank[i] != BOOKED:
            u = unit(key, to[0])
            arrival[place] = u * u * LAST_ARRIVAL * session[at]
        minutes[place] = noise[np.int64(unit(key, to[1]) * SIZE)] * service[at]
    free = np.empty(max(1, doctors.max()))
    waits = np.empty(total)
    for at in range(counts.size):
        if counts[at] > doctors[at]:
            low, high = first[at], end[at]
            order = _order(arrival[low:high])
            serve_unit(order, arrival[low:high], minutes[low:high], free[: doctors[at]], waits[low:high])
            for k in range(low, high):
                wait[patient[k]] = np.int64(np.floor(waits[k] * TICKS))


@numba.njit(cache=True)
def _order(arrival: Any) -> Any:
    """Order of arrival, ties by position: by insertion, after a long list was put nearly in order."""
    order = np.arange(arrival.size) if arrival.size <= FEW else _nearly_in_order(arrival)
    for k in range(1, arrival.size):
        place, patient = k, order[k]
        while place > 0 and arrival[order[place - 1]] > arrival[patient]:
            order[place] = order[place - 1]
            place -= 1
        order[place] = patient
    return order


@numba.njit(cache=True)
def _nearly_in_order(arrival: Any) -> Any:
    """Patients by slots of the session, which fill evenly as they come early; ties by position."""
    last, slots = max(arrival.max(), 1.0), arrival.size
    slot, first = np.empty(arrival.size, np.int64), np.zeros(slots + 1, np.int64)
    for k in range(arrival.size):
        slot[k] = np.int64(np.sqrt(arrival[k] / last) * (slots - 1))
        first[slot[k] + 1] += 1
    first = np.cumsum(first)
    order = np.empty(arrival.size, np.int64)
    for k in range(arrival.size):
        order[first[slot[k]]] = k
        first[slot[k]] += 1
    return order
