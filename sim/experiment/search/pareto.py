"""What is worth considering: packages that none beats in every respect, and boxes in which one fails."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

PEEL = 0.1
"""Share of the cases that one cut of a box takes away."""
FEWEST = 0.1
"""Share of the cases that a box keeps at least."""


def front(costs: F64) -> Bools:
    """Which rows no other row beats: is at most as large everywhere, and smaller somewhere.

    Parameters
    ----------
    costs : float64 array, shape (n, objectives)
        Smaller is better.
    """
    no_worse = (costs[:, None, :] <= costs[None, :, :]).all(axis=2)
    better = (costs[:, None, :] < costs[None, :, :]).any(axis=2)
    return np.asarray(~(no_worse & better).any(axis=0))


class Box(NamedTuple):
    """A box found by PRIM: bounds by coordinate, and how well it catches the failures.

    `density` is the share of failures inside, `coverage` the share of all failures that lie inside.
    """

    low: F64
    high: F64
    density: float
    coverage: float


def prim(x: F64, fails: Bools) -> Box:
    """Patient rule induction: peel the cases off from the sides while what remains fails more often.

    Parameters
    ----------
    x : float64 array, shape (n, d)
    fails : bool array, shape (n,)
        With at least one failure.

    Notes
    -----
    Friedman and Fisher 1999, Statistics and Computing 9:123-143, peeling only.
    """
    low, high = x.min(axis=0).astype(np.float64), x.max(axis=0).astype(np.float64)
    inside = np.ones(len(x), bool)
    while True:
        best, cut = fails[inside].mean(), None
        for k in range(x.shape[1]):
            for side, share in ((0, PEEL), (1, 1.0 - PEEL)):
                edge = np.quantile(x[inside, k], share)
                kept = inside & ((x[:, k] >= edge) if side == 0 else (x[:, k] <= edge))
                if FEWEST * len(x) <= kept.sum() < inside.sum() and fails[kept].mean() > best:
                    best, cut = fails[kept].mean(), (k, side, edge, kept)
        if cut is None:
            return Box(low, high, float(best), float(fails[inside].sum() / fails.sum()))
        k, side, edge, inside = cut
        (low if side == 0 else high)[k] = edge
