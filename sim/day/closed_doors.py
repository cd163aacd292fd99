"""Step: who is expected at a place that has closed chooses anew."""

from __future__ import annotations

import numpy as np

from sim.day.clock import Clock
from sim.day.slips import close_slips
from sim.day.state import State
from sim.day.tables import DayTables
from sim.geography.map import Option
from sim.indicators.funnel import Fate
from sim.needs.cases import CaseArray, Origin, select


def choose_anew(state: State, clock: Clock, tables: DayTables, cases: CaseArray) -> None:
    """Release the cases of today that were told to come to a closed place; slips to it are of no use.

    `cases` is rewritten.
    """
    shut = tables.sites.shut
    if not shut.any():
        return
    at = np.flatnonzero((cases["target"] >= 0) & shut[cases["target"]])
    close_slips(state, clock, tables, select(cases, at), Fate.NO_SLOT)
    for name, value in (("target", -1), ("place", Option.NONE), ("slip", 0), ("origin", Origin.RETURN)):
        cases[name][at] = value
