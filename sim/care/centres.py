"""Township centres that a policy picks out of a county: those raised to level 2, and those with a joint ward.

Pure functions of the map and the parameter values in force.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.queue import rank_within
from sim.geography.map import Kind, Map, Option
from sim.policy.regimes import Regimes
from sim.randomness import draw, stream

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def people_served(map_: Map, option: Option = Option.OWN_CENTRE) -> F64:
    """People of the census whose own centre (or village clinic) a facility is, shape (facilities,)."""
    census = map_.counties["population_2020"].to_numpy(np.float64)
    people = map_.villages["weight"].to_numpy(np.float64) * census[map_.villages["county"].to_numpy(np.int64)]
    served = map_.options[:, option] >= 0
    count = np.bincount(map_.options[served, option], people[served], len(map_.facilities))
    return np.asarray(count, np.float64)


def ranked(map_: Map, candidate: Bools, most_first: F64) -> I64:
    """Rank of candidates within their county, largest value first; others get the number of facilities."""
    at = np.flatnonzero(candidate)
    county = map_.facilities["county"].to_numpy(np.int64)[at]
    rank = np.full(len(candidate), len(candidate), np.int64)
    rank[at] = rank_within(county, np.zeros(len(at), np.int64), -most_first[at])
    return rank


def _centres(map_: Map) -> Bools:
    """Township centres of the counties."""
    inside = map_.facilities["county"].to_numpy(np.int64) >= 0
    return np.asarray(inside & (map_.facilities["kind"].to_numpy(np.int64) == Kind.TOWNSHIP_CENTRE))


def in_county(map_: Map, which: Bools) -> I64:
    """How many of some facilities stand in the county of each, shape (facilities,)."""
    county = map_.facilities["county"].to_numpy(np.int64)
    count = np.bincount(county[which], minlength=len(map_.counties))
    return np.where(county >= 0, count[np.maximum(county, 0)], 0)


def raised_centres(map_: Map, regimes: Regimes) -> Bools:
    """Centres raised to level 2: a share, in keyed order, of the central ones (中心卫生院).

    The map does not tell which are central; those that serve most people of their county are taken to be.
    """
    centre = _centres(map_)
    whole = in_county(map_, centre)
    central_share = regimes.by_facility("capability.upgrade.central_share")
    central = centre & (ranked(map_, centre, people_served(map_)) < np.ceil(central_share * whole - 1e-9))
    order = draw(stream("capability.upgrade", 0), np.arange(len(centre)))
    places = np.floor(regimes.by_facility("capability.upgrade.share") * in_county(map_, central) + 0.5)
    return central & (ranked(map_, central, order) < places)


def largest_centres(map_: Map, number: F64) -> Bools:
    """So many township centres of each county, those that serve most people of those with a number above 0.

    Parameters
    ----------
    number : float64 array, shape (facilities,)
        How many of the county, under the values of the facility.
    """
    candidate = _centres(map_) & (number > 0)
    return candidate & (ranked(map_, candidate, people_served(map_)) < number)


def joint_wards(map_: Map, regimes: Regimes) -> Bools:
    """Centres with a joint clinic and ward: of those that are to have one, those that serve most people."""
    return largest_centres(map_, regimes.by_facility("capability.joint_ward.wards"))


def added_beds(map_: Map, regimes: Regimes) -> F64:
    """Beds that raised centres and joint wards get, shape (facilities,)."""
    more = map_.facilities["beds"].to_numpy(np.float64) * regimes.by_facility("capability.upgrade.beds")
    ward = regimes.by_facility("capability.joint_ward.beds")
    raised = np.where(raised_centres(map_, regimes), more, 0.0)
    return np.asarray(raised + np.where(joint_wards(map_, regimes), ward, 0.0))
