"""The dose check: what documented measures can have moved by themselves.

Recorded referrals and patients of dispatched doctors are few against all stays and visits, so no run may
credit them directly with more than their part. Whatever else changes between the two dates is trust, season,
reporting or settlement lag, and is to be labelled so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.indicators.components import QUARTERS

F64 = npt.NDArray[np.float64]


class Doses(NamedTuple):
    """Recorded doses of runs, as shares.

    Attributes
    ----------
    admissions : float64 array, shape (n,)
        Referrals up and down, of the stays of the insured.
    primary_visits : float64 array, shape (n,)
        Patients seen by dispatched doctors, of all visits of those who live in the counties.
    """

    admissions: F64
    primary_visits: F64


def doses(components: Mapping[str, F64]) -> Doses:
    """Doses of runs from their components (`sim.indicators.components`), each of shape (n,).

    Each referral counts as one stay moved and each patient as one visit moved, which is the most that they
    can have done directly.
    """
    ends = tuple(QUARTERS)
    stays = sum(
        (components[name] for name in components if name.startswith("stays.") and name.endswith(ends)),
        np.zeros(1),
    )
    referrals = components["up_referrals"] + components["down_referrals"]
    return Doses(referrals / stays, components["expert_patients"] / components["visits.home"])


def within(components: Mapping[str, F64], limits: Sequence[tuple[str, float]]) -> npt.NDArray[np.bool_]:
    """Whether runs credit recorded measures with no more than their part, shape (n,).

    Parameters
    ----------
    components : mapping of str to float64 array, shape (n,)
    limits : sequence of (str, float)
        Most of a dose, by name.
    """
    found = doses(components)._asdict() if limits else {}
    keep = np.ones(len(next(iter(components.values()))), np.bool_)
    for name, most in limits:
        keep &= found[name] <= most
    return keep
