"""What is calibrated: parameters, a simulation that leaves sums behind, and figures that those explain.

Parameters live in the unit cube, where their prior is uniform: the first ones are of the simulation, the
others of the observation (how figures are reported and defined). Pure functions on arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
_EDGE = 1e-9


class Simulator(Protocol):
    """Runs the simulation."""

    def __call__(self, places: F64, seeds: Sequence[int], *, full: bool) -> F64:
        """Return the sums that runs leave behind.

        Parameters
        ----------
        places : float64 array, shape (n, d)
            Simulation parameters in the unit cube.
        seeds : sequence of int
            Which random history each run follows.
        full : bool
            Whether to simulate everybody; otherwise a sample of the people.

        Returns
        -------
        float64 array, shape (n, k)
            Components (sums above zero); a row of NaN where a run failed.
        """


@dataclass(frozen=True)
class Problem:
    """What is fitted to what.

    Attributes
    ----------
    names, observed : tuple of str
        Parameters of the simulation (d of them) and of the observation (o).
    targets : tuple of str
        Published figures (t of them), those held out included.
    values : float64 array, shape (t,)
        Of the figures, on the scale on which their errors are about normal (log odds, logarithm).
    covariance : float64 array, shape (t, t)
        Of the errors of the figures on that scale: rounding, definition, discrepancy.
    fitted : bool array, shape (t,)
        Which figures are fitted; the others are predicted.
    observe : callable
        Components of shape (n, k) and observation parameters in the unit cube (n, o) to figures (n, t) on
        their scale.
    coordinates : callable
        Simulation parameters in the unit cube to what responses are smooth in, each from -1 to 1.
    credible : callable
        Components of shape (n, k) to whether a run with them may be a draw at all, shape (n,).
    """

    names: tuple[str, ...]
    observed: tuple[str, ...]
    targets: tuple[str, ...]
    values: F64
    covariance: F64
    fitted: Bools
    observe: Callable[[F64, F64], F64]
    coordinates: Callable[[F64], F64]
    credible: Callable[[F64], Bools] = lambda components: np.ones(len(components), np.bool_)

    @property
    def d(self) -> int:
        """Number of simulation parameters."""
        return len(self.names)

    @property
    def dimensions(self) -> int:
        """Number of all parameters."""
        return len(self.names) + len(self.observed)


def straight(places: F64) -> F64:
    """Coordinates that are the place itself, from -1 to 1."""
    return 2.0 * places - 1.0


def to_places(z: F64) -> F64:
    """Return places in the unit cube of standard normal scores."""
    return np.clip(np.asarray(ndtr(z), np.float64), _EDGE, 1.0 - _EDGE)


def to_scores(places: F64) -> F64:
    """Return standard normal scores of places in the unit cube."""
    return np.asarray(ndtri(np.clip(places, _EDGE, 1.0 - _EDGE)), np.float64)
