"""A joint rehabilitation clinic and ward (联合门诊、联合病房) at a township centre: a new line of service.

A team of the lead hospital works there, so that the centre can do part of what the hospital can, for
rehabilitation only; villagers who know of it count on that. Pure functions on arrays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.care.centres import joint_wards
from sim.care.remote import readers
from sim.care.sites import Sites
from sim.geography.map import Map
from sim.needs.catalogue import Catalogue, Department
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class ServiceLines:
    """What villagers know of joint wards.

    Attributes
    ----------
    condition : int64 array, shape (lines,)
        Conditions that joint wards treat; empty where there is none.
    better : float64 array, shape (lines, facilities)
        Utility that a facility gains for such a condition, on the mean over villagers.
    row : int64 array, shape (conditions,)
        Row of what is felt about places (`sim.day.choice.felt_places`): that of the group of the condition,
        or one of its own after them.
    """

    condition: I64
    better: F64
    row: I64


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


def service_lines(
    map_: Map, sites: Sites, catalogue: Catalogue, regimes: Regimes, groups: int
) -> ServiceLines:
    """Compile what villagers know; the capability they see in any centre is else that of all centres.

    Parameters
    ----------
    groups : int
        Rows of what is felt about places without joint wards.
    """
    added = joint_ward_skill(map_, sites, catalogue, regimes)
    condition = np.flatnonzero(added.any(axis=1))
    seen = regimes.by_facility("care.capability.township")
    need = catalogue.skill_moderate[condition, None]
    lack = np.maximum(need - seen, 0.0)
    left = np.maximum(need - sites.capability - added[condition], 0.0)
    less = np.where(added[condition] > 0, np.maximum(lack - left, 0.0), 0.0)
    row = catalogue.kind.astype(np.int64)
    row[condition] = groups + np.arange(len(condition))
    known = regimes.by_facility("capability.joint_ward.known")
    return ServiceLines(condition, -regimes.county["choice.skill_gap"] * known * less, row)
