"""Where villages are put round their township, and how a county's people are shared among them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from sim.geography.placement import I64, nearest
from sim.geography.plane import F64
from sim.geography.region import Region
from sim.randomness import draw, stream

_FITTINGS = 50
_FARTHEST = 1.3  # farthest village over the 90th percentile
_SHARES = np.array([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0])


def place_villages(
    codes: npt.NDArray[np.uint64], township: I64, near: npt.NDArray[np.bool_], seats: F64, region: Region,
    values: Mapping[str, float], told: F64 | None = None,
) -> F64:  # fmt: skip
    """Put the villages of one county round their township seats.

    Each village draws a distance from the observed spread (closer for urban places), in equal parts within
    its township, and takes the piece of its township's ground that suits the distance and keeps it apart from
    its fellows.

    Parameters
    ----------
    codes : uint64 array, shape (n,)
        Twelve-digit codes: a village's draw hangs on its code alone.
    township : int array, shape (n,)
        Position in `seats`.
    near : bool array, shape (n,)
        Urban places, which lie close to their seat.
    seats : float array, shape (m, 2)
        Townships in km.
    region : Region
    values : mapping
        Reads ``geography.placement_seed, village_km_*, urban_village_km_p50, township_area_exponent,
        village_spacing``.
    told : float array, shape (n,), optional
        A user's distance of a village to its township, in km; NaN where not given.

    Returns
    -------
    float array, shape (n, 2)
        In km.
    """
    seed = int(values["geography.placement_seed"])
    chance = draw(stream("placement.distance", seed), codes)
    jitter = np.stack([draw(stream(f"placement.jitter.{axis}", seed), codes) for axis in "xy"], axis=1) - 0.5
    count = np.bincount(township, minlength=len(seats))
    weight = (np.maximum(count, 1) / count.mean()) ** values["geography.township_area_exponent"]
    owner = nearest(region.cells, seats, weight)
    points = np.empty((len(codes), 2))
    for t in range(len(seats)):
        members = np.flatnonzero(township == t)
        if not len(members):
            continue
        ground = region.cells[owner == t]
        if not len(ground):
            ground = seats[[t]]
        wanted = _distances(chance[members], near[members], values)
        if told is not None:
            wanted = np.where(np.isfinite(told[members]), told[members], wanted)
        spacing = values["geography.village_spacing"] * np.sqrt(len(ground) / len(members)) * region.step
        points[members] = _settle(ground, seats[t], wanted, spacing)
    return points + jitter * region.step


def _distances(chance: F64, near: npt.NDArray[np.bool_], values: Mapping[str, float]) -> F64:
    """Distances to the seat in km: stratified draws from the observed quantiles."""
    spread = np.array([0.0, *(values[f"geography.village_km_p{p}"] for p in (10, 25, 50, 75, 90)), 0.0])
    spread[-1] = _FARTHEST * spread[-2]
    spread = np.maximum.accumulate(spread)  # ranges overlap, so drawn percentiles may cross
    wanted = np.empty(len(chance))
    for group, scale in ((~near, 1.0), (near, values["geography.urban_village_km_p50"] / spread[3])):
        members = np.flatnonzero(group)
        rank = np.argsort(np.argsort(chance[members], kind="stable"), kind="stable")
        share = (rank + chance[members]) / max(len(members), 1)
        wanted[members] = scale * np.interp(share, _SHARES, spread)
    return wanted


def _settle(ground: F64, seat: F64, wanted: F64, spacing: float) -> F64:
    """Choose ground for each wanted distance, the closest first, apart from those already settled."""
    distance = np.hypot(*(ground - seat).T)
    apart = np.full(len(ground), np.inf)
    places = np.empty((len(wanted), 2))
    for village in np.argsort(wanted, kind="stable"):
        miss = np.abs(distance - wanted[village])
        crowd = np.maximum(0.0, 1 - apart / spacing)
        cell = int(np.argmin(miss + 2 * spacing * crowd))
        places[village] = ground[cell]
        apart = np.minimum(apart, np.hypot(*(ground - ground[cell]).T))
    return places


def mark_urban(
    community: npt.NDArray[np.bool_],
    given: F64,
    township: I64,
    townships: pd.DataFrame,
    seat: int,
    values: Mapping[str, float],
) -> I64:
    """Rank of each village in its settlement: 2 urban place or seat town, 1 centre of a town (镇), 0 rural.

    Residents' committees are urban, and so is the first share of the villages, in order of code, of the
    county's seat town and (a smaller share) of every other town; codes are numbered from the town's centre
    outwards. A mark in the user's own data goes first.

    Parameters
    ----------
    community : bool array, shape (n,)
    given : float array, shape (n,)
        A user's marks, NaN where there are none.
    township : int array, shape (n,)
        Position in `townships`.
    townships : pd.DataFrame
        The county's townships, index 0 … m-1.
    seat : int
        Seat of the county.
    values : mapping
        Reads ``geography.seat_town_urban_share, town_urban_share``.
    """
    rank = np.where(community, 2, 0)
    town = townships["name_zh"].str.endswith("镇").to_numpy()
    street = townships["street"].to_numpy()
    for t in range(len(townships)):
        members = np.flatnonzero((township == t) & ~community)
        central = t == seat or bool(street[t])
        if len(members) and (central or town[t]):
            share = values["geography.seat_town_urban_share" if central else "geography.town_urban_share"]
            rank[members[: max(1, round(share * len(members)))]] = 2 if central else 1
    rank[given == 0] = 0
    rank[(given == 1) & (rank == 0)] = 1
    return rank


def village_weights(
    codes: npt.NDArray[np.uint64],
    rank: I64,
    urban_share: float,
    township: I64,
    township_people: F64 | None,
    own: F64,
    values: Mapping[str, float],
) -> F64:
    """Share of the county's people in each village.

    The census share of urban residents goes to urban places and town centres, the rest to rural villages.
    Where the people of every township are known, their proportions are met as well (iterative proportional
    fitting, the urban share last). Villages whose people the user gives keep them; the others share what is
    left.

    Parameters
    ----------
    codes : uint64 array, shape (n,)
    rank : int array, shape (n,)
        From `mark_urban`.
    urban_share : float
        Of the county's residents.
    township : int array, shape (n,)
        Position within the county.
    township_people : float array, shape (m,), or None
        People by township.
    own : float array, shape (n,)
        A user's people of the village over the county's census people, NaN where not given.
    values : mapping
        Reads ``geography.placement_seed, village_size_spread, town_weight, seat_weight``.

    Returns
    -------
    float array, shape (n,)
        Sums to 1.
    """
    seed = int(values["geography.placement_seed"])
    normal = ndtri(np.clip(draw(stream("placement.size", seed), codes), 1e-9, 1 - 1e-9))
    weight = np.exp(values["geography.village_size_spread"] * normal)
    weight *= np.array([1.0, values["geography.town_weight"], values["geography.seat_weight"]])[rank]
    groups = [(rank > 0, urban_share), (rank == 0, 1 - urban_share)]
    for _ in range(_FITTINGS):
        if township_people is not None:
            total = np.bincount(township, weight, len(township_people))
            weight *= (township_people / township_people.sum() / total)[township]
        for group, part in groups:
            if group.any():
                weight[group] *= part / weight[group].sum()
    weight /= weight.sum()
    given = np.isfinite(own)
    if given.any():
        left = max(0.0, 1 - own[given].sum()) if not given.all() else 0.0
        weight[~given] *= left / max(weight[~given].sum(), 1e-300)
        weight[given] = own[given]
    return np.asarray(weight / weight.sum(), dtype=np.float64)
