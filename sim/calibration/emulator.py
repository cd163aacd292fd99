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
SMALL = 0.01
"""Share of a component's median that stands for none where some run left none."""


@dataclass(frozen=True)
class Scale:
    """Components to logarithms and back.

    Attributes
    ----------
    shift : float64 array, shape (k,)
        Added before the logarithm; 0 for a component that no run left empty.
    """

    shift: F64

    def to_log(self, components: F64) -> F64:
        """Logarithms of components."""
        return np.log(np.maximum(components + self.shift, 1e-12))

    def to_components(self, logs: F64) -> F64:
        """Components of logarithms."""
        return np.maximum(np.exp(logs) - self.shift, 0.0)


@dataclass(frozen=True)
class Emulator:
    """Fit of all components.

    Attributes
    ----------
    scale : Scale
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

    scale: Scale
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
        Without NaN.
    weight : float64 array, shape (n,), optional
        How much each run counts.
    """
    scale = scale_of(components)
    logs = scale.to_log(components)
    chosen = [_screened(x, y, weight) for y in logs.T]
    bends = np.unique(np.concatenate(chosen)).astype(np.int64)
    features = _features(x, bends)
    d, p, k = x.shape[1], features.shape[1], logs.shape[1]
    rows, columns = np.triu_indices(len(bends))
    mean, weights, spread = np.empty(k), np.zeros((p, k)), np.zeros((p, p))
    errors, r2 = np.empty_like(logs), np.empty(k)
    centre = np.zeros(p)
    for j, (y, active) in enumerate(zip(logs.T, chosen, strict=True)):
        uses = np.isin(bends, active)
        terms = np.concatenate([np.arange(d), d + np.flatnonzero(uses[rows] & uses[columns])])
        one = fit_ridge(features[:, terms], y, weight)
        centre[terms], mean[j], weights[terms, j] = one.centre, one.mean, one.weights
        spread[np.ix_(terms, terms)] += one.spread / k
        errors[:, j], r2[j] = one.errors, one.r2
    return Emulator(scale, bends, centre, mean, weights, spread, float(len(x)), errors, r2)


def scale_of(components: F64) -> Scale:
    """Return the scale on which every run of these has a logarithm."""
    empty = (components <= 0.0).any(axis=0)
    return Scale(np.where(empty, np.maximum(SMALL * np.median(components, axis=0), 1e-6), 0.0))


def _features(x: F64, bends: I64) -> F64:
    """All coordinates, then squares and products of those that bend."""
    rows, columns = np.triu_indices(len(bends))
    return np.concatenate([x, x[:, bends[rows]] * x[:, bends[columns]]], axis=1)


def _screened(x: F64, y: F64, weight: F64 | None) -> I64:
    """Coordinates that move a component most, as many as the runs allow products of."""
    n, d = x.shape
    most = min(d, int((np.sqrt(1.0 + 8.0 * n / RUNS_A_TERM) - 1.0) / 2.0))
    both = np.concatenate([x, x**2], axis=1)
    moved = np.abs(fit_ridge(both, y, weight).weights) * both.std(axis=0)
    return np.sort(np.argsort(-(moved[:d] + moved[d:]), kind="stable")[:most]).astype(np.int64)
