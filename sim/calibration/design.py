"""Where to run: points that fill the unit cube, and among candidates those that lie far from each other."""

from __future__ import annotations

import warnings

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

from sim import randomness

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


def generator(name: str, seed: int) -> np.random.Generator:
    """Return a generator keyed by what it is for."""
    return np.random.default_rng(randomness.stream(f"calibration.{name}", seed))


def spread(count: int, d: int, seed: int) -> F64:
    """Points of a scrambled Sobol sequence, shape (count, d): evenly spread, whatever the count."""
    sampler = qmc.Sobol(d, rng=generator("design", seed))
    with warnings.catch_warnings():  # balance at powers of two only: a design of another size still fills
        warnings.simplefilter("ignore", UserWarning)
        return np.asarray(sampler.random(count), np.float64)


def far_apart(candidates: F64, known: F64, count: int) -> I64:
    """Choose candidates one after another, each the one farthest from all that are chosen and known.

    Parameters
    ----------
    candidates : float64 array, shape (m, d)
    known : float64 array, shape (n, d)
        Where runs exist already; may be empty.
    count : int
        At most m.

    Returns
    -------
    int64 array, shape (count,)
        Rows of the candidates.
    """
    nearest = np.full(len(candidates), np.inf)
    for one in known:
        nearest = np.minimum(nearest, ((candidates - one) ** 2).sum(axis=1))
    chosen = []
    for _ in range(count):
        best = int(np.argmax(nearest))
        chosen.append(best)
        nearest = np.minimum(nearest, ((candidates - candidates[best]) ** 2).sum(axis=1))
        nearest[best] = -1.0
    return np.array(chosen, np.int64)
