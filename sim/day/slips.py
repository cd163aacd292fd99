"""Referral slips (转诊单) on their way: whom they lead to, and what becomes of each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.clinic import standing
from sim.day.clock import Clock
from sim.day.state import State
from sim.day.tables import DayTables
from sim.geography.map import Option
from sim.indicators.funnel import Fate, Way
from sim.needs.cases import PARTNER_SLIP, UP_SLIP, CaseArray, Origin, select

Bools = npt.NDArray[np.bool_]
F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]


def way_of(slip: Ints) -> Ints:
    """Direction of slips."""
    return np.where(slip == UP_SLIP, Way.UP, Way.OUT)


def same_community(state: State, tables: DayTables, person: Ints, facility: Ints) -> Bools:
    """Whether facilities belong to the community (医共体) of these people's own township centre."""
    community = tables.sites.community
    home = community[state.map.options[state.people.village[person], Option.OWN_CENTRE]]
    return np.asarray((home >= 0) & (community[facility] == home))


def close_slips(state: State, clock: Clock, tables: DayTables, case: CaseArray, fate: Fate) -> None:
    """Count what became of the slips that these cases hold; cases without one are passed over."""
    case = select(case, case["slip"] > 0)
    if not len(case):
        return
    person, slip = case["person"], case["slip"]
    inside = same_community(state, tables, person, case["target"])
    linked = np.where(slip == UP_SLIP, inside, slip == PARTNER_SLIP)
    state.follow(way_of(slip), fate, clock, case, linked)


def of_family_doctor(state: State, case: CaseArray) -> Bools:
    """Whether cases were referred to a hospital of the county by their family doctor (签约转诊)."""
    by_doctor = case["slip"] == UP_SLIP
    by_doctor[by_doctor] = state.people.signed[case["person"][by_doctor]]
    return np.asarray(by_doctor)


def let_in_order(state: State, tables: DayTables, case: CaseArray) -> npt.NDArray[np.int8]:
    """Standing of cases where they ask to be let in, see `sim.care.clinic.standing`."""
    table, rank = tables.referral, case["origin"].astype(np.int8)
    rank[rank == Origin.REPORT] = Origin.BOOKED
    at = np.flatnonzero(rank == Origin.REFERRED)  # nobody else's standing hangs on a slip
    sent = select(case, at)
    first = of_family_doctor(state, sent) & table.green[sent["target"]]
    rank[at] = standing(sent["origin"], sent["tries"], first, table.stepwise[sent["target"]])
    return rank


def without_repeats(
    state: State, tables: DayTables, bill: I64, repeated: F64, case: CaseArray, facility: Ints, follows: Bools
) -> I64:
    """Bills without the tests that the sender has made already.

    Parameters
    ----------
    bill : int64 array, shape (n,)
        Fen.
    repeated : float64 array, shape (facilities,)
        Share of a bill that repeats such tests where results are recognised, 0 elsewhere.
    case : CASE or STAY array, shape (n,)
    facility : integer array, shape (n,)
    follows : bool array, shape (n,)
        Follows a referral in the county; results are recognised inside a community.
    """
    if not repeated.any():
        return bill
    at = np.flatnonzero(follows)
    at = at[same_community(state, tables, case["person"][at], facility[at])]
    bill = bill.copy()
    bill[at] -= np.floor(bill[at] * repeated[facility[at]] + 0.5).astype(np.int64)
    return bill
