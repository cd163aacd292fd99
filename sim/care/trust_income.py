"""Which township centres the lead hospital holds in trust (领办、托管), and how their income is shared.

What new acts bring a centre in trust is divided between it and the hospital, so that both have it in view
when they decide on patients. Pure functions on arrays.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.centres import largest_centres
from sim.care.remote import readers
from sim.care.sites import CLINICS, Sites
from sim.geography.map import Kind, Map
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

NOTHING, WHOLE = 0, 1
"""Kinds of `capability.trusteeship.part`; from 2 on the departments of `sim.care.sites.CLINICS` in order."""


def centres_in_trust(map_: Map, sites: Sites, regimes: Regimes) -> Bools:
    """Township centres of which the lead hospital runs something, shape (facilities,)."""
    part = regimes.by_facility("capability.trusteeship.part")
    number = np.where(part > NOTHING, regimes.by_facility("capability.trusteeship.centres"), 0.0)
    return np.asarray(largest_centres(map_, number) & (readers(map_, sites) >= 0))


def handed_over(map_: Map, sites: Sites, regimes: Regimes) -> F64:
    """Share of what new acts bring a centre that goes to the lead hospital, shape (facilities,).

    Of a department alone that part of it that the department's doctors are of all.
    """
    part = regimes.by_facility("capability.trusteeship.part").astype(np.int64)
    staff = [regimes.county[f"care.department_share.{name.name.lower()}"] for name in CLINICS]
    whole = np.where(part == WHOLE, 1.0, np.array(staff)[np.maximum(part - WHOLE - 1, 0)])
    share = regimes.by_facility("capability.trusteeship.income_share") * whole
    return np.where(centres_in_trust(map_, sites, regimes), share, 0.0)


def received(sites: Sites, handed: F64) -> F64:
    """Share of what new acts bring a township centre of its community that a lead hospital gets, on the mean.

    Shape (facilities,); 0 for all but lead hospitals.
    """
    member = (sites.kind == Kind.TOWNSHIP_CENTRE) & (sites.community >= 0)
    groups = int(sites.community.max(initial=0)) + 1
    total = np.bincount(sites.community[member], handed[member], groups)
    mean = total / np.maximum(np.bincount(sites.community[member], minlength=groups), 1)
    return np.where(sites.lead & (sites.community >= 0), mean[np.maximum(sites.community, 0)], 0.0)
