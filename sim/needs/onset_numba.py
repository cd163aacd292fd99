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


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def _rows(count: Any, person: Any, number: Any) -> None:
    k = 0
    for i in range(count.size):
        for j in range(count[i]):
            person[k] = i
            number[k] = j
            k += 1


def rows_of(count: I64) -> tuple[I64, I64]:
    """Person and number of every candidate, person by person."""
    person = np.empty(int(count.sum()), np.int64)
    number = np.empty_like(person)
    _rows(count, person, number)
    return person, number
