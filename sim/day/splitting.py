"""Steps: long stays made two on paper (分解住院), and stays recorded as worse than they were (高编)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.ward import STAYS, StayArray
from sim.day.clock import Clock
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import draw
from sim.indicators.tally import Person
from sim.money.prices import SEVERITIES
from sim.needs.cases import join

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
WORST = SEVERITIES.index("severe")


def row_of(stays: StayArray) -> I64:
    """Row of the tables by condition and severity."""
    return np.asarray(stays["condition"].astype(np.int64) * 3 + stays["severity"])


def will_be_split(tables: DayTables, stays: StayArray) -> Bools:
    """Which stays that begin now will be ended early on paper and begun anew."""
    table, at = tables.incentive.split, stays["facility"]
    if not tables.incentive.splits:
        return np.zeros(len(stays), bool)
    long = stays["end"] - stays["start"] >= tables.incentive.terms.split_least[at]
    return np.asarray(long & (draw(stays["key"], "stay.split") < table[row_of(stays), at]))


def split_day(tables: DayTables, stays: StayArray) -> I64:
    """Day on which such a stay ends on paper."""
    share = tables.incentive.terms.split_day[stays["facility"]]
    return np.asarray(stays["start"] + np.ceil((stays["end"] - stays["start"]) * share).astype(np.int64))


def second_half(state: State, clock: Clock, stays: StayArray, keys: npt.NDArray[np.uint64]) -> StayArray:
    """Stays that go on as new ones, in the same beds."""
    state.count(Person.CASES_SPLIT, clock, stays["person"])
    rest = join([stays])
    rest["key"], rest["start"], rest["down"] = keys, clock.day, STAYS
    return rest


def recorded_severity(tables: DayTables, stays: StayArray) -> I64:
    """Severity that a hospital records, on which points (病种分值) are given."""
    severity, table = stays["severity"].astype(np.int64), tables.incentive.upcoded
    if not tables.incentive.records_worse:
        return severity
    worse = draw(stays["key"], "stay.upcode") < table[row_of(stays), stays["facility"]]
    return np.asarray(np.minimum(severity + worse, WORST))


def count_recorded(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> None:
    """Count the stays of today that are recorded as worse than they were."""
    worse = recorded_severity(tables, stays) > stays["severity"]
    state.count(Person.UPCODED, clock, stays["person"][worse])
