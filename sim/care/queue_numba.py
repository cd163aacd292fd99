"""Compiled twin of the queue of `sim.care.queue`: the same steps on the same numbers, unit by unit.

Import it only where it is asked for: Numba takes a third of a second and about 120 MB.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np


@numba.njit(cache=True)
def serve_unit(order: Any, arrival: Any, service: Any, free: Any, wait: Any) -> None:
    """Fill `wait` of the patients of one unit, taken in `order`; `free` has a place for every doctor."""
    free[:] = 0.0  # kept as a heap, whose first place is the doctor who is free first
    for patient in order:
        begin = max(arrival[patient], free[0])
        wait[patient] = begin - arrival[patient]
        end, place, child = begin + service[patient], 0, 1
        while child < free.size:
            if child + 1 < free.size and free[child + 1] < free[child]:
                child += 1
            if free[child] >= end:
                break
            free[place] = free[child]
            place, child = child, 2 * child + 1
        free[place] = end


@numba.njit(cache=True)
def serve_units(
    order: Any, first: Any, counts: Any, arrival: Any, service: Any, servers: Any, wait: Any
) -> None:
    """Fill `wait`; `order` holds the patients unit by unit in order of arrival."""
    free = np.empty(max(1, servers.max()))
    for unit in range(counts.size):
        here = order[first[unit] : first[unit] + counts[unit]]
        if servers[unit]:
            serve_unit(here, arrival, service, free[: servers[unit]], wait)
        else:
            wait[here] = np.inf
