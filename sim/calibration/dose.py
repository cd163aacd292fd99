"""The dose check: what documented measures can have moved by themselves.

Recorded referrals and patients of dispatched doctors are few against all stays and visits, so no run may
credit them directly with more than their part. Whatever else changes between the two dates is trust, season,
reporting or settlement lag, and is to be labelled so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sim.indicators.components import QUARTERS

ADMISSIONS, PRIMARY_VISITS = 0.013, 0.005
"""Most that may be credited, as shares: 3,884 recorded referrals of some 300,000 stays, and 44,140 patients
of dispatched doctors of some 9.7 million visits, both from January to September 2024."""


class Doses(NamedTuple):
    """Recorded doses of a run, as shares.

    Attributes
    ----------
    admissions : float
        Referrals up and down, of the stays of the insured.
    primary_visits : float
        Patients seen by dispatched doctors, of all visits of those who live in the counties.
    """

    admissions: float
    primary_visits: float


def doses(components: Mapping[str, float]) -> Doses:
    """Doses of a run from its components (`sim.indicators.components`).

    Each referral counts as one stay moved and each patient as one visit moved, which is the most that they
    can have done directly.
    """
    ends = tuple(QUARTERS)
    stays = sum(components[name] for name in components if name.startswith("stays.") and name.endswith(ends))
    referrals = components["up_referrals"] + components["down_referrals"]
    return Doses(referrals / stays, components["expert_patients"] / components["visits.home"])
