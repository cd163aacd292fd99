"""Ambulances (救护车) of one 120 network: where they stand, who drives out, and until when they are busy.

Every county has ambulances at its hospital, and one at as many township centres as it takes for every village
to be within the first-aid radius (急救半径) of a base. Whoever would be at the scene first is sent; an
ambulance that is out is not free. Pure functions on arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.sites import Sites
from sim.geography.map import Kind, Map, Option
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

OF_VILLAGES = (Option.OWN_CENTRE, Option.NEAR_CENTRE, Option.GENERAL)
"""Bases that a village may be served from."""


@dataclass(frozen=True)
class AmbulanceTables:
    """Tables of ambulances, county by county.

    Attributes
    ----------
    base : int64 array, shape (ambulances,)
        Facility where each stands.
    first : int64 array, shape (counties + 1,)
        Number of the first ambulance of each county, and how many there are.
    way : float64 array, shape (ambulances, villages)
        Minutes from its base to each village; inf for villages it does not serve.
    turnout : float64 array, shape (ambulances,)
        Minutes from the call until the ambulance is under way.
    scene, handover : float
        Mean minutes at the scene; minutes at the hospital door.
    """

    base: I64
    first: I64
    way: F64
    turnout: F64
    scene: float
    handover: float


def stations(map_: Map, regimes: Regimes) -> I64:
    """Township centres with an ambulance: the fewest that a greedy choice needs for the radius.

    A centre is chosen that brings most people nearer than the radius, until no centre brings anybody.
    """
    county, weight = (map_.villages[name].to_numpy() for name in ("county", "weight"))
    km = map_.road_km.astype(np.float64)
    own = map_.options[:, Option.OWN_CENTRE]
    radius = regimes.by_village(_RADIUS)
    radius = np.where(own >= 0, np.minimum(radius, regimes.by_facility(_RADIUS)[own]), radius)
    out = km[:, Option.GENERAL] > radius
    chosen = []
    for one in range(len(map_.counties)):
        here = np.flatnonzero(out & (county == one))
        near = map_.options[here][:, [Option.OWN_CENTRE, Option.NEAR_CENTRE]]
        within = (
            (near >= 0)
            & ~map_.shut[near]
            & (km[here][:, [Option.OWN_CENTRE, Option.NEAR_CENTRE]] <= radius[here, None])
        )
        people = weight[here]
        while len(here):
            gain = np.bincount(near[within], np.broadcast_to(people[:, None], near.shape)[within])
            if not gain.any():
                break
            best = int(np.argmax(gain))
            chosen.append(best)
            left = ~(within & (near == best)).any(axis=1)
            here, near, within, people = here[left], near[left], within[left], people[left]
    return np.sort(np.array(chosen, np.int64))


_RADIUS = "capability.emergency.radius_km"


def ambulance_tables(map_: Map, sites: Sites, regimes: Regimes) -> AmbulanceTables:
    """Compile the tables of ambulances."""
    values, inhabitants = regimes.county, map_.counties["population_2020"].to_numpy(np.float64)
    rate = regimes.by_facility("care.ambulances")
    posts = stations(map_, regimes)
    base: list[int] = []
    first = [0]
    for county in range(len(map_.counties)):
        hospitals = np.flatnonzero((sites.kind == Kind.COUNTY_GENERAL) & (sites.county == county))
        count = np.maximum(np.rint(rate[hospitals] * inhabitants[county] / 10_000 / len(hospitals)), 1.0)
        base += np.repeat(hospitals, count.astype(np.int64)).tolist()
        base += posts[sites.county[posts] == county].tolist()
        first.append(len(base))
    at = np.array(base, np.int64)
    way = np.full((len(at), len(map_.villages)), np.inf)
    for option in OF_VILLAGES:
        serves = map_.options[None, :, option] == at[:, None]
        way = np.where(serves, np.minimum(way, map_.ambulance[:, option].astype(np.float64)), way)
    return AmbulanceTables(
        base=at,
        first=np.array(first, np.int64),
        way=way,
        turnout=regimes.by_facility("capability.emergency.turnout")[at],
        scene=values["care.ambulance_scene"],
        handover=values["care.ambulance_handover"],
    )


@dataclass
class Fleet:
    """Where ambulances stand, and the minute of the run from which each is free; arrays of one length."""

    base: I64
    free: F64

    def at(self, base: I64) -> Fleet:
        """The fleet under new tables: who stays at a base stays as busy, who is new is free."""
        before, now = _numbered(self.base), _numbered(base)
        free = np.zeros(len(base))
        _, mine, theirs = np.intersect1d(now, before, return_indices=True)
        free[mine] = self.free[theirs]
        return Fleet(base.copy(), free)


def _numbered(base: I64) -> I64:
    """A number for every ambulance: its base, and which of those there it is."""
    nth = np.array([np.count_nonzero(base[:i] == base[i]) for i in range(len(base))], np.int64)
    return base * 1_000_000 + nth


class Answered(NamedTuple):
    """What came of calls: minutes to the scene and to the hospital door, and whether nobody was free."""

    response: F64
    door: F64
    waited: Bools


def answer(
    tables: AmbulanceTables, fleet: Fleet, call: F64, county: Ints, village: Ints, hospital: Ints, ride: F64,
    scene: F64, busy: bool = True,
) -> Answered:  # fmt: skip
    """Send ambulances to calls, in order of calling; `fleet` is changed.

    Parameters
    ----------
    call : float64 array, shape (n,)
        Minute of the run of each call.
    county, village, hospital : integer array, shape (n,)
        Where the call comes from, and the facility that the patient is to be taken to.
    ride : float64 array, shape (n,)
        Minutes from the village to that hospital.
    scene : float64 array, shape (n,)
        Minutes at the scene.
    busy : bool
        Whether an ambulance that is out is not free.
    """
    response, door, waited = np.zeros(len(call)), np.zeros(len(call)), np.zeros(len(call), bool)
    base, turnout, free = tables.base.tolist(), tables.turnout.tolist(), fleet.free.tolist()
    for i in np.argsort(call, kind="stable").tolist():
        begin, end = tables.first[county[i]], tables.first[county[i] + 1]
        called, soonest, sent, there = float(call[i]), np.inf, begin, 0.0
        for k, minutes in enumerate(tables.way[begin:end, village[i]].tolist(), begin):
            arrives = max(called + turnout[k], free[k]) + minutes
            if arrives < soonest:
                soonest, sent, there = arrives, k, minutes
        ready = soonest + float(scene[i])
        at_door = ready + float(ride[i])
        back = 0.0 if base[sent] == hospital[i] else float(ride[i]) + there
        response[i], door[i] = soonest - called, at_door - called
        waited[i] = free[sent] > called + turnout[sent]
        if busy:
            free[sent] = at_door + tables.handover + back
    fleet.free[:] = free
    return Answered(response, door, waited)
