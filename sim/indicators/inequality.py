"""How unequally something is spread: concentration index, gaps between groups, and their chance error.

Pure functions of group means. Groups are ordered from the poorest to the richest and need not be of one size.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.indicators.intervals import Z

F64 = npt.NDArray[np.float64]


class Estimate(NamedTuple):
    """A value with its 95 % chance interval, NaN where there is none."""

    value: float
    low: float
    high: float


NOTHING = Estimate(np.nan, np.nan, np.nan)


def ranks(people: F64) -> F64:
    """Mean fractional rank of each group, 0 the poorest person and 1 the richest, shape (groups,)."""
    rank: F64 = (np.cumsum(people) - people / 2) / people.sum()
    return rank


def concentration_index(mean: F64, people: F64) -> float:
    """Concentration index (集中指数) of a quantity over people ranked by income.

    Twice the covariance of the quantity with the fractional rank, over its mean (Kakwani, Wagstaff and van
    Doorslaer 1997, grouped data): 0 when all groups have the same mean, negative when the poor have more,
    positive when the rich have more, between -1 and 1 for quantities that are never negative.

    Parameters
    ----------
    mean : float64 array, shape (groups,)
        Mean of the quantity per person, poorest group first.
    people : float64 array, shape (groups,)

    Returns
    -------
    float
        NaN when nobody has any of the quantity, or nobody is there.
    """
    total = float(people @ mean) if people.sum() > 0 else 0.0
    if not total > 0:
        return np.nan
    return float(2.0 * (people * ranks(people)) @ mean / total - 1.0)


def concentration(mean: F64, variance: F64, people: F64) -> Estimate:
    """Concentration index with the chance interval that follows from the variances of the group means.

    The index changes with the mean of group g by ``p_g (2 R_g - 1 - C) / m``, where p are shares of people, R
    ranks, m the mean of all and C the index; the variances of the independent group means add up accordingly.
    """
    index = concentration_index(mean, people)
    if np.isnan(index):
        return NOTHING
    share = people / people.sum()
    slope = share * (2.0 * ranks(people) - 1.0 - index) / float(share @ mean)
    half = Z * float(np.sqrt(slope**2 @ np.where(people > 0, variance, 0.0)))
    return Estimate(index, index - half, index + half)


def gap(one: Estimate, other: Estimate) -> Estimate:
    """Difference of two independent values, with the interval that follows from those of the two.

    Recovers the variances from the limits (Zou and Donner 2008; for shares with Wilson limits this is
    Newcombe's interval of 1998), so that it stays lopsided where the two are.
    """
    value = one.value - other.value
    low = value - np.hypot(one.value - one.low, other.high - other.value)
    high = value + np.hypot(one.high - one.value, other.value - other.low)
    return Estimate(value, float(low), float(high))
