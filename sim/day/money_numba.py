"""Compiled twin of how `sim.day.money.bill_visits` writes bills; `sim.money.settle_numba` settles them."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from sim.care.noise import SIZE
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits
from sim.needs.catalogue import Group
from sim.randomness_numba import purposes, unit

Bools = npt.NDArray[np.bool_]
CHRONIC = int(Group.CHRONIC)


def write_bills(
    state: State, tables: DayTables, visits: Visits, level: npt.NDArray[np.int64]
) -> tuple[Bools, Bools]:
    """Fill `bill` of the visits; return which are chronic outpatient care, and which are claimed."""
    n = len(visits.case)
    chronic, claimed = np.empty(n, bool), np.empty(n, bool)
    _write(
        visits.case, visits.keys, visits.row, level, visits.facility, tables.regimes.of_facility,
        tables.visit_bill, tables.bill_noise, tables.catalogue.kind, state.certified, state.scheme,
        tables.choice.claim,
        purposes("bill.visit", "bill.claim"), visits.bill, chronic, claimed,
    )  # fmt: skip
    return chronic, claimed


@numba.njit(cache=True)
def _write(
    case: Any, keys: Any, row: Any, level: Any, facility: Any, regime: Any, mean: Any, noise: Any,
    group_of: Any, certified: Any, scheme: Any, claim: Any, to: Any, bill: Any, chronic: Any, claimed: Any,
) -> None:  # fmt: skip
    for i in range(case.size):
        who = case[i].person
        multiple = noise[np.int64(unit(keys[i], to[0]) * SIZE)]
        bill[i] = np.int64(np.floor(mean[regime[facility[i]], row[i], level[i]] * multiple + 0.5))
        chronic[i] = group_of[case[i].condition] == CHRONIC and certified[who]
        claimed[i] = unit(keys[i], to[1]) < (1.0 if chronic[i] else claim[scheme[who], level[i]])
