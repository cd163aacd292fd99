"""Where townships are put when no open point is known: a seeded rule that uses the published facts.

The seat of a county stands at its observed point. Streets (街道) lie round the seat. A township whose
direction and distance are published stands there. The rest are spread over the county's region by Lloyd's
relaxation (each moves to the centre of the ground nearest to it), then the names are given to the places so
that published directions and neighbours are met as well as they can be, and relaxed again with ground in
proportion to a power of the number of villages.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.spatial import cKDTree
from scipy.spatial.distance import pdist, squareform

from sim.geography.facts import TownshipFacts
from sim.geography.plane import F64
from sim.geography.region import Region
from sim.randomness import draw, stream

I64 = npt.NDArray[np.int64]

_RELAXATIONS = 15
_GOLDEN_ANGLE = np.pi * (3 - 5**0.5)
_PASSES = 6


def place_townships(
    seat: F64,
    townships: pd.DataFrame,
    villages_of: I64,
    facts: TownshipFacts,
    region: Region,
    middles: F64,
    values: Mapping[str, float],
) -> tuple[F64, list[str]]:
    """Put the townships of one county on its region.

    Parameters
    ----------
    seat : float array, shape (2,)
        Observed point of the county in km, NaN if unknown.
    townships : pd.DataFrame
        The county's townships, index 0 … n-1; observed coordinates are kept.
    villages_of : int array, shape (n,)
        Number of villages of each township.
    facts : TownshipFacts
    region : Region
    middles : float array, shape (n, 2)
        Middle of a township's observed villages in km, NaN where there are too few; used before any rule.
    values : mapping
        Reads ``geography.placement_seed, street_km, published_detour, township_area_exponent``.

    Returns
    -------
    points : float array, shape (n, 2)
        In km on the region's plane.
    provenance : list of str
        ``observed``, ``published facts`` or ``estimated``.
    """
    seed = int(values["geography.placement_seed"])
    provenance = ["estimated"] * len(townships)
    points = middles.copy()
    if np.isfinite(seat).all():
        provenance[facts.seat] = "observed" if facts.seat_known else "estimated"
    else:
        seat = region.cells.mean(axis=0)
    points[facts.seat] = seat
    observed = region.plane.to_km(townships["lon"], townships["lat"])
    for i in np.flatnonzero(np.isfinite(observed).all(axis=1)).tolist():
        points[i] = observed[i]
        provenance[i] = "observed"
    codes = townships["code"].to_numpy(dtype=np.uint64)
    turn = 2 * np.pi * float(draw(stream("placement.turn", seed), codes[:1])[0])
    _pin_published(points, provenance, facts, region, values["geography.published_detour"], turn)
    _ring_streets(
        points, townships["street"].to_numpy(), codes, seat, region, values["geography.street_km"], seed
    )
    free = _missing(points)
    if len(free):
        _spread(points, free, facts, villages_of, region, values["geography.township_area_exponent"], seed)
    for i in set(facts.bearing) & set(free.tolist()):
        provenance[i] = "published facts"
    return points, provenance


def _missing(points: F64) -> I64:
    return np.flatnonzero(~np.isfinite(points).all(axis=1))


def _pin_published(
    points: F64, provenance: list[str], facts: TownshipFacts, region: Region, detour: float, turn: float
) -> None:
    """Put townships of published direction and distance there, or on the nearest ground of the county.

    Where only the distance is known they stand all round, at golden-angle steps from `turn`.
    """
    ground = cKDTree(region.cells)
    for step, (i, km) in enumerate(facts.distance.items()):
        if np.isfinite(points[i]).all():
            continue
        way = facts.bearing.get(i, turn + step * _GOLDEN_ANGLE)
        wanted = points[facts.seat] + km / detour * np.array([np.sin(way), np.cos(way)])
        _, cell = ground.query(wanted)
        inside = facts.own or np.hypot(*(region.cells[cell] - wanted)) <= region.step
        points[i] = wanted if inside else region.cells[cell]
        if i in facts.bearing:
            provenance[i] = "published facts"


def _ring_streets(
    points: F64,
    street: npt.NDArray[np.bool_],
    codes: npt.NDArray[np.uint64],
    seat: F64,
    region: Region,
    km: float,
    seed: int,
) -> None:
    """Put streets round the seat at golden-angle steps, each a little farther than the last."""
    start = 2 * np.pi * draw(stream("placement.streets", seed), codes[:1])[0]
    inside = cKDTree(region.cells)
    for turn, i in enumerate(_missing(points)[street[_missing(points)]]):
        way = start + turn * _GOLDEN_ANGLE
        wanted = seat + km * (1 + 0.15 * turn) * np.array([np.sin(way), np.cos(way)])
        points[i] = region.cells[inside.query(wanted)[1]]


def _spread(
    points: F64, free: I64, facts: TownshipFacts, villages_of: I64, region: Region, exponent: float, seed: int
) -> None:
    ground = region.cells[:: max(1, len(region.cells) // 4000)]
    chance = draw(stream("placement.spread", seed), np.arange(len(ground), dtype=np.uint64))
    for i in free:  # farthest-point start, loosened by chance so that the seed matters
        near = cKDTree(points[np.isfinite(points).all(axis=1)]).query(ground)[0]
        points[i] = ground[np.argmax(near * (0.7 + 0.3 * chance))]
    relax(points, free, ground, np.ones(len(points)))
    _name_places(points, free, facts, region)
    weight = (np.maximum(villages_of, 1) / villages_of.mean()) ** exponent
    relax(points, free, ground, weight)


def relax(points: F64, free: I64, ground: F64, weight: F64) -> None:
    """Move the free points to the centres of their ground, a few times (Lloyd's relaxation, in place)."""
    for _ in range(_RELAXATIONS):
        owner = nearest(ground, points, weight)
        for i in free:
            own = ground[owner == i]
            if len(own):
                points[i] = own.mean(axis=0)


def nearest(ground: F64, points: F64, weight: F64) -> I64:
    """Township of each piece of ground: smallest squared distance over weight."""
    square = np.square(ground[:, None, :] - points[None, :, :]).sum(axis=2)
    return np.asarray((square / weight).argmin(axis=1), dtype=np.int64)


def _name_places(points: F64, free: I64, facts: TownshipFacts, region: Region) -> None:
    """Give the free townships the free places that suit the published facts best, then swap pairs."""
    sites = points[free].copy()
    single = np.zeros((len(free), len(sites)))
    for row, i in enumerate(free):
        if i in facts.bearing:
            single[row] += 2 * _misfit(sites - points[facts.seat], facts.bearing[i])
        for who, way in facts.edge:
            if who == i:
                along = region.cells @ np.array([np.sin(way), np.cos(way)])
                single[row] += (along.max() - sites @ np.array([np.sin(way), np.cos(way)])) / np.ptp(along)
    order = linear_sum_assignment(single)[1]
    spacing = float(np.median(_to_nearest(points)))

    def cost(order: I64) -> float:
        points[free] = sites[order]
        total = float(single[np.arange(len(free)), order].sum())
        for a, b, way in facts.beside:
            step = points[b] - points[a]
            apart = max(0.0, float(np.hypot(*step)) / spacing - 1.5)
            total += float(_misfit(step[None, :], way)[0]) + apart**2
        return total

    best = cost(order)
    for _ in range(_PASSES if facts.beside else 0):
        before = best
        for a, b in combinations(range(len(free)), 2):
            swapped = order.copy()
            swapped[[a, b]] = swapped[[b, a]]
            trial = cost(swapped)
            if trial < best - 1e-12:
                order, best = swapped, trial
        if best == before:
            break
    points[free] = sites[order]


def _to_nearest(points: F64) -> F64:
    """Distance of each point to the nearest other."""
    apart = squareform(pdist(points))
    np.fill_diagonal(apart, np.inf)
    return np.asarray(apart.min(axis=1), dtype=np.float64)


def _misfit(steps: F64, bearing: float) -> F64:
    """0 when a step goes the published way, 2 when it goes the opposite way."""
    length = np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-9)
    return np.asarray(1 - (steps @ np.array([np.sin(bearing), np.cos(bearing)])) / length, dtype=np.float64)
