"""Compiled twins of how `sim.day.arise` sorts the cases of a day."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from sim.day.state import State
from sim.needs.cases import CaseArray, Origin

I64 = npt.NDArray[np.int64]
BED = int(Origin.BED)


def at_home(state: State, needs: CaseArray) -> tuple[CaseArray, I64]:
    """Needs of those who are in no hospital bed, and how many by county; overwrites `needs`."""
    counts = np.zeros(state.tally.counties, np.int64)
    kept = _at_home(needs, state.inside, state.people.county, counts)
    return needs[:kept], counts


def sort_out(state: State, due: CaseArray) -> tuple[I64, I64, I64]:
    """Positions of the cases that are overtaken, of those that wait for a bed, and of all others."""
    at, sizes = np.empty((3, len(due)), np.int64), np.zeros(3, np.int64)
    _sort_out(due, state.people.alive, state.inside, at, sizes)
    overtaken, bed, others = (at[group, : sizes[group]] for group in range(3))
    return overtaken, bed, others


def by_person(due: CaseArray, needs: CaseArray) -> CaseArray:
    """Join cases and needs in order of resident, cases first; needs are in that order already."""
    bits = max(len(due) - 1, 1).bit_length()
    tagged = (due["person"].astype(np.int64) << bits) | np.arange(len(due))
    tagged.sort()
    merged = np.empty(len(due) + len(needs), due.dtype)
    _merge(due, tagged & ((1 << bits) - 1), needs, merged)
    return merged


@numba.njit(cache=True)
def _at_home(needs: Any, inside: Any, county: Any, counts: Any) -> int:
    n = 0
    for i in range(needs.size):
        person = needs[i].person
        needs[n] = needs[i]
        out = not inside[person]
        n += out
        counts[county[person]] += out
    return n


@numba.njit(cache=True)
def _sort_out(due: Any, alive: Any, inside: Any, at: Any, sizes: Any) -> None:
    for i in range(due.size):
        person, group = due[i].person, 2
        if not alive[person] or inside[person]:
            group = 0
        elif due[i].origin == BED:
            group = 1
        at[group, sizes[group]] = i
        sizes[group] += 1


@numba.njit(cache=True)
def _merge(due: Any, order: Any, needs: Any, merged: Any) -> None:
    j = 0
    for k in range(order.size):
        person = due[order[k]].person
        while j < needs.size and needs[j].person < person:
            merged[k + j] = needs[j]
            j += 1
        merged[k + j] = due[order[k]]
    while j < needs.size:
        merged[order.size + j] = needs[j]
        j += 1
