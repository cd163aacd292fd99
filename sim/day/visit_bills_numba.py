"""Bills of visits written, compiled: the same as `sim.day.visit_bills.bill_visits`."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from sim.care.noise import SIZE
from sim.day.bill_kinds import BillKinds, first_contact
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits
from sim.geography.map import Kind
from sim.money.rules import INSURANCES
from sim.needs.cases import UP_SLIP
from sim.needs.catalogue import Group
from sim.randomness_numba import purposes, unit

Bools = npt.NDArray[np.bool_]
CHRONIC, CENTRE, SCHEMES = int(Group.CHRONIC), int(Kind.TOWNSHIP_CENTRE), len(INSURANCES)


def write_bills(
    state: State, tables: DayTables, visits: Visits, level: npt.NDArray[np.int64]
) -> tuple[BillKinds, Bools]:
    """Fill `bill` of the visits; return of what kind they are, and which are claimed."""
    special, drugs, first, tcm, claimed = np.empty((5, len(visits.case)), bool)
    _write(
        visits.case, visits.keys, visits.row, level, tables.claim_level, visits.facility,
        tables.regimes.of_facility, tables.visit_bill, tables.bill_noise, state.scheme, tables.choice.claim,
        purposes("bill.visit", "bill.claim", "visit.tcm"), visits.bag, tables.incentive.visits,
        tables.catalogue.kind, state.certified, tables.choice.drugs, tables.tcm,
        bool(tables.rules.tcm_points.any()), first_contact(tables), state.people.signed, tables.sites.kind,
        visits.bill, special, drugs, first, tcm, claimed,
    )  # fmt: skip
    return BillKinds(special, drugs, first, tcm), claimed


@numba.njit(cache=True)
def _write(
    case: Any, keys: Any, row: Any, level: Any, claims_as: Any, facility: Any, regime: Any, mean: Any,
    noise: Any, scheme: Any, claim: Any, to: Any, bag: Any, more: Any, group: Any, certified: Any,
    drugs_of: Any, tcm_of: Any, tcm_counts: bool, by_first: Any, signed: Any, kind: Any, bill: Any,
    special: Any, drugs: Any, first: Any, tcm: Any, claimed: Any,
) -> None:  # fmt: skip
    for i in range(case.size):
        person, condition, at = case[i].person, case[i].condition, facility[i]
        who = scheme[person]
        multiple = noise[np.int64(unit(keys[i], to[0]) * SIZE)]
        usual = mean[regime[at], row[i], level[i]] * multiple * bag[i]
        bill[i] = np.int64(np.floor(usual * more[at] + 0.5))
        special[i] = group[condition] == CHRONIC and certified[person]
        drugs[i] = drugs_of[condition]
        tcm[i] = tcm_counts and unit(keys[i], to[2]) < tcm_of[condition, at]
        primary = kind[at] <= CENTRE or case[i].slip == UP_SLIP
        first[i] = primary and by_first[who // SCHEMES] and signed[person]
        share = 1.0 if special[i] else claim[who, claims_as[at]]
        claimed[i] = unit(keys[i], to[1]) < share
