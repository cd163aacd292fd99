"""Identified or assumed (可识别或假设): what the figures say of each parameter that the prior did not."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]

IDENTIFIED = 0.7
"""Ratio of the standard deviations after and before, up to which a parameter counts as identified."""
EDGE = 0.05
"""Share of the prior at either end that counts as its edge."""
AT_BOUND = 0.3
"""Share of the posterior at an edge from which on the figures pull beyond it."""


class Identified(NamedTuple):
    """What is known of one parameter after the figures.

    Attributes
    ----------
    ratio : float
        Posterior over prior standard deviation of its value.
    bound : str
        ``low`` or ``high`` where much of the posterior lies at that end of the prior, else empty.
    """

    ratio: float
    bound: str

    @property
    def identified(self) -> bool:
        """Whether the figures tell it apart."""
        return self.ratio <= IDENTIFIED


def identify(places: F64, values: F64, prior: F64) -> Identified:
    """Compare what is believed of a parameter before and after.

    Parameters
    ----------
    places : float64 array, shape (n,)
        Posterior draws in the unit interval.
    values : float64 array, shape (n,)
        The same as values.
    prior : float64 array, shape (m,)
        Values of even spread under the prior.
    """
    spread = float(prior.std())
    ratio = float(values.std()) / spread if spread > 0 else 1.0
    low, high = float((places < EDGE).mean()), float((places > 1.0 - EDGE).mean())
    bound = "low" if low >= AT_BOUND and low >= high else "high" if high >= AT_BOUND else ""
    return Identified(ratio, bound)
