"""Quantile tables: skewed variation of bills, stays and consultations from a keyed uniform number.

A table of 1,024 quantiles replaces the inverse distribution function: cheap, the same on every machine that
shares the lock file, and with mean exactly 1.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

F64 = npt.NDArray[np.float64]
SIZE = 1024


@lru_cache(maxsize=64)
def lognormal(spread: float) -> F64:
    """Quantiles of a lognormal multiplier with mean 1.

    Parameters
    ----------
    spread : float
        Standard deviation of the logarithm.
    """
    middle = (np.arange(SIZE) + 0.5) / SIZE
    table = np.exp(spread * ndtri(middle))
    return np.asarray(table / table.mean())


@lru_cache(maxsize=1)
def exponential() -> F64:
    """Quantiles of an exponential multiplier with mean 1."""
    table = -np.log1p(-(np.arange(SIZE) + 0.5) / SIZE)
    return np.asarray(table / table.mean())


def pick(table: F64, uniform: F64) -> F64:
    """Multiplier for each uniform number in [0, 1)."""
    return table[(uniform * SIZE).astype(np.int64)]
