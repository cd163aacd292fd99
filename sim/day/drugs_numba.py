"""Compiled twin of who asks for drugs at primary care, see `sim.day.drugs.fill_prescriptions`."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from sim.care.drugs import CHRONIC, GROUPS
from sim.care.treatment import KEEP
from sim.day.tables import DayTables
from sim.day.visits import Visits
from sim.randomness_numba import purposes, unit

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def asking(tables: DayTables, visits: Visits) -> tuple[I64, I64, Bools]:
    """Positions of visits, the shelf each prescription is filled from, and whether the drug is listed."""
    table, n = tables.drugs, len(visits.case)
    at, shelf, listed = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, bool)
    found = _asking(
        visits.case, visits.keys, visits.facility, visits.adequate, visits.act, visits.emergency, table.kept,
        table.group, table.unlisted, purposes("drugs.listed"), at, shelf, listed,
    )  # fmt: skip
    return at[:found], shelf[:found], listed[:found]


@numba.njit(cache=True)
def _asking(
    case: Any, keys: Any, facility: Any, adequate: Any, act: Any, emergency: Any, kept: Any, group_of: Any,
    unlisted: Any, to: Any, at: Any, shelf: Any, listed: Any,
) -> int:  # fmt: skip
    n = 0
    for i in range(case.size):
        place = facility[i]
        if adequate[i] and act[i] == KEEP and not emergency[i] and kept[place]:
            group = group_of[case[i].condition]
            at[n], shelf[n] = i, place * GROUPS + group
            listed[n] = group != CHRONIC or unit(keys[i], to[0]) >= unlisted[place]
            n += 1
    return n
