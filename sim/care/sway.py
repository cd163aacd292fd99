"""How far money moves a provider from what professional judgement alone would do.

A provider that could act in two ways (admit or send up, keep or send down, sit here or there) does so with a
share given by professional judgement; the money its purse would see for acting shifts the log odds of that
share. With no money at stake, or no weight given to it, judgement stands to the last bit.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]

HUNDRED_YUAN = 10_000  # fen


def swayed(
    share: F64 | float, money_fen: npt.NDArray[np.int64] | F64 | float, weight_per_100_yuan: F64 | float
) -> F64:
    """Share of cases in which a provider acts when acting brings (or costs) its purse money.

    Parameters
    ----------
    share : float or float64 array
        Share by professional judgement, 0-1. What is never or always done (0 or 1) no money moves.
    money_fen : float, int64 or float64 array
        Money gained by acting rather than not, fen; negative when acting costs.
    weight_per_100_yuan : float or float64 array
        Change of the log odds for each 100 yuan, at least 0.

    Returns
    -------
    float64 array
        ``logistic(logit(share) + weight * money)``, of the shape that the arguments broadcast to.

    Examples
    --------
    >>> float(swayed(0.5, 10_000, np.log(3.0)).round(6))
    0.75
    """
    base = np.asarray(share, np.float64)
    shift = np.asarray(weight_per_100_yuan, np.float64) * (np.asarray(money_fen, np.float64) / HUNDRED_YUAN)
    if not shift.any():  # the usual case, and a large table
        return np.broadcast_to(base, np.broadcast_shapes(base.shape, shift.shape)).copy()
    # odds = share / (1 - share) times exp(shift), written so that 0 and 1 need no logarithm.
    up = base * np.exp(np.minimum(shift, 0.0))
    down = (1.0 - base) * np.exp(-np.maximum(shift, 0.0))
    moved = up / (up + down)
    return np.asarray(np.where(shift == 0.0, base, moved))
