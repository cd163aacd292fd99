"""A quick stand-in for runs (替代模型): a quadratic in the levers, fitted to the runs made so far.

Pure functions on arrays. Places lie in the unit cube; a lever is 0 or 1. Shares are fitted on the log-odds
scale, so that no prediction leaves 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.experiment.ridge import Ridge, fit_ridge

F64 = npt.NDArray[np.float64]
EDGE = 1e-4


def features(x: F64) -> F64:
    """Each coordinate, each product of two different ones, each square that is not the coordinate."""
    d = x.shape[1]
    rows, columns = np.triu_indices(d, 1)
    squares = x[:, [k for k in range(d) if not np.isin(x[:, k], (0.0, 1.0)).all()]] ** 2
    return np.concatenate([x, x[:, rows] * x[:, columns], squares], axis=1)


@dataclass(frozen=True)
class Emulator:
    """Fit of one value.

    Attributes
    ----------
    at : float64 array, shape (runs, d)
        Places it was fitted to.
    fitted : Ridge
        Fit on the fitted scale.
    share : bool
        Whether that scale is the log odds of a share.
    """

    at: F64
    fitted: Ridge
    share: bool

    @property
    def r2(self) -> float:
        """Share of the variance of left-out runs that is predicted; below about 0.5 it is of little use."""
        return self.fitted.r2

    def predict(self, x: F64) -> F64:
        """Expected value at places, shape (m,)."""
        both = features(np.concatenate([self.at, x]))  # which squares count depends on the runs
        value = self.fitted.predict(both[len(self.at) :])
        return 1.0 / (1.0 + np.exp(-value)) if self.share else value


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
    return Emulator(x, fit_ridge(features(x), target), share)
