"""Senior doctors at township centres: what their fee makes them do, and what they add to the centre.

A senior doctor (高级职称医师: deputy chief or chief physician) of the community sits at the county hospital
or at a township centre. Where the township may charge the county hospital's consultation fee for them, a
session there earns what one at home earns, and more of them come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from sim.care.sites import Sites
from sim.care.sway import F64, swayed
from sim.geography.map import Kind
from sim.money.prices import fee_raise
from sim.policy.regimes import Regimes


def senior_sessions(values: Mapping[str, float]) -> float:
    """Share of township sessions held by senior doctors under the fees in force."""
    money = fee_raise(values) * values["care.senior_patients"]
    return float(swayed(values["care.senior_share"], money, values["care.senior_weight"]))


def with_seniors(sites: Sites, regimes: Regimes) -> Sites:
    """Facilities with what more (or fewer) senior sessions add to the capability of township centres."""
    gain = np.where(sites.kind == Kind.TOWNSHIP_CENTRE, senior_gain(regimes)[regimes.of_facility], 0.0)
    return replace(sites, capability=sites.capability + gain)


def senior_gain(regimes: Regimes) -> F64:
    """Capability that a township centre of each regime gains by more senior sessions, shape (regimes,).

    The capability declared for township centres already holds the sessions of before.
    """
    return np.array(
        [
            (senior_sessions(one) - one["care.senior_share"]) * one["care.senior_skill"]
            for one in regimes.values
        ]
    )
