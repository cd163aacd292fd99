"""Capability for some conditions only: techniques, joint wards, specialties, aided diagnosis, standards.

What a policy adds at a facility for a condition, in levels of the catalogue's scale. The capability of the
facility for everything else stays as it is. Pure functions on arrays.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from sim.care.centres import raised_centres
from sim.care.clinical_pathway import standard_skill
from sim.care.joint_ward import joint_ward_skill
from sim.care.sites import Sites
from sim.care.tcm import tcm_skill
from sim.care.trusteeship import trusteeship_skill
from sim.geography.map import Kind, Map
from sim.needs.catalogue import Catalogue, Group
from sim.policy.regimes import Regimes
from sim.randomness import keys, purpose, stream, uniform

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

CENTRES = ("ami", "acute_stroke", "major_trauma", "delivery")
"""What centres for emergencies (胸痛、卒中、创伤、危重孕产妇中心) treat; newborns are no condition."""
INTERVENTION = ("chd", "ami", "acute_stroke")
"""What coronary and cerebral intervention (冠状动脉、脑血管介入) treats."""


def with_raised_centres(sites: Sites, map_: Map, regimes: Regimes) -> Sites:
    """Facilities with centres raised to level 2 (创建二级综合医院): never less capable than before."""
    raised = raised_centres(map_, regimes)
    level = np.maximum(regimes.by_facility("capability.upgrade.level"), sites.capability)
    return replace(sites, capability=np.where(raised, level, sites.capability))


def local_skill(map_: Map, sites: Sites, catalogue: Catalogue, regimes: Regimes) -> F64:
    """Levels added by condition and severity at each facility, shape (conditions * 3, facilities)."""
    # What the lead hospital runs in two ways is its own but once.
    run = np.maximum(
        joint_ward_skill(map_, sites, catalogue, regimes), trusteeship_skill(map_, sites, catalogue, regimes)
    )
    added = (
        run
        + _techniques(map_, sites, catalogue, regimes)
        + tcm_skill(map_, sites, catalogue, regimes)
        + _at_lead(sites, catalogue, regimes, "capability.lead_specialty.gain", INTERVENTION)
        + _at_lead(sites, catalogue, regimes, "capability.emergency.gain", CENTRES)
        + _aided(sites, catalogue, regimes)
        + standard_skill(sites, catalogue, regimes)
    )
    return np.repeat(added, 3, axis=0)


def _techniques(map_: Map, sites: Sites, catalogue: Catalogue, regimes: Regimes) -> F64:
    """New techniques (新技术、新项目) in use: each serves one condition at one centre, by key."""
    count = np.where(sites.kind == Kind.TOWNSHIP_CENTRE, regimes.by_facility(_TECHNIQUES), 0.0)
    added = np.zeros((len(catalogue), len(count)))
    fit = np.flatnonzero(~catalogue.emergency)
    for county in range(len(map_.counties)):
        centres = np.flatnonzero((sites.kind == Kind.TOWNSHIP_CENTRE) & (sites.county == county))
        if not len(centres):
            continue
        number = np.arange(int(count[centres].max()))
        key = keys(stream("capability.technique", 0), number, county)
        centre = centres[(uniform(key, purpose("centre")) * len(centres)).astype(np.int64)]
        condition = fit[(uniform(key, purpose("condition")) * len(fit)).astype(np.int64)]
        used = number < count[centre]
        # A second technique for the same condition at the same centre adds nothing.
        added[condition[used], centre[used]] = regimes.by_facility(_GAIN)[centre[used]]
    return added


_TECHNIQUES, _GAIN = "capability.new_techniques.count", "capability.new_techniques.gain"


def _at_lead(
    sites: Sites, catalogue: Catalogue, regimes: Regimes, path: str, treated: tuple[str, ...]
) -> F64:
    """What specialties, and centres for emergencies, add at lead hospitals for what they treat."""
    gain = np.where(sites.lead, regimes.by_facility(path), 0.0)
    return np.asarray(np.isin(catalogue.ids, treated)[:, None] * gain)


def _aided(sites: Sites, catalogue: Catalogue, regimes: Regimes) -> F64:
    """AI-assisted diagnosis (人工智能辅助诊断) at primary care, of common and chronic conditions."""
    primary = sites.kind <= Kind.TOWNSHIP_CENTRE
    gain = np.where(primary, regimes.by_facility("capability.ai_support.gain"), 0.0)
    listed = (catalogue.kind != Group.MAJOR) & ~catalogue.emergency
    return np.asarray(listed[:, None] * gain)
