"""Whether a township centre that can treat a patient in need of a bed admits, or sends up all the same."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.care.sites import Sites
from sim.care.sway import F64, swayed
from sim.geography.map import Kind
from sim.money.prices import I64, NO_PRICE_RULES, stay_bills
from sim.money.rules import TOWNSHIP
from sim.needs.catalogue import Catalogue
from sim.policy.regimes import Regimes


def admission_table(sites: Sites, catalogue: Catalogue, skill: F64, regimes: Regimes) -> F64:
    """Share that is admitted of those who can be treated and need a bed, shape (conditions * 3, facilities).

    Hospitals admit all; a township centre by `admits_here` under its regime.
    """
    shares = np.stack([admits_here(catalogue, skill, values) for values in regimes.values])
    by_facility = shares[regimes.of_facility].T
    return np.where(sites.kind == Kind.TOWNSHIP_CENTRE, by_facility, 1.0)


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
    own = stay_bills(catalogue, skill, {**values, **NO_PRICE_RULES})[:, TOWNSHIP]
    return np.asarray(now - own)
