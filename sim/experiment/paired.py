"""Differences between runs of the same random histories, and how sure they are."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

F64 = npt.NDArray[np.float64]
LEVEL = 0.95
MOST = 1000
"""More replicates than this are not worth naming."""


class Difference(NamedTuple):
    """Mean paired difference over replicates, with its 95 % interval; NaN where it cannot be told."""

    value: float
    low: float
    high: float
    seeds: int


def paired(without: F64, having: F64) -> Difference:
    """Compare runs of the same replicates.

    Parameters
    ----------
    without, having : float64 array, shape (replicates,)
        Pairs in which one is NaN are left out.

    Notes
    -----
    Student's t interval of the mean difference; none with fewer than two pairs.
    """
    moved = having - without
    moved = moved[~np.isnan(moved)]
    n = len(moved)
    if n == 0:
        return Difference(math.nan, math.nan, math.nan, 0)
    mean = float(moved.mean())
    if n == 1:
        return Difference(mean, math.nan, math.nan, 1)
    half = float(student.ppf((1 + LEVEL) / 2, n - 1) * moved.std(ddof=1) / math.sqrt(n))
    return Difference(mean, mean - half, mean + half, n)


def movement(better: str, low: float, high: float) -> str:
    """Tell whether an indicator gets ``better``, ``worse`` or neither clearly; empty without a direction."""
    if better == "none":
        return ""
    if not (low > 0 or high < 0):
        return "unclear"
    return "better" if (low > 0) == (better == "higher") else "worse"


def replicates_needed(difference: float, low: float, high: float, n: int) -> int | None:
    """Replicates after which an interval leaves zero out, if mean and spread stay as measured.

    Returns
    -------
    int or None
        None where there is no difference, no interval, or more than `MOST` replicates would be needed.
    """
    if n < 2 or not difference or not math.isfinite(high - low):
        return None
    spread = spread_of(low, high, n)
    for more in range(2, MOST + 1):
        if half_width(spread, more) < abs(difference):
            return more
    return None


def spread_of(low: float, high: float, n: int) -> float:
    """Standard deviation of the differences behind an interval of n pairs."""
    return (high - low) / 2 * math.sqrt(n) / float(student.ppf((1 + LEVEL) / 2, n - 1))


def half_width(spread: float, n: int) -> float:
    """Half width of the interval of n pairs whose differences have this standard deviation."""
    return float(student.ppf((1 + LEVEL) / 2, n - 1)) * spread / math.sqrt(n)
