"""One pool of staff in a medical community (编制岗位统筹使用): doctors of the lead at township centres.

A share of the lead hospital's doctors has its post at a centre instead, first where people have fewest
doctors. Pure functions on arrays.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.centres import people_served
from sim.geography.map import Kind, Map
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def filled_up(doctors: F64, people: F64, more: float) -> F64:
    """Doctors that each place gets when those with the fewest for their people come first.

    Parameters
    ----------
    doctors, people : float64 array, shape (n,)
        At hand, and to be served (more than 0).
    more : float
        Doctors to be given.

    Returns
    -------
    float64 array, shape (n,)
        Sums to `more`; nobody who gets some then has more doctors for the people than somebody who gets none.

    Examples
    --------
    >>> filled_up(np.array([1.0, 2.0]), np.array([100.0, 100.0]), 0.5).tolist()
    [0.5, 0.0]
    """
    order = np.argsort(doctors / people, kind="stable")
    level = (more + np.cumsum(doctors[order])) / np.cumsum(people[order])
    last = np.flatnonzero(level > (doctors / people)[order])
    reached = level[last[-1]] if len(last) else 0.0
    return np.asarray(np.maximum(reached * people - doctors, 0.0))


def pooled_doctors(map_: Map, doctors: F64, community: I64, lead: Bools, regimes: Regimes) -> F64:
    """Doctors that a facility gains or, as a lead, gives away, shape (facilities,); none appears or is lost.

    Parameters
    ----------
    doctors : float64 array, shape (facilities,)
        Before anybody moves.
    community : int64 array, shape (facilities,)
        Number of the community, -1 for none.
    lead : bool array, shape (facilities,)
    """
    share, people = regimes.by_facility("governance.staff_pool.moved"), people_served(map_)
    change = np.zeros(len(doctors))
    if not share.any():
        return change
    kind = map_.facilities["kind"].to_numpy(np.int64)
    centre = (kind == Kind.TOWNSHIP_CENTRE) & (people > 0)
    for hospital in np.flatnonzero(lead):
        members = np.flatnonzero(centre & (community == community[hospital]))
        # Where the pool is in force at some centres only, these get what they would get if it were at all.
        for part in np.unique(share[members]):
            here = members[share[members] == part]
            gets = filled_up(doctors[members], people[members], part * doctors[hospital])
            change[here] = gets[np.isin(members, here)]
            change[hospital] -= change[here].sum()
    return change


def pooled_skill(gained: F64, doctors: F64, capability: F64, lead: F64, handicap: F64) -> F64:
    """Capability that a centre gains by doctors of the lead among its own, levels, shape (facilities,).

    Parameters
    ----------
    gained, doctors : float64 array, shape (facilities,)
        Doctors who moved there (negative: from there), and all who are there then.
    capability, lead : float64 array, shape (facilities,)
        Of the facility, and of the hospital that leads its community.
    handicap : float64 array, shape (facilities,)
        What a doctor of the hospital lacks with the equipment of a centre.
    """
    part = np.maximum(gained, 0.0) / np.maximum(doctors, np.finfo(float).tiny)
    return np.asarray(part * np.maximum(lead - handicap - capability, 0.0))
