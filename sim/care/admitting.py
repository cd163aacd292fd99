"""Who is admitted: for whom a stay is decided, and whether a centre that could admit sends up instead."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import cast

import numpy as np

from sim.care.incentive import Incentives
from sim.care.sites import Sites
from sim.care.sums import avoidable_share
from sim.care.sway import F64, swayed
from sim.geography.map import Kind
from sim.money.prices import I64, NO_PRICE_RULES, SEVERITIES, stay_bills
from sim.money.rules import TOWNSHIP
from sim.needs.catalogue import Catalogue
from sim.policy.regimes import Regimes

MODERATE = SEVERITIES.index("moderate")


def admission_table(
    sites: Sites, catalogue: Catalogue, skill: F64, regimes: Regimes, money: Incentives
) -> F64:
    """Share that is admitted of those who can be treated and need a bed, shape (conditions * 3, facilities).

    Hospitals admit all; a township centre by `admits_here` under its regime, and what its purse sees.
    """
    shares = np.stack([admits_here(catalogue, skill, values) for values in regimes.values])
    by_facility = swayed(shares[regimes.of_facility].T, money.here, money.weight)
    return np.where(sites.kind == Kind.TOWNSHIP_CENTRE, by_facility, 1.0)


def stay_table(catalogue: Catalogue, admit: F64, money: Incentives) -> F64:
    """Share for whom a stay is decided, shape (conditions * 3, facilities); no money moves emergencies.

    Parameters
    ----------
    admit : float64 array, shape (conditions * 3,)
        Share by the habits of today.
    """
    urgent = np.repeat(catalogue.emergency, 3)[:, None]
    return swayed(admit[:, None], np.where(urgent, 0.0, money.admit), money.weight)


def indicated_table(sites: Sites, admit: F64, regimes: Regimes) -> F64:
    """Share for whom judgement alone indicates a stay, shape (conditions * 3, facilities).

    Of today's stays of moderate cases a part is avoidable.
    """
    avoidable = avoidable_share(
        sites.kind,
        *(regimes.by_facility(f"pay_provider.avoidable.{tier}") for tier in ("township", "county")),
    )
    moderate = (np.arange(len(admit)) % 3 == MODERATE)[:, None]
    return np.asarray(admit[:, None] * (1.0 - moderate * avoidable))


def admits_here(catalogue: Catalogue, skill: F64, values: Mapping[str, float]) -> F64:
    """Share whom a township centre admits of those it can treat and who need a bed, shape (conditions * 3,).

    What a stay brings more (or less) than by the centre's own price list sways the decision.

    Parameters
    ----------
    skill : float64 array, shape (conditions * 3,)
        Capability needed by condition and severity.
    """
    gain = stay_gain(catalogue, skill, values)
    return swayed(values["care.admit_here"], gain, values["care.admit_weight"])


def stay_gain(catalogue: Catalogue, skill: F64, values: Mapping[str, float]) -> I64:
    """What rules on prices add to the bill of a township stay, by condition and severity, fen."""
    now = stay_bills(catalogue, skill, values)[:, TOWNSHIP]
    plain = ChainMap(NO_PRICE_RULES, cast("dict[str, float]", values))  # laid over, not copied: few are read
    own = stay_bills(catalogue, skill, plain)[:, TOWNSHIP]
    return np.asarray(now - own)
