"""County general hospitals raised to level 3 (县级综合医院创成三级): what they can do, what is known.

The capability rises; where `capability.county_level3.price_level` is on, so do price list, deductible and
ratio (`sim.care.sites.price_level`). On the referral ladder the hospital stays what it is: the county's.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.care.lines import News
from sim.care.sites import Sites, at_level3
from sim.geography.map import Map
from sim.needs.catalogue import Catalogue
from sim.policy.regimes import Regimes


def with_level3(sites: Sites, map_: Map, regimes: Regimes) -> Sites:
    """Facilities with county general hospitals raised to level 3: never less capable than before."""
    level = np.maximum(regimes.by_facility("capability.county_level3.level"), sites.capability)
    return replace(sites, capability=np.where(at_level3(map_, regimes), level, sites.capability))


def level3_news(map_: Map, sites: Sites, catalogue: Catalogue, regimes: Regimes) -> News:
    """What is told of hospitals raised to level 3: that they are."""
    able = np.where(at_level3(map_, regimes), sites.capability, 0.0)
    known = regimes.by_facility("capability.county_level3.known")
    return News(np.tile(able, (len(catalogue), 1)), known)
