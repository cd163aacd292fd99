"""A county in a few lines with known truth: eight simulation parameters, two of how figures are reported.

Residents choose among village, township, county and outside for visits, among the last three for stays. One
parameter (price sensitivity) moves no figure.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.calibration.design import generator
from sim.calibration.problem import Problem, straight

F64 = npt.NDArray[np.float64]
NAMES = ("visits", "village", "township", "outside", "stays", "outside_stay", "cost_outside", "price")
OBSERVED = ("reported", "definition")
TARGETS = (
    "in_county",
    "primary",
    "stays_in",
    "fund_in",
    "fund_primary",
    "visits_a_head",
    "stays_a_head",
    "village",
)
SD = np.array([0.03, 0.06, 0.03, 0.03, 0.05, 0.05, 0.05, 0.08])
FITTED = np.array([True] * 7 + [False])
BIAS = np.array([0.03, -0.02, 0.01, 0.02, 0.0, -0.03, 0.02, 0.0, 0.01, -0.02])
"""Relative difference of a run of everybody from one of a sample."""


def components(u: F64) -> F64:
    """Expected sums of a sampled run: visits by place (4), stays by place (3), fund by place (3)."""
    x = straight(u)
    taste = np.stack([0.6 * x[:, 1] + 0.2, 0.5 * x[:, 2], np.full(len(x), 0.4), 0.9 * x[:, 3] - 0.3], axis=1)
    odds = np.exp(taste + 0.3 * x[:, [1]] * x[:, [2]] * np.array([1.0, -1.0, 0.0, 0.0]))
    visits = 6.0 * np.exp(0.3 * x[:, [0]]) * odds / odds.sum(axis=1, keepdims=True)
    taste = np.stack([0.5 * x[:, 2] - 1.0, np.full(len(x), 0.5), 0.8 * x[:, 5] + 0.2 * x[:, 3]], axis=1)
    odds = np.exp(taste)
    stays = 0.18 * np.exp(0.25 * x[:, [4]] + 0.1 * x[:, [4]] ** 2) * odds / odds.sum(axis=1, keepdims=True)
    cost = np.stack([np.full(len(x), 2.0), np.full(len(x), 5.5), 11.0 * np.exp(0.4 * x[:, 6])], axis=1)
    out = visits[:, 1:] * np.array([0.03, 0.06, 0.08])
    return np.concatenate([visits, stays, stays * cost * np.array([0.8, 0.65, 0.45]) + out], axis=1) * 1e4


def simulate(places: F64, seeds: Sequence[int], *, full: bool) -> F64:
    """Run: noise of 2 % in a sample, of 0.1 % and a small bias with everybody."""
    noise = np.array([generator("toy", seed).standard_normal(10) for seed in seeds]).reshape(-1, 10)
    mean = components(places)
    return np.asarray(mean * np.exp(BIAS + 0.001 * noise if full else 0.02 * noise))


def observe(sums: F64, how: F64) -> F64:
    """Figures: village visits are reported in part, a tenth of the outside fund may be left out."""
    village = sums[:, 0] * (0.5 + 0.5 * how[:, 0])
    _, township, county, outside = sums[:, :4].T
    inside = village + township + county
    beyond = np.where(how[:, 1] < 0.6, 1.0, 0.9) * sums[:, 9]
    fund = sums[:, 7] + sums[:, 8]
    return np.stack([
        np.log(inside / outside), np.log((village + township) / county),
        np.log((sums[:, 4] + sums[:, 5]) / sums[:, 6]),
        np.log(fund / beyond), np.log(sums[:, 7] / sums[:, 8]),
        np.log((inside + outside) / 1e4), np.log(sums[:, 4:7].sum(axis=1) / 1e4), np.log(village / 1e4),
    ], axis=1)  # fmt: skip


def problem(values: F64) -> Problem:
    """The toy with published figures."""
    together = np.diag(SD**2)
    together[0, 2] = together[2, 0] = 0.5 * SD[0] * SD[2]
    return Problem(NAMES, OBSERVED, TARGETS, values, together, FITTED, observe, straight)


def published(truth: F64, seed: int) -> F64:
    """Figures that a truth (shape (10,)) leads to, with their errors."""
    exact = observe(simulate(truth[None, :8], [seed], full=True), truth[None, 8:])[0]
    root = np.linalg.cholesky(problem(exact).covariance)
    return np.asarray(exact + root @ generator("published", seed).standard_normal(len(exact)))
