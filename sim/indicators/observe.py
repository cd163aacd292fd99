"""The observation step: what a named source holds of what happened (报告口径).

Published indicators are made from insurance claims (医保结算) or from the returns of facilities
(机构报表), and their definitions are partly unknown. Each open question is a switch, declared with
its admissible range in `scenarios/parameters/observe.csv`: a reported value is given under the switches of
the run, with the smallest and the largest value over all admissible settings. Usual delays of settlement are
not part of this step: the tally counts settled events in the month of their settlement. Claims that wait for
the next first quarter are, since they reach back before any warm-up (`handed_in_later`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import product
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from sim.declare import load_parameters

N = TypeVar("N", float, npt.NDArray[np.float64])


@dataclass(frozen=True)
class Switches:
    """What a source counts: 0 or 1, but for `village_return_share`; the defaults hold everything.

    Attributes
    ----------
    village_visits : float
        Visits to village clinics are counted, in claims as in returns.
    village_return_share : float
        Share of village clinic visits that facility returns hold, if they are counted at all.
    employees : float
        Claims of the employees' insurance are counted beside those of the residents'.
    pharmacies : float
        Settlements at pharmacies are counted, as taken in the county.
    critical : float
        Payments of the critical-illness layer (大病保险) count as fund.
    whole_fund : float
        The primary share of the fund is taken over all fund, not over the fund paid in the county.
    ordinary_visits : float
        Ordinary outpatient settlements are in the in-county visit rate.
    chronic_visits : float
        Visits settled under the rules of chronic and special diseases are in the in-county visit rate.
    stays_as_visits : float
        Settled stays are in the in-county visit rate, each as one visit.
    referrals_served : float
        A referral is counted when the patient was seen there, not when the slip was accepted.
    """

    village_visits: float = 1.0
    village_return_share: float = 1.0
    employees: float = 1.0
    pharmacies: float = 0.0
    critical: float = 1.0
    whole_fund: float = 0.0
    ordinary_visits: float = 1.0
    chronic_visits: float = 1.0
    stays_as_visits: float = 1.0
    referrals_served: float = 0.0


HAPPENED = Switches()
"""Everything that happened is seen."""

SWITCHES = tuple(field.name for field in fields(Switches))


def in_force(values: Mapping[str, float]) -> Switches:
    """Switches of a run, from its parameter values ``observe.<switch>``."""
    return Switches(**{name: values[f"observe.{name}"] for name in SWITCHES})


def handed_in_later(month: int, share: N) -> N:
    """Claims of a kind that are settled in a month, as a multiple of those that arise in it.

    Parameters
    ----------
    month : int
        1 to 12.
    share : float or array
        Part of the claims that waits for the first quarter of the following year (`observe.festival_claims`).

    Returns
    -------
    float or array
        Under a flow as steady as that of the year before: January to March settle what waited of four
        quarters, the other months their own claims less what waits.
    """
    return 1.0 + 3.0 * share if month <= 3 else 1.0 - share


def admissible(base: Switches, names: Sequence[str]) -> list[Switches]:
    """All settings that may be meant, `base` included.

    Parameters
    ----------
    base : Switches
        Settings of the run; switches not named keep them.
    names : sequence of str
        Switches that an indicator depends on. Each takes the ends of its declared range: for a share the
        indicators are monotone in it, so that their extremes lie there.

    Returns
    -------
    list of Switches
        Settings under which the visit rate counts neither ordinary visits nor stays are left out: what would
        remain is no visit rate.
    """
    declared = load_parameters()
    ranges = [(declared[f"observe.{name}"].low, declared[f"observe.{name}"].high) for name in names]
    settings = [replace(base, **dict(zip(names, values, strict=True))) for values in product(*ranges)]
    return [base, *(s for s in settings if s.ordinary_visits or s.stays_as_visits)]
