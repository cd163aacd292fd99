"""What decides how bills of visits are settled: certificates, drugs, first contact, Chinese medicine."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits, draw
from sim.geography.map import Kind
from sim.money.rules import INSURANCES
from sim.needs.cases import UP_SLIP
from sim.needs.catalogue import Group
from sim.population.contracts import Contract

Bools = npt.NDArray[np.bool_]


class BillKinds(NamedTuple):
    """What decides how outpatient bills are settled, bool arrays of shape (n,).

    `special`: chronic outpatient care with a certificate; `drugs`: hypertension or diabetes; `first`: signed
    for first contact and started at primary care; `tcm`: traditional Chinese medicine.
    """

    special: Bools
    drugs: Bools
    first: Bools
    tcm: Bools


def bill_kinds(state: State, tables: DayTables, visits: Visits) -> BillKinds:
    """Tell the kinds of outpatient bills apart."""
    condition, rules = visits.case["condition"], tables.rules
    special = (tables.catalogue.kind[condition] == Group.CHRONIC) & state.certified[visits.person]
    tcm = np.zeros(len(condition), bool)
    if rules.tcm_points.any():
        tcm = draw(visits.keys, "visit.tcm") < tables.tcm[condition, visits.facility]
    first = starts_at_own_team(state, tables, visits)
    return BillKinds(special, tables.choice.drugs[condition], first, tcm)


def starts_at_own_team(state: State, tables: DayTables, visits: Visits) -> Bools:
    """Whose visit earns the benefits of first contact (首诊式签约).

    Those under such a contract who are seen at primary care, or come from there with a slip.
    """
    by_first = first_contact(tables)
    if not by_first.any():
        return np.zeros(len(visits.case), bool)
    signed = state.people.signed[visits.person] & by_first[state.scheme[visits.person] // len(INSURANCES)]
    primary = tables.sites.kind[visits.facility] <= Kind.TOWNSHIP_CENTRE
    return np.asarray(signed & (primary | (visits.case["slip"] == UP_SLIP)))


def first_contact(tables: DayTables) -> Bools:
    """Regimes whose contracts are of first contact, or hold more, shape (regimes,)."""
    return np.asarray(tables.regimes.by_regime("contract.kind") >= Contract.FIRST_CONTACT)
