"""A quick stand-in for runs (替代模型): a quadratic in the coordinates for the logarithm of each component.

With 30 to 45 parameters a full quadratic has more terms than there are runs. Every parameter enters linearly;
bends and products only among those that move a component most (screening), and only where they predict
better. Most parameters hardly move a given component, so a term is penalised the more the less it did in a
first fit (adaptive ridge); errors are of runs that took no part in either. The uncertainty of the fit at a
place (leverage) is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.experiment.ridge import Ridge, fit_ridge

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
LEAST = 0.05
"""Smallest scale of a term, in units of that of the one that did most: none is ever out of play."""
FOLDS = 6
"""Parts of the runs that are left out together."""
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
        Of each run when its part of the runs is left out, on the scale of logarithms.
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
    products = max(len(x) - x.shape[1], RUNS_A_TERM) / RUNS_A_TERM
    most = int((np.sqrt(1.0 + 8.0 * products) - 1.0) / 2.0)
    features = _features(x, bends)
    d, p, k = x.shape[1], features.shape[1], logs.shape[1]
    rows, columns = np.triu_indices(len(bends))
    mean, weights, spread = np.empty(k), np.zeros((p, k)), np.zeros((p, p))
    errors, r2 = np.empty_like(logs), np.empty(k)
    centre = np.zeros(p)
    for j, y in enumerate(logs.T):
        uses = np.isin(np.arange(len(bends)), np.argsort(-moved[j, bends], kind="stable")[:most])
        straight = np.arange(d)
        bent = np.concatenate([straight, d + np.flatnonzero(uses[rows] & uses[columns])])
        tried = [(terms, _left_out(features[:, terms], y, weight)) for terms in (straight, bent)]
        terms, errors[:, j] = min(tried, key=lambda one: float(np.average(one[1] ** 2, weights=weight)))
        known = features[:, terms]
        one, scale = _adapted(known, y, weight)
        centre[terms], mean[j], weights[terms, j] = known.mean(axis=0), one.mean, one.weights * scale
        if weight is not None:
            centre[terms] = weight @ known / weight.sum()
        spread[np.ix_(terms, terms)] += one.spread * np.outer(scale, scale) / k
        variance = float(np.average((y - one.mean) ** 2, weights=weight))
        error = float(np.average(errors[:, j] ** 2, weights=weight))
        r2[j] = 1.0 - error / variance if variance > 0 else 1.0
    return Emulator(bends, centre, mean, weights, spread, float(len(x)), errors, r2)


def _features(x: F64, bends: I64) -> F64:
    """All coordinates, then squares and products of those that bend."""
    rows, columns = np.triu_indices(len(bends))
    return np.concatenate([x, x[:, bends[rows]] * x[:, bends[columns]]], axis=1)


def _adapted(known: F64, y: F64, weight: F64 | None) -> tuple[Ridge, F64]:
    """Fit, and the scale of each term under which it was fitted."""
    first = fit_ridge(known, y, weight)
    did = np.abs(first.weights) * known.std(axis=0)
    scale = did / max(float(did.max()), 1e-300) + LEAST
    return fit_ridge(known * scale, y, weight), scale


def _left_out(known: F64, y: F64, weight: F64 | None) -> F64:
    """Error at each run when its part of the runs takes no part in the fit."""
    part = np.arange(len(y)) % FOLDS  # neighbours of a design lie far apart
    errors = np.empty(len(y))
    for number in range(FOLDS):
        out = part == number
        one, scale = _adapted(known[~out], y[~out], None if weight is None else weight[~out])
        errors[out] = y[out] - one.predict(known[out] * scale)
    return errors


def _moved(x: F64, y: F64, weight: F64 | None) -> F64:
    """How much each coordinate moves a component, alone and bent, as shares of what all of them do."""
    d = x.shape[1]
    both = np.concatenate([x, x**2], axis=1)
    moved = np.abs(fit_ridge(both, y, weight).weights) * both.std(axis=0)
    return np.asarray((moved[:d] + moved[d:]) / max(float(moved.sum()), 1e-300))
