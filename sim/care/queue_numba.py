"""Compiled twin of the queue of `sim.care.queue`: the same steps on the same numbers, unit by unit.

Import it only where it is asked for: Numba takes a third of a second and about 120 MB.
"""

from __future__ import annotations

from collections.abc import Callable

import numba
import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]
Indices = npt.NDArray[np.int64]


def _serve_units(
    order: Indices, first: Indices, counts: Indices, arrival: F64, service: F64, servers: I32, wait: F64
) -> None:
    """Fill `wait`; `order` holds the patients unit by unit in order of arrival."""
    free = np.empty(max(1, servers.max()))
    for unit in range(counts.size):
        doctors = servers[unit]
        free[0] = np.inf
        free[:doctors] = 0.0
        for position in range(first[unit], first[unit] + counts[unit]):
            patient = order[position]
            earliest = 0
            for doctor in range(1, doctors):
                if free[doctor] < free[earliest]:
                    earliest = doctor
            begin = max(arrival[patient], free[earliest])
            free[earliest] = begin + service[patient]
            wait[patient] = begin - arrival[patient]


_Serve = Callable[[Indices, Indices, Indices, F64, F64, I32, F64], None]
serve_units: _Serve = numba.njit(cache=True)(_serve_units)
