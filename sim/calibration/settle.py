"""From the medoid to a central set whose own run of everybody gives the published figures.

The emulator is off by a point or so wherever one looks, but near one place it is off by the same amount: a
run there tells by how much, and a small step takes it back (Newton's method with the slopes of the emulator).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from sim.calibration.predict import Predictor, Runs
from sim.calibration.problem import Problem, to_places, to_scores

F64 = npt.NDArray[np.float64]
NUDGE = 1e-3
"""Step in standard normal scores between which slopes are taken."""


def settle(predictor: Predictor, medoid: F64, run: Callable[[F64], Runs], steps: int) -> Runs:
    """Run at the medoid and at places ever nearer the figures.

    Parameters
    ----------
    predictor : Predictor
    medoid : float64 array, shape (d + o,)
        In the unit cube.
    run : callable
        Runs everybody at places of shape (n, d + o).
    steps : int
        Steps at most.

    Returns
    -------
    Runs
        All that were made; the last is the one under whose own figures the published ones are likeliest.
    """
    problem = predictor.problem
    tried = run(medoid[None])
    for _ in range(steps):
        last = Runs(tried.places[-1:], tried.components[-1:])
        error = (_seen(problem, last) - predictor.figures(last.places))[0]
        if np.isnan(error).any():
            break
        tried = tried.joined(run(nearby_fit(predictor, medoid, error)[None]))
    best = int(np.argmin(misfit(problem, tried)))
    order = np.append(np.delete(np.arange(len(tried)), best), best)
    return Runs(tried.places[order], tried.components[order])


def misfit(problem: Problem, runs: Runs) -> F64:
    """Squared distance of the runs' own figures from the published ones, in units of the figures' errors.

    Returns
    -------
    float64 array, shape (runs,)
        Infinite for a failed run.
    """
    fit = problem.fitted
    gap = (problem.values - _seen(problem, runs))[:, fit]
    square = (gap * np.linalg.solve(problem.covariance[np.ix_(fit, fit)], gap.T).T).sum(axis=1)
    return np.where(np.isnan(square), np.inf, square)


def nearby_fit(predictor: Predictor, start: F64, error: F64) -> F64:
    """Return the place that fits best for how far it lies from `start`.

    Parameters
    ----------
    predictor : Predictor
    start : float64 array, shape (d + o,)
        In the unit cube; a step of one standard deviation of a prior costs as much as one of a figure.
    error : float64 array, shape (t,)
        What the emulator's figures are short of around there.
    """
    problem, origin = predictor.problem, to_scores(start)
    fit = problem.fitted
    inverse = np.linalg.inv(problem.covariance[np.ix_(fit, fit)])
    ends = NUDGE * np.concatenate([np.eye(len(start)), -np.eye(len(start))])

    def cost(scores: F64) -> F64:
        gap = (problem.values - error - predictor.figures(to_places(scores)))[:, fit]
        found = ((gap @ inverse) * gap).sum(axis=1) + ((scores - origin) ** 2).sum(axis=1)
        return np.where(np.isfinite(found), found, 1e9)

    def value(scores: F64) -> float:
        return float(cost(scores[None])[0])

    def slope(scores: F64) -> F64:
        above, below = np.split(cost(scores + ends), 2)
        return np.asarray((above - below) / (2.0 * NUDGE))

    return to_places(np.asarray(minimize(value, origin, jac=slope, method="L-BFGS-B").x, np.float64))


def _seen(problem: Problem, runs: Runs) -> F64:
    return problem.observe(runs.components, runs.places[:, problem.d :])
