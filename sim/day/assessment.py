"""Step: what is recorded of the communities is assessed, and what one act more adds to a score becomes known.

Scores look at members' returns and at claims, as those who assess do (of visits to village clinics as many as
are returned); see `sim.money.score`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.day.clock import Clock
from sim.day.state import State
from sim.day.tables import DayTables
from sim.geography.map import Kind
from sim.indicators.observe import in_force
from sim.indicators.tally import Flow
from sim.money.ledger import Where
from sim.money.purse import Purses
from sim.money.score import (
    ITEMS,
    SCHEMES,
    Lines,
    Scored,
    item_values,
    left,
    parts_of,
    points,
    score,
    worth,
)
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

YEAR = 12  # months
SEASON = 3  # months of a year after which it is judged by itself, before by the last twelve
FUND = (Flow.OUTPATIENT_FUND, Flow.INPATIENT_FUND, Flow.CRITICAL)
_OF_STAYS = {
    Scored.STAY_BILL: (Flow.INPATIENT_BILL,),
    Scored.STAY_FUND: (Flow.INPATIENT_FUND, Flow.CRITICAL),
    Scored.STAYS: (Flow.DISCHARGES,),
    Scored.OUT_SLIPS: (Flow.OUT_SLIPS,),
    Scored.PATHWAY_STAYS: (Flow.PATHWAY_STAYS,),
}


class Assessment(NamedTuple):
    """Of each community: share of the money tied to its scores that they leave, and points of each item.

    `left` has shape (communities,), `points` (items of `sim.money.score.ITEMS`, communities).
    """

    left: F64
    points: F64


def assessed(state: State, clock: Clock, tables: DayTables, purses: Purses) -> Purses:
    """Purses with what a score more, and one act more, would bring; as they are where nothing is assessed."""
    stakes = stakes_of(tables.regimes, lead_of(tables), state.ledger.communities)
    if not any(stake.any() for stake in stakes.values()):
        state.ledger.accounts.score[:] = 1.0
        return purses
    months = window(clock)
    sums, before = yearly(state, tables, months), bill_before(state, tables, clock, months)
    values, lines = item_values(sums, before), lines_of(tables)
    money = sums[[Scored.PRIMARY_FUND, Scored.HOSPITAL_FUND]].sum(axis=0)
    stake = [stakes[scheme] * money for scheme in SCHEMES]
    each = [
        worth(sums, before, parts_of(scheme, values), lines, tied)
        for scheme, tied in zip(SCHEMES, stake, strict=True)
    ]
    scores = _left(stakes, values, lines)
    state.ledger.accounts.score[:] = scores
    return replace(purses, stake=np.sum(stake, axis=0), worth=np.sum(each, axis=0), score=scores)


def assess(state: State, clock: Clock, tables: DayTables, months: slice) -> Assessment:
    """Assess the communities over some months of the run, as at the end of a year."""
    stakes = stakes_of(tables.regimes, lead_of(tables), state.ledger.communities)
    values = item_values(yearly(state, tables, months), bill_before(state, tables, clock, months))
    lines = lines_of(tables)
    return Assessment(_left(stakes, values, lines), points(values, lines))


def _left(stakes: dict[str, F64], values: F64, lines: Lines) -> F64:
    got, result = points(values, lines), np.ones(values.shape[1])
    for scheme, stake in stakes.items():
        result = result - (1.0 - left(stake, score(parts_of(scheme, values), got)))
    return np.maximum(result, 0.0)


def window(clock: Clock) -> slice:
    """Whole months by which the year is judged this morning: those of this year, early in it the last twelve.

    The first month of a run, in which the county fills, never counts.
    """
    this_year = clock.date.month - 1
    first = clock.month - (this_year if this_year >= SEASON else YEAR)
    return slice(min(max(first, 1), clock.month), clock.month)


def lead_of(tables: DayTables) -> I64:
    """Lead hospital of each community that has one, as pairs (community, facility), shape (n, 2)."""
    sites = tables.sites
    at = np.flatnonzero(sites.lead & (sites.community >= 0))
    return np.stack([sites.community[at], at], axis=1)


def stakes_of(regimes: Regimes, lead: I64, communities: int) -> dict[str, F64]:
    """Share of what the fund pays the members that each score decides on, by scheme, shape (communities,)."""
    stakes = {}
    for scheme in SCHEMES:
        stake = np.zeros(communities)
        stake[lead[:, 0]] = regimes.by_facility(f"pay_provider.{scheme}.stake")[lead[:, 1]]
        stakes[scheme] = stake
    return stakes


def lines_of(tables: DayTables) -> Lines:
    """Floor and goal line of each item, and how surely the end of the year is known."""
    values = tables.regimes.county
    floor, goal = (
        np.array([[values[f"pay_provider.score.{item.name}.{line}"]] for item in ITEMS])
        for line in ("floor", "goal")
    )
    return Lines(floor, goal, np.full_like(floor, values["pay_provider.score.spread"]))


def yearly(state: State, tables: DayTables, months: slice) -> F64:
    """Sums of `Scored` over some months as for a year of all people, shape (quantities, communities)."""
    sites, communities = tables.sites, state.ledger.communities
    member = sites.community >= 0
    village = member & (sites.kind == Kind.VILLAGE_CLINIC)
    primary = member & (sites.kind <= Kind.TOWNSHIP_CENTRE)
    size = len(sites.kind)
    seen = in_force(tables.values)

    def at(which: Bools, *flows: Flow) -> F64:
        done = sum(state.tally.facility_table(flow)[months, :size].sum(axis=0) for flow in flows)
        return np.asarray(
            np.bincount(sites.community[which], np.asarray(done)[which], communities), np.float64
        )

    sums = np.zeros((len(Scored), communities))
    returned = seen.village_visits * seen.village_return_share
    sums[Scored.PRIMARY_VISITS] = at(primary & ~village, Flow.OUTPATIENT_COUNT)
    sums[Scored.PRIMARY_VISITS] += returned * at(village, Flow.OUTPATIENT_COUNT)
    sums[Scored.HOSPITAL_VISITS] = at(member & ~primary, Flow.OUTPATIENT_COUNT)
    sums[Scored.PRIMARY_FUND] = at(primary, *FUND)
    sums[Scored.HOSPITAL_FUND] = at(member & ~primary, *FUND)
    for what, flows in _OF_STAYS.items():
        sums[what] = at(member, *flows)
    paid = state.ledger.paid[months, :communities].sum(axis=(0, 2, 4))
    sums[Scored.COUNTY_FUND] = paid[:, [Where.MEMBER, Where.LOCAL]].sum(axis=1)
    sums[Scored.OUTSIDE_FUND] = paid[:, Where.OUTSIDE]
    length = max(months.stop - months.start, 1)
    return np.asarray(sums * (YEAR / length / state.sample))


def bill_before(state: State, tables: DayTables, clock: Clock, months: slice) -> F64:
    """Mean bill of a stay at the members in the time before, shape (communities,), fen; NaN if unknown.

    The same months a year before; where the run does not reach back so far, all its months before this year.
    """
    if months.start > YEAR:
        earlier = slice(months.start - YEAR, months.stop - YEAR)
    else:
        earlier = slice(1, max(clock.month - clock.date.month + 1, 1))
    sums = yearly(state, tables, earlier)
    bill, stays = sums[Scored.STAY_BILL], sums[Scored.STAYS]
    return np.asarray(np.divide(bill, stays, out=np.full(len(bill), np.nan), where=stays > 0))
