"""From places and facilities to roads, options and minutes from door to door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from sim.geography.kinds import Kind, Mode, Option
from sim.geography.places import table
from sim.geography.plane import F64, Plane, great_circle_km
from sim.geography.roads import I64, Road, Roads, classify, gabriel, speeds, symmetric

I32 = npt.NDArray[np.int32]
F32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Nodes:
    """Nodes of the network: villages, then township seats, then hospitals and destinations outside.

    Attributes
    ----------
    name : list of str
        Codes of places and ids of hospitals.
    lon, lat : float array, shape (n,)
    county : int array, shape (n,)
        -1 outside.
    villages, townships : int
        How many of each.
    of_facility : int array
        Node at which each facility stands.
    seats : int array
        Node of each county's seat.
    """

    name: list[str]
    lon: F64
    lat: F64
    county: I64
    villages: int
    townships: int
    of_facility: I64
    seats: I64


def make_nodes(
    counties: pd.DataFrame, townships: pd.DataFrame, villages: pd.DataFrame, facilities: pd.DataFrame
) -> Nodes:
    """Collect the nodes; clinics stand at their village and centres at their township's seat."""
    kind = facilities["kind"].to_numpy()
    own = np.flatnonzero(kind >= Kind.COUNTY_GENERAL)
    hospitals = facilities.iloc[own]
    frames = [villages, townships, hospitals]
    of_facility = np.empty(len(facilities), dtype=np.int64)
    clinic, centre = kind == Kind.VILLAGE_CLINIC, kind == Kind.TOWNSHIP_CENTRE
    of_facility[clinic] = facilities["village"].to_numpy()[clinic]
    of_facility[centre] = len(villages) + facilities["township"].to_numpy()[centre]
    of_facility[own] = len(villages) + len(townships) + np.arange(len(own))
    return Nodes(
        [*villages["code"], *townships["code"], *hospitals["id"]],
        *(np.concatenate([f[axis].to_numpy(float) for f in frames]) for axis in ("lon", "lat")),
        np.concatenate([f["county"].to_numpy(np.int64) for f in frames]),
        len(villages),
        len(townships),
        of_facility,
        len(villages) + counties["seat"].to_numpy(np.int64),
    )


def build_roads(nodes: Nodes, terrain: F64, township: I64, values: Mapping[str, float]) -> Roads:
    """Make the network.

    Parameters
    ----------
    nodes : Nodes
    terrain : float array, shape (counties, 3)
        Shares of plain, hill and mountain.
    township : int array, shape (villages,)
        Position of each village's township.
    values : mapping
        Reads ``geography.detour_*``, ``pace_*`` and ``speed_*``.
    """
    settled = nodes.villages + nodes.townships
    outside = np.flatnonzero((nodes.county < 0) & (np.arange(len(nodes.name)) >= settled))
    far = np.array([i for i in outside if nodes.name[i] in _far()], dtype=np.int64)
    near = np.setdiff1d(outside, far)
    inner = np.setdiff1d(np.arange(settled, len(nodes.name)), outside)
    drawn = np.r_[np.arange(settled), near]
    plane = Plane(float(nodes.lon[drawn].mean()), float(nodes.lat[drawn].mean()))
    web = drawn[gabriel(_distinct(plane.to_km(nodes.lon[drawn], nodes.lat[drawn])))]
    length = _straight(nodes, web)
    seat_of = np.full(len(nodes.name), -1)
    seat_of[: nodes.villages] = township
    road = classify(web, length, len(nodes.name), np.arange(nodes.villages, settled), seat_of)
    road[(web >= settled).any(axis=1)] = Road.NATIONAL

    street = np.array([[h, nodes.seats[nodes.county[h]]] for h in inner], dtype=np.int64).reshape(-1, 2)
    trunk = np.array([[s, t] for s in nodes.seats for t in near] + _chain(nodes), dtype=np.int64).reshape(
        -1, 2
    )
    long = np.array([[s, t] for s in nodes.seats for t in far], dtype=np.int64).reshape(-1, 2)
    overall, pace = _terrain_factors(terrain, values)
    stretch = _stretch(nodes, web, length, overall)
    km = np.r_[
        length * _mean(np.r_[stretch, 1.0], nodes.county[web]),
        _straight(nodes, street) * overall[nodes.county[inner]],
        _straight(nodes, trunk)
        * _mean(np.r_[overall, values["geography.detour_plain"]], nodes.county[trunk]),
        _far_km(nodes, long) * values["geography.detour_far"],
    ]
    ends = np.concatenate([web, street, trunk, long])
    road = np.r_[
        road,
        np.full(len(street), Road.COUNTY),
        np.full(len(trunk), Road.NATIONAL),
        np.full(len(long), Road.FAR),
    ]
    slow = np.where(road == Road.FAR, 1.0, _mean(np.r_[pace, 1.0], nodes.county[ends]))
    minutes = 60 * km / (speeds(values)[:, road] * slow)
    return Roads(ends, km, road, minutes, len(nodes.name))


def _far() -> set[str]:
    outside = table("outside")
    return set(outside.loc[outside["kind"] == Kind.FAR.name, "id"])


def _distinct(points: F64) -> F64:
    """Points with exact repeats moved by a metre, since a seat and a village may be given one coordinate."""
    _, inverse, count = np.unique(points.round(6), axis=0, return_inverse=True, return_counts=True)
    repeat = np.flatnonzero(count[inverse] > 1)
    points = points.copy()
    points[repeat] += 1e-3 * np.stack([np.cos(repeat), np.sin(repeat)], axis=1)
    return points


def _straight(nodes: Nodes, ends: I64) -> F64:
    a, b = ends[:, 0], ends[:, 1]
    return np.maximum(great_circle_km(nodes.lon[a], nodes.lat[a], nodes.lon[b], nodes.lat[b]), 1e-3)


def _far_km(nodes: Nodes, ends: I64) -> F64:
    """Straight km from a seat to a far destination: the mean over its cities by their weight."""
    outside = table("outside")
    km = np.empty(len(ends))
    for e, (seat, far) in enumerate(ends):
        cities = outside[outside["id"] == nodes.name[far]]
        straight = great_circle_km(
            nodes.lon[seat], nodes.lat[seat], cities["lon"].astype(float), cities["lat"].astype(float)
        )
        km[e] = np.average(straight, weights=cities["weight"].astype(float))
    return km


def _chain(nodes: Nodes) -> list[list[int]]:
    """Pairs of county seats that are neighbours: no third seat is nearer to both."""
    lon, lat = nodes.lon[nodes.seats], nodes.lat[nodes.seats]
    km = great_circle_km(lon[:, None], lat[:, None], lon[None, :], lat[None, :])
    return [
        [int(nodes.seats[a]), int(nodes.seats[b])]
        for a in range(len(km))
        for b in range(a + 1, len(km))
        if not (np.maximum(km[a], km[b]) < km[a, b]).any()
    ]


def _terrain_factors(terrain: F64, values: Mapping[str, float]) -> tuple[F64, F64]:
    names = ("plain", "hill", "mountain")
    detour = terrain @ np.array([values[f"geography.detour_{n}"] for n in names])
    pace = terrain @ np.array([1.0, values["geography.pace_hill"], values["geography.pace_mountain"]])
    return detour, pace


def _stretch(nodes: Nodes, ends: I64, length: F64, overall: F64) -> F64:
    """Factor on each edge of a county so that its paths as a whole have the detour of its terrain.

    A path over the graph already winds; that part of the detour is not counted twice.
    """
    path = dijkstra(symmetric(ends, length, len(nodes.name)), indices=nodes.seats)
    factor = np.ones(len(overall))
    for c, seat in enumerate(nodes.seats):
        own = np.flatnonzero(nodes.county[: nodes.villages] == c)
        straight = _straight(nodes, np.stack([own, np.full(len(own), seat)], axis=1))
        factor[c] = max(1.0, overall[c] / float(np.median(path[c, own] / straight)))
    return factor


def _mean(of_county: F64, county: I64) -> F64:
    return np.asarray(of_county[county].mean(axis=1), dtype=np.float64)


def make_options(
    villages: pd.DataFrame, townships: pd.DataFrame, facilities: pd.DataFrame, nodes: Nodes, roads: Roads
) -> I32:
    """Facility of each option of each village, shape (villages, 13), -1 where there is none."""
    kind, county = facilities["kind"].to_numpy(), facilities["county"].to_numpy()
    home, township = villages["county"].to_numpy(), villages["township"].to_numpy()
    options = np.full((len(villages), len(Option)), -1, dtype=np.int32)
    km = roads.matrix(roads.km)
    clinic = _first(facilities, Kind.VILLAGE_CLINIC, "village", len(villages))
    centre = _first(facilities, Kind.TOWNSHIP_CENTRE, "township", len(townships))
    options[:, Option.OWN_CLINIC] = clinic
    options[:, Option.NEAR_CLINIC] = _near_clinic(clinic, nodes, km)
    options[:, Option.OWN_CENTRE] = centre[township]
    targets = np.flatnonzero(kind >= Kind.TOWNSHIP_CENTRE)
    away = dijkstra(km, indices=nodes.of_facility[targets])[:, : len(villages)]

    def closest(column: Option, allowed: npt.NDArray[np.bool_]) -> None:
        """Nearest facility by road among those allowed, (villages, targets)."""
        distance = np.where(allowed, away.T, np.inf)
        best = distance.argmin(axis=1)
        found = np.isfinite(distance[np.arange(len(villages)), best])
        options[found, column] = targets[best[found]]

    same = home[:, None] == county[None, targets]
    centres = kind[targets] == Kind.TOWNSHIP_CENTRE
    closest(
        Option.NEAR_CENTRE,
        same & centres & (township[:, None] != facilities["township"].to_numpy()[None, targets]),
    )
    for column, wanted in (
        (Option.GENERAL, Kind.COUNTY_GENERAL), (Option.TCM, Kind.COUNTY_TCM), (Option.MCH, Kind.COUNTY_MCH),
        (Option.OTHER, Kind.OTHER_HOSPITAL),
    ):  # fmt: skip
        closest(column, same & (kind[targets] == wanted))
    general = np.isin(kind[targets], [Kind.COUNTY_GENERAL, Kind.NEIGHBOUR])
    closest(Option.NEIGHBOUR, ~same & general)
    for column, wanted in ((Option.CITY, Kind.CITY), (Option.FAR, Kind.FAR)):
        closest(column, np.broadcast_to(kind[targets] == wanted, same.shape))
    return options


def _first(facilities: pd.DataFrame, kind: Kind, where: str, count: int) -> I64:
    """First facility of a kind at each village or township, -1 where there is none."""
    found = np.full(count, -1, dtype=np.int64)
    rows = np.flatnonzero(facilities["kind"].to_numpy() == kind)[::-1]
    found[facilities[where].to_numpy()[rows]] = rows
    return found


def _near_clinic(clinic: I64, nodes: Nodes, km: csr_array) -> I64:
    """Nearest clinic by road that is not the village's own."""
    has = np.flatnonzero(clinic >= 0)
    plane = Plane(float(nodes.lon[: nodes.villages].mean()), float(nodes.lat[: nodes.villages].mean()))
    points = plane.to_km(nodes.lon[: nodes.villages], nodes.lat[: nodes.villages])
    straight = cKDTree(points[has]).query(points, k=min(2, len(has)))[0][:, -1]
    near = np.full(nodes.villages, -1, dtype=np.int64)
    reach = 4 * float(np.max(straight)) + 1
    for part in np.array_split(np.arange(nodes.villages), nodes.villages // 256 + 1):
        away = dijkstra(km, indices=part, limit=reach)[:, has]
        away[has[None, :] == part[:, None]] = np.inf
        best = away.argmin(axis=1)
        found = np.isfinite(away[np.arange(len(part)), best])
        near[part[found]] = clinic[has[best[found]]]
    return near


def door_to_door(
    options: I32, nodes: Nodes, roads: Roads, values: Mapping[str, float]
) -> tuple[F32, F32, F32]:
    """Minutes by mode, ambulance minutes and road km of every option.

    Parameters
    ----------
    options : int array, shape (villages, 13)
    nodes, roads : Nodes, Roads
    values : mapping
        Reads ``geography.settlement_km, overhead_*, wait_*, walk_limit, ebike_limit, speed_*``.

    Returns
    -------
    minutes : float32 array, shape (4, villages, 13)
    ambulance, road_km : float32 array, shape (villages, 13)
        inf where there is no facility.
    """
    paths = {mode: shortest(roads.matrix(roads.minutes[mode]), options, nodes) for mode in Mode}
    km = shortest(roads.matrix(roads.km), options, nodes)
    inside = 60 * values["geography.settlement_km"]
    far = np.zeros(len(Option), dtype=bool)
    far[Option.FAR] = True
    walk = paths[Mode.WALK] + inside / values["geography.speed_walk"]
    ride = (
        paths[Mode.EBIKE]
        + inside / values["geography.speed_ebike_village"]
        + values["geography.overhead_ebike"]
    )
    wait = np.where(far, values["geography.wait_bus_far"], values["geography.wait_bus"])
    bus = paths[Mode.BUS] + inside / values["geography.speed_walk"] + wait
    drive = (
        paths[Mode.CAR] + inside / values["geography.speed_car_village"] + values["geography.overhead_car"]
    )
    bus = np.minimum(bus, walk)
    minutes = np.stack([
        _up_to(walk, values["geography.walk_limit"], bus),
        _up_to(np.minimum(ride, walk), values["geography.ebike_limit"], bus),
        bus,
        np.minimum(drive, walk),
    ])  # fmt: skip
    minutes[:, :, Option.NONE] = 0.0
    minutes[:, :, Option.PHARMACY] = minutes[:, :, Option.OWN_CENTRE]
    ambulance = paths[Mode.CAR] / values["geography.speed_ambulance"]
    return minutes.astype(np.float32), ambulance.astype(np.float32), km.astype(np.float32)


def _up_to(own: F64, limit: float, bus: F64) -> F64:
    """Own legs or wheels up to a limit, beyond it the bus (never quicker than the limit itself)."""
    return np.where(own <= limit, own, np.minimum(own, np.maximum(bus, limit)))


def shortest(weight: csr_array, options: I32, nodes: Nodes) -> F64:
    """Shortest path weight from each village to the facility of each option, inf where there is none."""
    used = np.unique(options[options >= 0])
    hospital_like = used[nodes.of_facility[used] >= nodes.villages]
    result = np.full(options.shape, np.inf)
    away = np.full((options.max() + 1, nodes.villages), np.inf)
    away[hospital_like] = dijkstra(weight, indices=nodes.of_facility[hospital_like])[:, : nodes.villages]
    for column in range(options.shape[1]):
        there = options[:, column]
        rows = np.flatnonzero((there >= 0) & (nodes.of_facility[there] >= nodes.villages))
        result[rows, column] = away[there[rows], rows]
    for column in (Option.OWN_CLINIC, Option.NEAR_CLINIC):
        there = options[:, column]
        rows = np.flatnonzero(there >= 0)
        result[rows, column] = _pairs(weight, rows, nodes.of_facility[there[rows]])
    return result


def _pairs(weight: csr_array, start: I64, end: I64) -> F64:
    """Shortest path weights between given pairs of nodes, found in chunks."""
    away = np.zeros(len(start))
    apart = np.flatnonzero(start != end)
    for part in np.array_split(apart, len(apart) // 256 + 1):
        if len(part):
            away[part] = dijkstra(weight, indices=start[part])[np.arange(len(part)), end[part]]
    return away
