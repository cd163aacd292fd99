"""A quick stand-in for runs (替代模型): a quadratic in the levers, fitted to the runs made so far.

Pure functions on arrays. Places lie in the unit cube; a lever is 0 or 1. Shares are fitted on the log-odds
scale, so that no prediction leaves 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
RIDGES = np.array([1e-6, 1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0])
EDGE = 1e-4


def features(x: F64) -> F64:
    """One, each coordinate, each product of two different ones, each square that is not the coordinate."""
    n, d = x.shape
    rows, columns = np.triu_indices(d, 1)
    squares = x[:, [k for k in range(d) if not np.isin(x[:, k], (0.0, 1.0)).all()]] ** 2
    return np.concatenate([np.ones((n, 1)), x, x[:, rows] * x[:, columns], squares], axis=1)


@dataclass(frozen=True)
class Emulator:
    """Fit of one value.

    Attributes
    ----------
    at, y : float64 array, shape (runs, d) and (runs,)
        What it was fitted to, y on the fitted scale.
    ridge : float
        Penalty that predicted best when each run was left out.
    share : bool
        Whether y is the log odds of a share.
    r2 : float
        Share of the variance of left-out runs that is predicted; below about 0.5 it is of little use.
    spread : float
        Standard deviation of the errors of left-out runs, on the fitted scale.
    """

    at: F64
    y: F64
    ridge: float
    share: bool
    r2: float
    spread: float

    def predict(self, x: F64) -> F64:
        """Expected value at places, shape (m,)."""
        both = features(np.concatenate([self.at, x]))
        known, new = both[: len(self.at)], both[len(self.at) :]
        fitted = new @ _weights(known, self.y, self.ridge)
        return 1.0 / (1.0 + np.exp(-fitted)) if self.share else fitted


def fit(x: F64, y: F64, *, share: bool) -> Emulator:
    """Fit, with the penalty that predicts left-out runs best.

    Parameters
    ----------
    x : float64 array, shape (runs, d)
    y : float64 array, shape (runs,)
        Without NaN.
    share : bool
        Whether y lies between 0 and 1.
    """
    target = np.clip(y, EDGE, 1.0 - EDGE) if share else y
    target = np.log(target / (1.0 - target)) if share else target.astype(np.float64)
    known = features(x)
    errors = [_left_out(known, target, ridge) for ridge in RIDGES]
    best = int(np.argmin([np.mean(one**2) for one in errors]))
    variance = float(target.var())
    r2 = 1.0 - float(np.mean(errors[best] ** 2)) / variance if variance > 0 else 1.0
    return Emulator(x, target, float(RIDGES[best]), share, r2, float(errors[best].std()))


def _weights(known: F64, y: F64, ridge: float) -> F64:
    penalty = ridge * len(y) * np.eye(known.shape[1])
    penalty[0, 0] = 0.0  # the mean is not drawn to zero
    return np.asarray(np.linalg.lstsq(known.T @ known + penalty, known.T @ y, rcond=None)[0])


def _left_out(known: F64, y: F64, ridge: float) -> F64:
    """Error at each run when it is left out, from one fit (leverages)."""
    penalty = ridge * len(y) * np.eye(known.shape[1])
    penalty[0, 0] = 0.0
    hat = known @ np.linalg.pinv(known.T @ known + penalty) @ known.T
    return np.asarray((y - hat @ y) / np.maximum(1.0 - np.diag(hat), 1e-6))
