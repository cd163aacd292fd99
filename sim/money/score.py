"""Assessment scores (考核得分): what is assessed of a community, its score, and what one act more adds.

An item is a ratio of sums of a year as they are recorded; its points rise from 0 at a floor to 1 at the goal
line. A score is the mean of the points of its items. Money tied to a score makes every act that moves an item
worth something to who answers for the score, needed or not. Pure functions on arrays.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]


class Scored(IntEnum):
    """Sums of a year that are recorded of a community; money in fen.

    Visits and stays are those at its members, whoever the patient is; `COUNTY_FUND` and `OUTSIDE_FUND` are
    what the fund pays for the people it covers in the county and elsewhere.
    """

    PRIMARY_VISITS = 0
    HOSPITAL_VISITS = 1
    PRIMARY_FUND = 2
    HOSPITAL_FUND = 3
    COUNTY_FUND = 4
    OUTSIDE_FUND = 5
    STAY_BILL = 6
    STAY_FUND = 7
    STAYS = 8
    OUT_SLIPS = 9  # slips that name a hospital outside the county, accepted by the patient
    PATHWAY_STAYS = 10


class Item(NamedTuple):
    """An item: name in the paths of its floor and goal, what is divided by what."""

    name: str
    part: tuple[Scored, ...]
    whole: tuple[Scored, ...]


GROWTH: Final = "cost_growth"
"""Item that compares with the year before: mean bill of a stay now / then - 1 (医疗费用增长率)."""
ITEMS: Final = (
    Item(GROWTH, (Scored.STAY_BILL,), (Scored.STAYS,)),
    Item("reimbursed", (Scored.STAY_FUND,), (Scored.STAY_BILL,)),
    Item("primary_visits", (Scored.PRIMARY_VISITS,), (Scored.PRIMARY_VISITS, Scored.HOSPITAL_VISITS)),
    Item("county_fund", (Scored.COUNTY_FUND,), (Scored.COUNTY_FUND, Scored.OUTSIDE_FUND)),
    Item("primary_fund", (Scored.PRIMARY_FUND,), (Scored.PRIMARY_FUND, Scored.HOSPITAL_FUND)),
    Item("pathway", (Scored.PATHWAY_STAYS,), (Scored.STAYS,)),
    Item("referred_out", (Scored.OUT_SLIPS,), (Scored.STAYS, Scored.OUT_SLIPS)),
)
SCHEMES: Final = {
    "external_score": (GROWTH, "reimbursed", "primary_visits", "county_fund", "primary_fund"),
    "arun_score": ("pathway", "reimbursed", "referred_out"),
}
"""Items of each score: of the county on the community (hunan-2024 二(二)), of the insurance (arun 三(七))."""


class Lines(NamedTuple):
    """Floor, goal and how surely the end of the year is known, each of shape (items, communities).

    `spread` is the standard deviation (of a logistic) of an item at the end of the year, in parts of the way
    from the floor to the goal.
    """

    floor: F64
    goal: F64
    spread: F64


def _weights(quantities: tuple[Scored, ...]) -> F64:
    return np.isin(np.arange(len(Scored)), quantities).astype(np.float64)


PART: Final = np.stack([_weights(item.part) for item in ITEMS])
WHOLE: Final = np.stack([_weights(item.whole) for item in ITEMS])
_GROWS: Final = np.array([item.name == GROWTH for item in ITEMS])[:, None]


def item_values(sums: F64, before: F64) -> F64:
    """Value of each item, shape (items, communities); NaN where there is nothing to divide by.

    Parameters
    ----------
    sums : float64 array, shape (quantities of `Scored`, communities)
    before : float64 array, shape (communities,)
        Mean bill of a stay in the time before, fen; NaN when it is not known.
    """
    whole = _divisor(sums, before)
    ratio = np.divide(PART @ sums, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    return np.asarray(ratio - _GROWS)


def _divisor(sums: F64, before: F64) -> F64:
    return np.asarray((WHOLE @ sums) * np.where(_GROWS, before, 1.0))


def points(values: F64, lines: Lines) -> F64:
    """Points of each item: 0 at the floor and beyond, 1 at the goal and beyond, NaN without a value."""
    return np.clip((values - lines.floor) / (lines.goal - lines.floor), 0.0, 1.0)


def parts_of(scheme: str, values: F64) -> F64:
    """Weight of each item in a score, shape (items, communities): equal parts of those that have a value."""
    chosen = np.isin([item.name for item in ITEMS], SCHEMES[scheme])[:, None] & ~np.isnan(values)
    count = chosen.sum(axis=0)
    return np.asarray(np.where(chosen, 1.0 / np.maximum(count, 1), 0.0))


def score(parts: F64, got: F64) -> F64:
    """Score of each community, 0-1; 1 where no item has a value."""
    total = (parts * np.nan_to_num(got)).sum(axis=0)
    return np.where(parts.sum(axis=0) > 0.0, total, 1.0)


def worth(sums: F64, before: F64, parts: F64, lines: Lines, money: F64) -> F64:
    """Money that one more of each quantity adds in expectation, shape (quantities, communities), fen.

    The derivative of the expected score times the money tied to it. An item counts with the chance that at
    the end of the year it lies between floor and goal: beyond either nobody gains by moving it.

    Parameters
    ----------
    sums, before
        As for `item_values`, expected for the whole year.
    parts : float64 array, shape (items, communities)
        Weight of each item in the score.
    lines : Lines
    money : float64 array, shape (communities,)
        What a full score brings more than none, fen a year.
    """
    values, whole = item_values(sums, before), _divisor(sums, before)
    known = ~np.isnan(values) & (whole > 0.0)
    rate = np.where(known, parts * slope(np.where(known, values, lines.floor), lines), 0.0)
    per_unit = rate / np.where(known, whole, 1.0)
    ratio = np.where(known, values + _GROWS, 0.0)
    # d(part / whole) = (d part - ratio * d whole) / whole; growth divides by the bill of before as well.
    before = np.where(_GROWS, np.nan_to_num(before), 1.0)
    return np.asarray((PART.T @ per_unit - WHOLE.T @ (per_unit * ratio * before)) * money)


def slope(values: F64, lines: Lines) -> F64:
    """Points that one more of an item's value is expected to add, by how likely the year ends between lines.

    The year ends at the value and a logistic error; the mean of the points then rises by the chance that it
    ends between floor and goal, over their distance.
    """
    way = (values - lines.floor) / (lines.goal - lines.floor)
    between = _logistic((1.0 - way) / lines.spread) - _logistic(-way / lines.spread)
    return np.asarray(between / (lines.goal - lines.floor))


def _logistic(x: F64) -> F64:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -50.0, 50.0))))


def left(stake: F64, score: F64) -> F64:
    """Share of money that a score leaves of what is tied to it: `stake` is the share tied."""
    return np.asarray(1.0 - stake * (1.0 - score))
