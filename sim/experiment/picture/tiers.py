"""Tiers of care (分级): the rungs of the ladder that drawings tell apart."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from sim.errors import Text
from sim.geography.kinds import Kind, Option
from sim.indicators.tally import ELSEWHERE, PLACES
from sim.indicators.views import HOSPITAL, TOWNSHIP, VILLAGE


class Tier(IntEnum):
    """Where care is given, up the ladder and then out of the county."""

    VILLAGE = 0
    TOWNSHIP = 1
    COUNTY = 2
    NEIGHBOUR = 3
    CITY = 4
    FAR = 5
    ELSEWHERE = 6


NAMES: dict[Tier, Text] = {
    Tier.VILLAGE: Text("village clinics", "村卫生室"),
    Tier.TOWNSHIP: Text("township centres", "乡镇卫生院"),
    Tier.COUNTY: Text("county hospitals", "县级医院"),
    Tier.NEIGHBOUR: Text("neighbouring county", "邻县医院"),
    Tier.CITY: Text("city hospitals", "市级医院"),
    Tier.FAR: Text("beyond the city", "市外医院"),
    Tier.ELSEWHERE: Text("where migrants live", "外出人员常住地"),
}
TIER_OF_PLACE: npt.NDArray[np.int64] = np.full(PLACES, -1)
"""Tier of each place of the tallies; -1 for staying at home and the pharmacy, which are no visits."""
for _places, _tier in (
    (VILLAGE, Tier.VILLAGE), (TOWNSHIP, Tier.TOWNSHIP), (HOSPITAL, Tier.COUNTY),
    ((Option.NEIGHBOUR,), Tier.NEIGHBOUR), ((Option.CITY,), Tier.CITY), ((Option.FAR,), Tier.FAR),
    ((ELSEWHERE,), Tier.ELSEWHERE),
):  # fmt: skip
    TIER_OF_PLACE[list(_places)] = _tier
TIER_OF_KIND: dict[Kind, Tier] = {
    Kind.VILLAGE_CLINIC: Tier.VILLAGE,
    Kind.TOWNSHIP_CENTRE: Tier.TOWNSHIP,
    Kind.COUNTY_GENERAL: Tier.COUNTY,
    Kind.COUNTY_TCM: Tier.COUNTY,
    Kind.COUNTY_MCH: Tier.COUNTY,
    Kind.OTHER_HOSPITAL: Tier.COUNTY,
    Kind.NEIGHBOUR: Tier.NEIGHBOUR,
    Kind.CITY: Tier.CITY,
    Kind.FAR: Tier.FAR,
}
