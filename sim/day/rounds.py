"""Records of a day in rounds in which nobody comes up twice, so that columns of people can be written."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]


def first_of_each(person: Ints, scratch: npt.NDArray[np.int64]) -> I64:
    """Positions of the first record of each person, in order; `scratch` has a place for every person."""
    at = np.arange(len(person))
    scratch[person[::-1]] = at[::-1]
    return np.flatnonzero(scratch[person] == at)


def rounds(person: Ints, scratch: npt.NDArray[np.int64]) -> Iterator[I64]:
    """Positions in rounds in which nobody has two bills: the first bill of everybody, then the second …."""
    left = np.arange(len(person))
    while len(left):
        first = first_of_each(person[left], scratch)
        yield left[first]
        left = np.delete(left, first) if len(first) < len(left) else left[:0]
