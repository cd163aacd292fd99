"""Village clinics run by the township centre as its points (乡镇卫生院延伸举办的村级医疗服务点).

The doctor of a point is salaried by the centre, and its bills are claimed through the centre. Small points
may close: the centre then comes on visiting days. Pure functions of the map and the values in force.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.care.centres import in_county, people_served, ranked
from sim.care.village_doctor import practices
from sim.geography.map import Map, Option
from sim.policy.regimes import Regimes
from sim.randomness import draw, stream

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Points:
    """Points of the centres, arrays of shape (facilities,).

    Attributes
    ----------
    run : bool array
        The clinic is a point of its centre.
    closed : bool array
        A point without a doctor of its own, open on visiting days only.
    every : int64 array
        Working days from one visiting day to the next.
    phase : int64 array
        Which of these days it is.
    centre : int64 array
        Centre that runs it, -1 for what is no point.
    """

    run: Bools
    closed: Bools
    every: I64
    phase: I64
    centre: I64


def village_points(map_: Map, regimes: Regimes) -> Points:
    """Find the points: a share of the village clinics that have a centre, in keyed order.

    Of these the ones with the fewest people close.
    """
    at = regimes.by_facility
    village = map_.facilities["village"].to_numpy(np.int64)
    centre = map_.options[village, Option.OWN_CENTRE].astype(np.int64)
    fit = practices(map_) & (centre >= 0)
    everybody = np.arange(len(fit))
    order = draw(stream("capability.village_points", 0), everybody)
    run = fit & (ranked(map_, fit, order) < _rounded(at("capability.village_points.share"), map_, fit))
    few = -people_served(map_, Option.OWN_CLINIC)
    closed = run & (ranked(map_, run, few) < _rounded(at("capability.village_points.closed"), map_, run))
    every = at("capability.village_points.visit_every").astype(np.int64)
    u = draw(stream("capability.visiting_day", 0), everybody)
    return Points(run, closed, every, (u * every).astype(np.int64), np.where(run, centre, -1))


def _rounded(share: F64, map_: Map, of: Bools) -> F64:
    return np.asarray(np.floor(share * in_county(map_, of) + 0.5))


def moved_doctors(map_: Map, points: Points) -> F64:
    """Doctors whom centres gain, and closed points lose, shape (facilities,); none appears or is lost.

    The doctor of a closed point works at the centre on the days on which no visit is due.
    """
    doctors = map_.facilities["doctors"].to_numpy(np.float64)
    away = np.where(points.closed, doctors * (1.0 - 1.0 / points.every), 0.0)
    at = np.flatnonzero(points.closed)
    return np.asarray(np.bincount(points.centre[at], away[at], len(away)) - away)


def shut(points: Points, index: int, free: bool) -> Bools:
    """Closed points that nobody visits today, shape (facilities,).

    Parameters
    ----------
    index : int
        Number of the working day in its year, 0 first.
    free : bool
        Weekend or public holiday: no visits.
    """
    visited = (index + points.phase) % points.every == 0
    return np.asarray(points.closed & (free | ~visited))


def at_point(map_: Map, points: Points) -> Bools:
    """Villages whose own clinic is a point, shape (villages,)."""
    clinic = map_.options[:, Option.OWN_CLINIC]
    return np.asarray(np.where(clinic >= 0, points.run[clinic], False), np.bool_)
