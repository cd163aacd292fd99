"""The posterior as a small ensemble (后验集合): draws, and the one in their middle (medoid)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.calibration.predict import Predictor
from sim.calibration.problem import to_scores

F64 = npt.NDArray[np.float64]


def medoid(draws: F64, predictor: Predictor) -> int:
    """Return the draw nearest to all others: in every parameter, and in the fitted figures.

    Parameters
    ----------
    draws : float64 array, shape (n, d + o)
        Of the posterior, in the unit cube.
    predictor : Predictor

    Returns
    -------
    int
        Its row. Parameters and figures count half each, every one in units of its spread over the draws.
    """
    fitted = predictor.figures(draws)[:, predictor.problem.fitted]
    parts = [_scaled(to_scores(draws)), _scaled(fitted)]
    square = sum(_squares(one) / one.shape[1] for one in parts)
    return int(np.argmin(np.sqrt(square).sum(axis=1)))


def _scaled(x: F64) -> F64:
    return np.asarray((x - x.mean(axis=0)) / np.maximum(x.std(axis=0), 1e-12))


def _squares(x: F64) -> F64:
    """Squared distances between all rows."""
    size = (x**2).sum(axis=1)
    return np.asarray(np.maximum(size[:, None] + size[None, :] - 2.0 * x @ x.T, 0.0))
