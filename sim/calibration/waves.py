"""History matching (历史匹配): rule out parameters that make some figure implausible; run where none is.

After each wave the emulator is fitted again, and runs count the less the farther they lie from every
plausible figure, so that it becomes accurate where it matters.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.calibration.design import far_apart, generator, spread
from sim.calibration.predict import Predictor, Runs
from sim.calibration.problem import Problem
from sim.calibration.sampling import sample

F64 = npt.NDArray[np.float64]

CUTOFF = 3.0
"""Standard deviations from which on a figure is implausible (Pukelsheim's three-sigma rule)."""
PRIOR = 20_000
"""Draws of the prior that measure the volume that is not ruled out."""
WALK = 60
"""Steps of the walkers that look for places that are not ruled out."""
READINGS = 32
"""Ways of observing under which a run may be near the figures."""


class Wave(NamedTuple):
    """What a wave found.

    Attributes
    ----------
    volume : float
        Share of the prior that is not ruled out; 0 stands for less than one in `PRIOR`.
    nearest : float
        Smallest, over places, of the worst figure's implausibility: above `CUTOFF` some figure cannot be met.
    places : float64 array, shape (count, d + o)
        Where to run next.
    """

    volume: float
    nearest: float
    places: F64


def next_wave(predictor: Predictor, known: F64, count: int, seed: int) -> Wave:
    """Find places that are not ruled out, far from each other and from where runs exist.

    Parameters
    ----------
    predictor : Predictor
    known : float64 array, shape (n, d + o)
        Where runs exist.
    count : int
        Places wanted.
    seed : int
    """
    problem = predictor.problem
    prior = generator("prior", seed).random((PRIOR, problem.dimensions))
    worst = _worst(predictor, prior)
    chain = sample(
        lambda places: -2.0 * np.maximum(_worst(predictor, places) - CUTOFF, 0.0) ** 2,
        problem.dimensions, WALK, seed,
    )  # fmt: skip
    flat = chain.draws(max(2000, 4 * count), seed)
    ranked = _worst(predictor, flat)
    inside = flat[np.argsort(ranked, kind="stable")[: max(int((ranked < CUTOFF).sum()), 4 * count)]]
    d = problem.d
    chosen = far_apart(inside[:, :d], known[:, :d], count)
    nearest = float(min(worst.min(), ranked.min()))
    return Wave(float((worst < CUTOFF).mean()), nearest, inside[chosen])


def closeness(problem: Problem, runs: Runs, residual: F64) -> F64:
    """How much each run counts: 1 when its figures are plausible under some way of observing it.

    Parameters
    ----------
    problem : Problem
    runs : Runs
    residual : float64 array, shape (t, t)
        Covariance of the errors of the emulator.

    Returns
    -------
    float64 array, shape (runs,)
        Falls from 1 like one over the square of the distance; 0 for a failed run.
    """
    sd = np.sqrt(np.diag(problem.covariance) + np.diag(residual))[problem.fitted]
    nearest = np.full(len(runs), np.inf)
    for reading in spread(READINGS, len(problem.observed), 0) if problem.observed else np.empty((1, 0)):
        seen = problem.observe(runs.components, np.tile(reading, (len(runs), 1)))
        gap = np.abs(problem.values - seen)[:, problem.fitted] / sd
        nearest = np.minimum(nearest, np.where(np.isnan(gap), np.inf, gap).max(axis=1))
    return np.asarray(1.0 / (1.0 + (np.maximum(nearest - CUTOFF, 0.0) / CUTOFF) ** 2))


def _worst(predictor: Predictor, places: F64) -> F64:
    """Worst figure; infinite where a reading of the definitions leaves nothing to report."""
    found = predictor.implausibility(places)[:, predictor.problem.fitted].max(axis=1)
    return np.where(np.isnan(found), np.inf, found)
