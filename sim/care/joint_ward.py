"""A joint rehabilitation clinic and ward (联合门诊、联合病房) at a township centre: a new line of service.

A team of the lead hospital works there, so that the centre can do part of what the hospital can, for
rehabilitation only; villagers who know of it count on that. Pure functions on arrays.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.centres import joint_wards
from sim.care.lines import News
from sim.care.remote import readers
from sim.care.sites import Sites
from sim.geography.map import Map
from sim.needs.catalogue import Catalogue, Department
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def rehabilitation(catalogue: Catalogue) -> Bools:
    """Conditions that a joint ward treats, shape (conditions,)."""
    return np.asarray((catalogue.department == Department.TCM_REHAB) & catalogue.down_listed)


def joint_ward_skill(map_: Map, sites: Sites, catalogue: Catalogue, regimes: Regimes) -> F64:
    """Capability added by condition at each facility, shape (conditions, facilities)."""
    reader = readers(map_, sites)
    ward = joint_wards(map_, regimes) & (reader >= 0)
    gap = np.maximum(sites.capability[reader] - sites.capability, 0.0)
    gain = np.where(ward, gap * regimes.by_facility("capability.joint_ward.lift"), 0.0)
    return np.asarray(rehabilitation(catalogue)[:, None] * gain)


def joint_ward_news(map_: Map, sites: Sites, catalogue: Catalogue, regimes: Regimes) -> News:
    """What is told of joint wards."""
    added = joint_ward_skill(map_, sites, catalogue, regimes)
    able = np.where(added > 0, sites.capability + added, 0.0)
    return News(able, regimes.by_facility("capability.joint_ward.known"))
