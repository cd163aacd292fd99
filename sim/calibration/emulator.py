"""A quick stand-in for runs (替代模型): a quadratic in the coordinates for the logarithm of each component.

With 30 to 45 parameters a full quadratic has more terms than there are runs. Every parameter enters linearly;
bends and products only among those that move a component most (screening). Ridge penalties are chosen by
leaving runs out, and the uncertainty of the fit at a place (leverage) is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.experiment.ridge import fit_ridge

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
RUNS_A_TERM = 4
"""Runs for each bend or product of a component's emulator."""
MOST_BENDS = 20
"""Parameters that bend at all, over all components: their products are what each prediction costs."""


@dataclass(frozen=True)
class Emulator:
    """Fit of all components.

    Attributes
    ----------
    bends : int64 array, shape (b,)
        Coordinates whose squares and products some component uses.
    centre : float64 array, shape (p,)
        Mean of the features.
    mean : float64 array, shape (k,)
        Mean of the logarithms.
    weights : float64 array, shape (p, k)
        Of the centred features; 0 where a component does not use one.
    spread : float64 array, shape (p, p)
        Covariance of the weights in units of one run's error, mean over components.
    runs : float
        Runs fitted to.
    errors : float64 array, shape (n, k)
        Of each run when left out, on the scale of logarithms.
    r2 : float64 array, shape (k,)
        Share of the variance of left-out runs that is predicted, by component.
    """

    bends: I64
    centre: F64
    mean: F64
    weights: F64
    spread: F64
    runs: float
    errors: F64
    r2: F64

    def predict(self, x: F64) -> F64:
        """Expected logarithms of the components at coordinates, shape (m, k)."""
        return self.mean + (_features(x, self.bends) - self.centre) @ self.weights

    def leverage(self, x: F64) -> F64:
        """Variance of the fit at coordinates in units of the variance of one run's error, shape (m,)."""
        known = _features(x, self.bends) - self.centre
        return np.asarray(1.0 / self.runs + ((known @ self.spread) * known).sum(axis=1))


def fit_emulator(x: F64, components: F64, weight: F64 | None = None) -> Emulator:
    """Fit all components.

    Parameters
    ----------
    x : float64 array, shape (n, d)
        Coordinates of the runs, from -1 to 1.
    components : float64 array, shape (n, k)
        Above zero, without NaN.
    weight : float64 array, shape (n,), optional
        How much each run counts.
    """
    logs = np.log(components)
    moved = np.stack([_moved(x, y, weight) for y in logs.T])
    bends = np.sort(np.argsort(-moved.sum(axis=0), kind="stable")[:MOST_BENDS]).astype(np.int64)
    most = int((np.sqrt(1.0 + 8.0 * len(x) / RUNS_A_TERM) - 1.0) / 2.0)
    features = _features(x, bends)
    d, p, k = x.shape[1], features.shape[1], logs.shape[1]
    rows, columns = np.triu_indices(len(bends))
    mean, weights, spread = np.empty(k), np.zeros((p, k)), np.zeros((p, p))
    errors, r2 = np.empty_like(logs), np.empty(k)
    centre = np.zeros(p)
    for j, y in enumerate(logs.T):
        uses = np.isin(np.arange(len(bends)), np.argsort(-moved[j, bends], kind="stable")[:most])
        terms = np.concatenate([np.arange(d), d + np.flatnonzero(uses[rows] & uses[columns])])
        one = fit_ridge(features[:, terms], y, weight)
        centre[terms], mean[j], weights[terms, j] = one.centre, one.mean, one.weights
        spread[np.ix_(terms, terms)] += one.spread / k
        errors[:, j], r2[j] = one.errors, one.r2
    return Emulator(bends, centre, mean, weights, spread, float(len(x)), errors, r2)


def _features(x: F64, bends: I64) -> F64:
    """All coordinates, then squares and products of those that bend."""
    rows, columns = np.triu_indices(len(bends))
    return np.concatenate([x, x[:, bends[rows]] * x[:, bends[columns]]], axis=1)


def _moved(x: F64, y: F64, weight: F64 | None) -> F64:
    """How much each coordinate moves a component, alone and bent, as shares of what all of them do."""
    d = x.shape[1]
    both = np.concatenate([x, x**2], axis=1)
    moved = np.abs(fit_ridge(both, y, weight).weights) * both.std(axis=0)
    return np.asarray((moved[:d] + moved[d:]) / max(float(moved.sum()), 1e-300))
