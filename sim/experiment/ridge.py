"""Ridge regression whose penalty is chosen by leaving runs out; pure functions on arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
RIDGES = np.array([1e-6, 1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0])
"""Penalties tried, per run: small ones fit every bend, large ones leave the mean alone."""
_CLOSE = 1e-6


@dataclass(frozen=True)
class Ridge:
    """A linear fit with a penalty on all weights but the mean.

    Attributes
    ----------
    centre : float64 array, shape (p,)
        Weighted mean of the features.
    mean : float
        Weighted mean of what was fitted.
    weights : float64 array, shape (p,)
        Of the centred features.
    spread : float64 array, shape (p, p)
        Covariance of the weights, in units of the variance of one run's error.
    total : float
        Sum of the weights of the runs: the mean's variance is one over it.
    ridge : float
        Penalty that predicted best when each run was left out.
    errors : float64 array, shape (n,)
        Error at each run when it is left out.
    r2 : float
        Share of the variance of left-out runs that is predicted; below about 0.5 the fit is of little use.
    """

    centre: F64
    mean: float
    weights: F64
    spread: F64
    total: float
    ridge: float
    errors: F64
    r2: float

    def predict(self, known: F64) -> F64:
        """Expected value at features of shape (m, p)."""
        return np.asarray(self.mean + (known - self.centre) @ self.weights)


def fit_ridge(known: F64, y: F64, weight: F64 | None = None, ridges: F64 = RIDGES) -> Ridge:
    """Fit with the penalty that predicts left-out runs best, each run left out from one fit (leverages).

    Parameters
    ----------
    known : float64 array, shape (n, p)
        Features, without a column of ones: the mean is always fitted and never drawn to zero.
    y : float64 array, shape (n,)
        Without NaN.
    weight : float64 array, shape (n,), optional
        How much each run counts; all the same when not given.
    ridges : float64 array, optional
        Penalties to choose from.
    """
    n = len(y)
    w = np.ones(n) if weight is None else weight / weight.mean()
    centre, mean = w @ known / n, float(w @ y / n)
    root = np.sqrt(w)
    u, s, vt = np.linalg.svd((known - centre) * root[:, None], full_matrices=False)
    scaled = (y - mean) * root
    found = []
    for ridge in ridges:
        kept = s**2 / (s**2 + ridge * n)
        hat = (u**2) @ kept + w / n
        errors = (scaled - u @ (kept * (u.T @ scaled))) / root / np.maximum(1.0 - hat, _CLOSE)
        found.append((float(w @ errors**2 / n), errors))
    best = int(np.argmin([score for score, _ in found]))
    ridge, (score, errors) = float(ridges[best]), found[best]
    inner = 1.0 / (s**2 + ridge * n)
    weights = vt.T @ (s * inner * (u.T @ scaled))
    variance = float(w @ (y - mean) ** 2 / n)
    r2 = 1.0 - score / variance if variance > 0 else 1.0
    return Ridge(centre, mean, weights, (vt.T * inner) @ vt, float(n), ridge, errors, r2)
