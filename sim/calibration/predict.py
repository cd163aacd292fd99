"""From parameters to figures through the emulator, and how likely or implausible the published ones are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.calibration.emulator import Emulator, fit_emulator
from sim.calibration.problem import Problem

F64 = npt.NDArray[np.float64]
LEAST_LACK = 0.05
"""Share of the left-out variance that is taken as lack of fit at least, however noisy the runs."""


@dataclass(frozen=True)
class Runs:
    """Runs made so far.

    Attributes
    ----------
    places : float64 array, shape (n, d + o)
        Parameters in the unit cube; those of the observation are the ones under which a run was wanted.
    components : float64 array, shape (n, k)
        A row of NaN where a run failed.
    """

    places: F64
    components: F64

    def __len__(self) -> int:
        return len(self.places)

    def whole(self) -> Runs:
        """Only the runs that did not fail."""
        keep = ~np.isnan(self.components).any(axis=1)
        return Runs(self.places[keep], self.components[keep])

    def joined(self, other: Runs) -> Runs:
        """Both together."""
        return Runs(
            np.concatenate([self.places, other.places]), np.concatenate([self.components, other.components])
        )


@dataclass(frozen=True)
class Predictor:
    """Emulated figures with their uncertainty.

    Attributes
    ----------
    problem : Problem
    emulator : Emulator
    shift : float64 array, shape (k,)
        Added to the logarithms of the components: what a run of everybody has more than one of a sample.
    residual : float64 array, shape (t, t)
        Covariance of the errors of left-out runs, on the figures' scale: noise of a run and lack of fit.
    lack : float64 array, shape (t, t)
        Lack of fit alone: what averaging runs does not take away.
    strict : bool
        Whether places that are not credible have no likelihood: not before the sums are corrected.
    """

    problem: Problem
    emulator: Emulator
    shift: F64
    residual: F64
    lack: F64
    strict: bool = False

    def figures(self, places: F64) -> F64:
        """Expected figures on their scale at places of shape (n, d + o)."""
        return self._figures(self._x(places), places)

    def log_likelihood(self, places: F64) -> F64:
        """Logarithm of the likelihood of the fitted figures, but for a constant; -inf where not credible."""
        fit = self.problem.fitted
        pick = np.ix_(fit, fit)
        root = np.linalg.cholesky((self.problem.covariance + self.lack)[pick])
        inner = np.linalg.solve(root, np.linalg.solve(root, self.residual[pick]).T)
        extra, turn = np.linalg.eigh((inner + inner.T) / 2.0)
        x = self._x(places)
        components = self._components(x)
        seen = self.problem.observe(components, places[:, self.problem.d :])
        gap = (self.problem.values - seen)[:, fit]
        gap = np.linalg.solve(root, gap.T).T @ turn
        variance = 1.0 + self.emulator.leverage(x)[:, None] * np.maximum(extra, 0.0)
        found = -0.5 * (gap**2 / variance + np.log(variance)).sum(axis=1)
        if self.strict:
            found = np.where(self.problem.credible(components), found, -np.inf)
        return np.where(np.isfinite(found), found, -np.inf)

    def implausibility(self, places: F64) -> F64:
        """Distance of every figure from its published value in standard deviations, shape (n, t)."""
        x = self._x(places)
        leverage = self.emulator.leverage(x)[:, None]
        known = np.diag(self.problem.covariance) + np.diag(self.lack)
        gap = np.abs(self.problem.values - self._figures(x, places))
        return gap / np.sqrt(known + leverage * np.diag(self.residual))

    def _figures(self, x: F64, places: F64) -> F64:
        return self.problem.observe(self._components(x), places[:, self.problem.d :])

    def _components(self, x: F64) -> F64:
        return np.exp(self.emulator.predict(x) + self.shift)

    def _x(self, places: F64) -> F64:
        return self.problem.coordinates(places[:, : self.problem.d])


def fit_predictor(problem: Problem, runs: Runs, noise: Runs, weight: F64 | None = None) -> Predictor:
    """Fit to runs.

    Parameters
    ----------
    problem : Problem
    runs : Runs
        At least a few more than parameters.
    noise : Runs
        Runs of one place with different random histories; they tell what noise is.
    weight : float64 array, shape (runs,), optional
        How much each run counts, failed ones included.
    """
    keep = ~np.isnan(runs.components).any(axis=1)
    weight = None if weight is None else weight[keep]
    runs, noise = runs.whole(), noise.whole()
    emulator = fit_emulator(problem.coordinates(runs.places[:, : problem.d]), runs.components, weight)
    observed = runs.places[:, problem.d :]
    emulated = runs.components * np.exp(-emulator.errors)
    errors = problem.observe(runs.components, observed) - problem.observe(emulated, observed)
    told = np.isfinite(errors).all(axis=1)  # some readings of a definition leave nothing to report
    residual = np.cov(errors[told].T, aweights=None if weight is None else weight[told])
    seen = problem.observe(noise.components, noise.places[:, problem.d :])
    shares = 1.0 - seen.var(axis=0, ddof=1) / np.maximum(np.diag(residual), 1e-300)
    root = np.sqrt(np.clip(shares, LEAST_LACK, 1.0))
    return Predictor(problem, emulator, np.zeros(runs.components.shape[1]), residual,
                     residual * np.outer(root, root))  # fmt: skip


def corrected(predictor: Predictor, full: Runs) -> Predictor:
    """Return the predictor for everybody, corrected by runs of everybody (two levels).

    A run of everybody has hardly any noise, one of a sample has much and shares little of it, so each run of
    everybody is set against the emulator, not against a run of a sample. The mean difference of the
    logarithms is added; how far the differences scatter is pooled with the lack of fit that left-out runs
    suggested, each with its degrees of freedom.

    Parameters
    ----------
    predictor : Predictor
        Fitted to runs of a sample.
    full : Runs
        Of everybody, where the posterior lies; at least two.
    """
    full = full.whole()
    problem, emulator = predictor.problem, predictor.emulator
    logs = np.log(full.components)
    emulated = emulator.predict(problem.coordinates(full.places[:, : problem.d]))
    shift = (logs - emulated).mean(axis=0)
    observed = full.places[:, problem.d :]
    errors = problem.observe(full.components, observed) - problem.observe(np.exp(emulated + shift), observed)
    errors = errors[np.isfinite(errors).all(axis=1)]
    n = len(errors)
    found = (errors**2).sum(axis=0) / (n - 1)
    before = np.diag(predictor.lack)
    variance = (SUGGESTED * before + (n - 1) * found) / (SUGGESTED + n - 1) + found / n
    root = np.sqrt(variance / np.maximum(before, 1e-300))
    return replace(predictor, shift=shift, lack=predictor.lack * np.outer(root, root), strict=True)


SUGGESTED = 5
"""Degrees of freedom that the lack of fit among left-out runs of samples counts for."""
