"""Township centres that the lead hospital runs or holds in trust (领办、托管), as a whole or one department.

The hospital's management and quality spread to what it runs: part of the gap in capability closes, and
villagers who know whose branch it now is see it as able. What they
earn together: `sim.care.trust_income`. Pure functions on arrays.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.dispatch import clinic_of
from sim.care.lines import News
from sim.care.remote import readers
from sim.care.sites import CLINICS, Sites
from sim.care.trust_income import WHOLE, centres_in_trust
from sim.geography.map import Map
from sim.needs.catalogue import Catalogue
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def in_trust(map_: Map, sites: Sites, catalogue: Catalogue, regimes: Regimes) -> Bools:
    """Which conditions the lead hospital treats at which centre, shape (conditions, facilities)."""
    part = regimes.by_facility("capability.trusteeship.part").astype(np.int64)
    run = np.array(CLINICS)[np.maximum(part - WHOLE - 1, 0)]
    of_department = clinic_of(catalogue.department)[:, None] == run
    return np.asarray(centres_in_trust(map_, sites, regimes) & ((part == WHOLE) | of_department))


def trusteeship_skill(map_: Map, sites: Sites, catalogue: Catalogue, regimes: Regimes) -> F64:
    """Capability added by condition at each facility, shape (conditions, facilities)."""
    gap = np.maximum(sites.capability[readers(map_, sites)] - sites.capability, 0.0)
    gain = gap * regimes.by_facility("capability.trusteeship.lift")
    return np.where(in_trust(map_, sites, catalogue, regimes), gain, 0.0)


def trusteeship_news(map_: Map, sites: Sites, catalogue: Catalogue, regimes: Regimes) -> News:
    """What is told of centres and departments in trust: the board of the hospital hangs at the door."""
    added = trusteeship_skill(map_, sites, catalogue, regimes)
    able = np.where(added > 0, sites.capability + added, 0.0)
    return News(able, regimes.by_facility("capability.trusteeship.known"))
