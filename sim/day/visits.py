"""The visits of a day as a struct of arrays, filled step by step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim import randomness
from sim.care.team import HOME_CARE, TEAM
from sim.needs.cases import CaseArray

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def case_row(cases: CaseArray) -> I64:
    """Row of the tables by condition and severity: condition * 3 + severity."""
    return np.asarray(cases["condition"].astype(np.int64) * 3 + cases["severity"])


def case_draws(cases: CaseArray) -> randomness.U64:
    """Keys of this step of each episode, from which every draw of the step is made."""
    return randomness.step_keys(cases["key"], cases["step"])


def draw(keys: randomness.U64, what: str) -> F64:
    """Uniform numbers of a step of each episode for the purpose `what`."""
    return randomness.uniform(keys, randomness.purpose(what))


@dataclass
class Visits:
    """Outpatient and emergency visits of a day, each array of shape (n,).

    Attributes
    ----------
    case : CASE array
    keys : uint64 array
        Of this step of the episode.
    row, facility, place : int64 array
        Table row, facility visited, and `Option` used (or `ELSEWHERE`).
    wait : int64 array
        Tenths of a minute.
    emergency : bool array
        Came by ambulance.
    minutes : float64 array
        Travel, or door time of an emergency.
    adequate, dead : bool array
        Whether the facility could treat the case; died there.
    act : int8 array
        Decision, see `sim.care.treatment`.
    bag : float64 array
        Multiple of the usual bill for the drugs dispensed.
    bill, fund : int64 array
        Fen.
    remote : bool array
        A doctor of the hospital was consulted from afar.
    lacks : bool array
        The facility did not have the drug.
    """

    case: CaseArray
    keys: randomness.U64
    row: I64
    facility: I64
    place: I64
    wait: I64
    emergency: Bools
    minutes: F64
    adequate: Bools
    dead: Bools
    act: npt.NDArray[np.int8]
    bag: F64
    bill: I64
    fund: I64
    remote: Bools
    lacks: Bools

    @property
    def person(self) -> npt.NDArray[np.int32]:
        """Rows of the visitors."""
        return np.asarray(self.case["person"])


def made_at_home(visits: Visits, way: npt.NDArray[np.uint8]) -> I64:
    """Positions of the visits that a team makes at homes; `way` is how each person gets to care."""
    at = np.flatnonzero(way[visits.person] == HOME_CARE)
    own_team = (visits.place[at] == TEAM[0]) | (visits.place[at] == TEAM[1])
    return np.asarray(at[own_team & ~visits.emergency[at]])


def new_visits(case: CaseArray, place: I64, wait: I64, emergency: Bools, minutes: F64) -> Visits:
    """Visits before anything was decided."""
    n = len(case)
    return Visits(
        case=case,
        keys=case_draws(case),
        row=case_row(case),
        facility=case["target"].astype(np.int64),
        place=place,
        wait=wait,
        emergency=emergency,
        minutes=minutes,
        adequate=np.zeros(n, bool),
        dead=np.zeros(n, bool),
        act=np.zeros(n, np.int8),
        bag=np.ones(n),
        bill=np.zeros(n, np.int64),
        fund=np.zeros(n, np.int64),
        remote=np.zeros(n, bool),
        lacks=np.zeros(n, bool),
    )
