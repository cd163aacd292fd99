"""Compiled twin of how `sim.day.money.bill_visits` writes bills; `sim.money.settle_numba` settles them."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from sim.care.noise import SIZE
from sim.day.money import BillKinds, bill_kinds
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits
from sim.randomness_numba import purposes, unit

Bools = npt.NDArray[np.bool_]


def write_bills(
    state: State, tables: DayTables, visits: Visits, level: npt.NDArray[np.int64]
) -> tuple[BillKinds, Bools]:
    """Fill `bill` of the visits; return of what kind they are, and which are claimed."""
    kinds, claimed = bill_kinds(state, tables, visits), np.empty(len(visits.case), bool)
    _write(
        visits.case, visits.keys, visits.row, level, tables.claim_level, visits.facility,
        tables.regimes.of_facility, tables.visit_bill, tables.bill_noise, kinds.special, state.scheme,
        tables.choice.claim, purposes("bill.visit", "bill.claim"), visits.bag,
        tables.incentive.visits, visits.bill, claimed,
    )  # fmt: skip
    return kinds, claimed


@numba.njit(cache=True)
def _write(
    case: Any, keys: Any, row: Any, level: Any, claims_as: Any, facility: Any, regime: Any, mean: Any,
    noise: Any, special: Any, scheme: Any, claim: Any, to: Any, bag: Any, more: Any, bill: Any,
    claimed: Any,
) -> None:  # fmt: skip
    for i in range(case.size):
        multiple = noise[np.int64(unit(keys[i], to[0]) * SIZE)]
        usual = mean[regime[facility[i]], row[i], level[i]] * multiple * bag[i]
        bill[i] = np.int64(np.floor(usual * more[facility[i]] + 0.5))
        share = 1.0 if special[i] else claim[scheme[case[i].person], claims_as[facility[i]]]
        claimed[i] = unit(keys[i], to[1]) < share
