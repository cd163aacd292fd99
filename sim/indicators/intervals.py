"""95 % chance intervals of counts and shares, from the numbers that were counted.

Events count as independent: one person's repeated visits make the true interval of visits somewhat wider.
Means of money and time get no interval, since no squares are tallied.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
Z = 1.959963984540054  # 97.5 % point of the normal distribution


def wilson(hits: F64, total: F64) -> tuple[F64, F64]:
    """Interval of a share by Wilson's score method (Wilson 1927), NaN where the total is zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = hits / total
        middle = (share + Z**2 / (2 * total)) / (1 + Z**2 / total)
        half = Z / (1 + Z**2 / total) * np.sqrt(share * (1 - share) / total + Z**2 / (4 * total**2))
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


def poisson(count: F64) -> tuple[F64, F64]:
    """Interval of the mean of a count by Byar's approximation to the exact Poisson limits."""
    with np.errstate(divide="ignore", invalid="ignore"):
        low = count * (1 - 1 / (9 * count) - Z / (3 * np.sqrt(count))) ** 3
    above = count + 1
    high = above * (1 - 1 / (9 * above) + Z / (3 * np.sqrt(above))) ** 3
    return np.where(count > 0, np.maximum(low, 0.0), 0.0), high


def odds(first: F64, second: F64) -> tuple[F64, F64]:
    """Interval of the ratio of two independent counts, from the share of the first among both."""
    low, high = wilson(first, first + second)
    with np.errstate(divide="ignore", invalid="ignore"):
        return low / (1 - low), np.where(high < 1, high / (1 - high), np.nan)
