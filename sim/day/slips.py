"""Referral slips (转诊单) on their way: whom they lead to, and what becomes of each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.day.state import Clock, State
from sim.day.tables import DayTables
from sim.geography.map import Option
from sim.indicators.funnel import Fate, Way
from sim.needs.cases import PARTNER_SLIP, UP_SLIP, CaseArray, select

Bools = npt.NDArray[np.bool_]
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
    state.follow(way_of(slip), fate, clock, person, linked)
