"""Compiled twin of who may have a long prescription, see `sim.day.supply.stable`."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from sim.day.state import State
from sim.needs.cases import CaseArray


def may_be_stable(state: State, supplied: npt.NDArray[np.uint8], case: CaseArray) -> npt.NDArray[np.int64]:
    """Positions of mild first needs of a supplied state, controlled, in signed people at home."""
    at, people = np.empty(len(case), np.int64), state.people
    n = _find(case, supplied, state.present, people.signed, people.controlled, at)
    return at[:n]


@numba.njit(cache=True)
def _find(case: Any, supplied: Any, present: Any, signed: Any, controlled: Any, at: Any) -> int:
    n = 0
    for i in range(case.size):
        bit, who = supplied[case[i].condition], case[i].person
        if bit and case[i].severity == 0 and case[i].step == 0:
            at[n] = i
            n += present[who] and signed[who] and (controlled[who] & bit) > 0
    return n
