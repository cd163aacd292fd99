"""Drawing from a density: from the prior towards it step by step, then emcee's ensemble of walkers.

Everything happens in standard normal scores, under which the prior is a standard normal: no walls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import emcee
import numpy as np
import numpy.typing as npt

from sim.calibration.design import generator
from sim.calibration.problem import to_places

F64 = npt.NDArray[np.float64]
Density = Callable[[F64], F64]
"""Logarithm of the likelihood at places in the unit cube, shape (n, dimensions) to (n,)."""

FIRST = 40
"""Candidates from the prior for each walker."""
SETTLE = 15
"""Steps after each step towards the likelihood."""
KEPT = 0.5
"""Share of the walkers that a step towards the likelihood leaves effective."""


@dataclass(frozen=True)
class Chain:
    """Draws of an ensemble of walkers.

    Attributes
    ----------
    places : float64 array, shape (steps, walkers, dimensions)
        In the unit cube.
    acceptance : float
        Share of moves that were accepted; a few percent in many dimensions is usual.
    lag : float
        Integrated autocorrelation time in steps, the worst parameter's; NaN where the chain is too short.
    """

    places: F64
    acceptance: float
    lag: float

    def draws(self, count: int, seed: int) -> F64:
        """Return draws without order, shape (count, dimensions), spread over steps and walkers."""
        flat = self.places.reshape(-1, self.places.shape[2])
        chosen = generator("draws", seed).choice(len(flat), count, replace=count > len(flat))
        return np.asarray(flat[chosen])


def sample(likelihood: Density, dimensions: int, steps: int, seed: int, walkers: int = 0) -> Chain:
    """Draw from prior times likelihood.

    Parameters
    ----------
    likelihood : callable
    dimensions : int
    steps : int
        Kept of every walker; a third as many go before and are dropped.
    seed : int
    walkers : int, optional
        At least twice the dimensions; four times when not given.
    """
    count = max(walkers or 4 * dimensions, 2 * dimensions + 2, 64)
    rng = generator("walkers", seed)
    z = rng.standard_normal((FIRST * count, dimensions))
    z = _towards(likelihood, z, count, seed, rng)
    sampler = _walk(_posterior(likelihood, 1.0), z, steps + steps // 3, seed)
    chain = np.asarray(sampler.get_chain(discard=steps // 3), np.float64)
    lag = float(np.max(emcee.autocorr.integrated_time(chain, quiet=True, tol=0)))
    return Chain(to_places(chain), float(np.mean(sampler.acceptance_fraction)), lag)


def _towards(likelihood: Density, z: F64, count: int, seed: int, rng: np.random.Generator) -> F64:
    """Walkers from the prior to the likelihood, which counts more from step to step (tempering)."""
    power, stage = 0.0, 0
    while True:
        value = likelihood(to_places(z))
        if not np.isfinite(value).any():
            raise RuntimeError("no place of the prior has any likelihood: some figure cannot be made at all")
        step = _step(value, 1.0 - power, KEPT * min(len(z), count) / len(z))
        weight = np.exp(step * (value - value.max()))
        z = z[rng.choice(len(z), count, p=weight / weight.sum())]
        power, stage = power + step, stage + 1
        sampler = _walk(_posterior(likelihood, power), _apart(z, rng), SETTLE, seed + stage)
        z = np.asarray(sampler.get_last_sample().coords, np.float64)
        if power >= 1.0 - 1e-9:
            return z


def _step(value: F64, most: float, share: float) -> float:
    """How much more the likelihood may count so that a share of the points stays effective."""

    def effective(step: float) -> float:
        weight = np.exp(step * (value - value.max()))
        return float(weight.sum() ** 2 / (weight**2).sum() / len(value))

    if effective(most) >= share:
        return most
    low, high = 0.0, most
    for _ in range(40):
        middle = (low + high) / 2.0
        low, high = (middle, high) if effective(middle) >= share else (low, middle)
    return high


def _apart(z: F64, rng: np.random.Generator) -> F64:
    """Copies of one point moved a little apart, or no move could lead away from it."""
    return z + 0.01 * rng.standard_normal(z.shape)


def _posterior(likelihood: Density, power: float) -> Density:
    return lambda z: power * likelihood(to_places(z)) - 0.5 * (z**2).sum(axis=1)


def _walk(density: Density, start: F64, steps: int, seed: int) -> emcee.EnsembleSampler:
    moves = [(emcee.moves.DEMove(sigma=0.1), 0.7), (emcee.moves.DEMove(gamma0=1.0), 0.1),
             (emcee.moves.StretchMove(), 0.2)]  # fmt: skip
    sampler = emcee.EnsembleSampler(*start.shape, density, moves=moves, vectorize=True)
    key = generator("emcee", seed).integers(2**32, dtype=np.uint32)
    sampler.random_state = np.random.RandomState(key).get_state()
    with np.errstate(invalid="ignore"):  # from one place without likelihood to another
        sampler.run_mcmc(start, steps, skip_initial_state_check=True)
    return sampler
