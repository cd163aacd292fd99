"""Sobol indices (索博尔指数) of the figures, on the emulator: which parameter moves which figure.

On the emulator there is no noise, which inflates total indices when they are taken from runs directly.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import sobol_indices

from sim.calibration.design import generator
from sim.calibration.predict import Predictor

F64 = npt.NDArray[np.float64]
POINTS = 1024


class Indices(NamedTuple):
    """Shares of each figure's prior variance.

    Attributes
    ----------
    first, total : float64 array, shape (t, d + o)
        By the parameter alone, and with everything it acts together with.
    """

    first: F64
    total: F64


def sensitivity(predictor: Predictor, seed: int = 1) -> Indices:
    """Compute Sobol indices of all figures over the prior."""
    dimensions = predictor.problem.dimensions
    even: Any = _Even()
    found = sobol_indices(
        func=lambda places: _filled(predictor.figures(np.ascontiguousarray(places.T))).T,
        n=POINTS,
        dists=[even] * dimensions,
        rng=generator("sensitivity", seed),
    )
    shape = (len(predictor.problem.targets), dimensions)
    first = np.nan_to_num(np.reshape(found.first_order, shape))
    return Indices(first, np.nan_to_num(np.reshape(found.total_order, shape)))


def _filled(figures: F64) -> F64:
    """Figures with the mean where a reading of the definitions leaves nothing to report."""
    known = np.where(np.isfinite(figures), figures, np.nan)
    return np.where(np.isnan(known), np.nanmean(known, axis=0), known)


class _Even:
    """The prior in the unit cube."""

    def ppf(self, q: F64) -> F64:
        """Place at a share of the prior."""
        return q
