"""Compiled twin of the search in distribution functions of `sim.needs.onset`."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def _search(table: Any, row: Any, u: Any, at: Any) -> None:
    last = table.shape[1] - 1
    for i in range(u.size):
        column = 0
        while column < last and u[i] >= table[row[i], column]:
            column += 1
        at[i] = column


def position(table: F64, row: I64, u: F64) -> I64:
    """First column in which the distribution function `table[row]` exceeds `u`, the last at most."""
    at = np.empty(len(u), np.int64)
    _search(table, row, u, at)
    return at
