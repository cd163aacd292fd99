"""What a missing number is worth (信息价值): how much surer the results would be if it were known.

Under a squared loss the expected value of perfect information on a number is the share of the variance of a
result that the number explains over the posterior draws; of an imperfect measurement, that share less what
its error blurs. No run is needed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.experiment.ridge import fit_ridge

F64 = npt.NDArray[np.float64]


def worth_of_knowing(numbers: F64, results: F64) -> F64:
    """Share of each result's variance that goes once a number is known exactly (EVPPI).

    Parameters
    ----------
    numbers : float64 array, shape (n, p)
        Posterior draws of what is not known, in scores.
    results : float64 array, shape (n, q)
        Results under these draws.

    Returns
    -------
    float64 array, shape (p, q)
        By regression of the results on each number and its square; left-out draws tell what holds.
    """
    found = np.zeros((numbers.shape[1], results.shape[1]))
    for k, number in enumerate(numbers.T):
        known = np.stack([number, number**2], axis=1)
        found[k] = [max(fit_ridge(known, result).r2, 0.0) for result in results.T]
    return found


def worth_of_measuring(figures: F64, sd: F64, results: F64) -> F64:
    """Share of each result's variance that goes once a figure is measured with an error.

    Parameters
    ----------
    figures : float64 array, shape (n, m)
        Under the posterior draws, on the scale of their errors.
    sd : float64 array, shape (m,)
        Of the errors.
    results : float64 array, shape (n, q)

    Returns
    -------
    float64 array, shape (m, q)
        As if figures and results were jointly normal.
    """
    centred, outcome = figures - figures.mean(axis=0), results - results.mean(axis=0)
    together = centred.T @ outcome / len(figures)
    variance = np.maximum(outcome.var(axis=0), 1e-300)
    return np.asarray(together**2 / (centred.var(axis=0) + sd**2)[:, None] / variance)
