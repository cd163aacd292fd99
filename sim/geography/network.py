"""The nodes of the road network, and its edges: estimated by rule, or a user's own roads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from sim.geography.kinds import Kind, Mode
from sim.geography.plane import F64, Plane, great_circle_km
from sim.geography.real import RoadLines
from sim.geography.roads import I64, Road, Roads, classify, gabriel, speeds, symmetric
from sim.geography.tables import OPEN, Tables


@dataclass(frozen=True)
class Nodes:
    """Nodes, in order: villages, township seats, hospitals, destinations outside, road vertices.

    Attributes
    ----------
    name : list of str
        Codes of places, ids of hospitals, ``R1``, ``R2`` … of road vertices.
    lon, lat : float array, shape (n,)
    county : int array, shape (n,)
        -1 outside.
    villages, townships, hospitals, outside : int
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
    hospitals: int
    outside: int
    of_facility: I64
    seats: I64

    @property
    def settled(self) -> int:
        """Number of villages and township seats."""
        return self.villages + self.townships

    @property
    def places(self) -> int:
        """Number of nodes that are no road vertices."""
        return self.settled + self.hospitals + self.outside

    def kind(self, node: int) -> str:
        """Say in a word what a node is."""
        limits = np.cumsum([self.villages, self.townships, self.hospitals, self.outside])
        return ("village", "township", "hospital", "outside", "road")[
            int(np.searchsorted(limits, node, "right"))
        ]


def make_nodes(
    counties: pd.DataFrame,
    townships: pd.DataFrame,
    villages: pd.DataFrame,
    facilities: pd.DataFrame,
    lines: RoadLines | None = None,
) -> Nodes:
    """Collect the nodes; clinics stand at their village and centres at their township's seat."""
    kind = facilities["kind"].to_numpy()
    own = np.flatnonzero(kind >= Kind.COUNTY_GENERAL)
    hospitals = facilities.iloc[own]
    vertices = np.empty((0, 2)) if lines is None else lines.vertices
    frames = [villages, townships, hospitals]
    of_facility = np.empty(len(facilities), dtype=np.int64)
    clinic, centre = kind == Kind.VILLAGE_CLINIC, kind == Kind.TOWNSHIP_CENTRE
    of_facility[clinic] = facilities["village"].to_numpy()[clinic]
    of_facility[centre] = len(villages) + facilities["township"].to_numpy()[centre]
    of_facility[own] = len(villages) + len(townships) + np.arange(len(own))
    county = [f["county"].to_numpy(np.int64) for f in frames]
    return Nodes(
        [
            *villages["code"],
            *townships["code"],
            *hospitals["id"],
            *(f"R{i + 1}" for i in range(len(vertices))),
        ],
        np.concatenate([*(f["lon"].to_numpy(float) for f in frames), vertices[:, 0]]),
        np.concatenate([*(f["lat"].to_numpy(float) for f in frames), vertices[:, 1]]),
        np.concatenate([*county, np.full(len(vertices), -1, dtype=np.int64)]),
        len(villages),
        len(townships),
        int((county[2] >= 0).sum()),
        int((county[2] < 0).sum()),
        of_facility,
        len(villages) + counties["seat"].to_numpy(np.int64),
    )


def build_roads(
    nodes: Nodes,
    terrain: F64,
    township: I64,
    values: Mapping[str, float],
    lines: RoadLines | None = None,
    tables: Tables = OPEN,
) -> Roads:
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
    lines : RoadLines, optional
        Real roads, which take the place of the proximity graph.
    tables : Tables
        The open tables, or with a user's whole counties.
    """
    detour, pace = _terrain_factors(terrain, values)
    outside = np.arange(nodes.places - nodes.outside, nodes.places)
    listed = tables("outside")
    is_far = np.isin([nodes.name[i] for i in outside], listed.loc[listed["kind"] == Kind.FAR.name, "id"])
    near, far = outside[~is_far], outside[is_far]
    if lines is None:
        web, km, road = _proximity(nodes, near, township, detour)
        given = np.full(len(web), np.nan)
    else:
        web, km, road, given = _real(nodes, lines, values["geography.detour_plain"])
    inner = np.arange(nodes.settled, nodes.settled + nodes.hospitals)
    street = np.stack([inner, nodes.seats[nodes.county[inner]]], axis=1)
    trunk = np.array([[s, t] for s in nodes.seats for t in near] + _chain(nodes), dtype=np.int64).reshape(
        -1, 2
    )
    long = np.array([[s, t] for s in nodes.seats for t in far], dtype=np.int64).reshape(-1, 2)
    ends = np.concatenate([web, street, trunk, long])
    km = np.r_[
        km,
        _straight(nodes, street) * detour[nodes.county[inner]],
        _straight(nodes, trunk) * _mean(np.r_[detour, values["geography.detour_plain"]], nodes.county[trunk]),
        _far_km(nodes, long, listed) * values["geography.detour_far"],
    ]
    later = [(street, Road.COUNTY), (trunk, Road.NATIONAL), (long, Road.FAR)]
    road = np.concatenate([road, *(np.full(len(edges), int(kind)) for edges, kind in later)])
    slow = np.where(road == Road.FAR, 1.0, _mean(np.r_[pace, 1.0], nodes.county[ends]))
    speed = speeds(values)[:, road] * slow
    known = np.flatnonzero(np.isfinite(given))
    speed[Mode.CAR, known] = given[known]
    return Roads(ends, km, road, 60 * km / speed, len(nodes.name))


def _proximity(nodes: Nodes, near: I64, township: I64, detour: F64) -> tuple[I64, F64, I64]:
    """Gabriel graph of settlements and near destinations, with lengths and classes."""
    drawn = np.r_[np.arange(nodes.settled), near]
    plane = Plane(float(nodes.lon[drawn].mean()), float(nodes.lat[drawn].mean()))
    web = drawn[gabriel(_distinct(plane.to_km(nodes.lon[drawn], nodes.lat[drawn])))]
    length = _straight(nodes, web)
    seat_of = np.full(len(nodes.name), -1)
    seat_of[: nodes.villages] = township
    road = classify(web, length, len(nodes.name), np.arange(nodes.villages, nodes.settled), seat_of)
    road[(web >= nodes.settled).any(axis=1)] = Road.NATIONAL
    factor = np.r_[_stretch(nodes, web, length, detour), 1.0]
    return web, length * _mean(factor, nodes.county[web]), road


def _real(nodes: Nodes, lines: RoadLines, detour: float) -> tuple[I64, F64, I64, F64]:
    """Real roads, each settlement joined to the nearest vertex and every separate piece to the largest."""
    plane = Plane(float(nodes.lon[: nodes.settled].mean()), float(nodes.lat[: nodes.settled].mean()))
    points = plane.to_km(nodes.lon, nodes.lat)
    first = nodes.places
    vertices = points[first:]
    segments = lines.ends + first
    _, piece = connected_components(
        symmetric(lines.ends, np.ones(len(lines.ends)), len(vertices)), directed=False
    )
    main = np.flatnonzero(piece == np.bincount(piece).argmax())
    links = [
        np.stack([np.arange(nodes.settled), first + _closest(vertices, points[: nodes.settled])[1]], axis=1)
    ]
    for other in np.setdiff1d(np.unique(piece), piece[main[:1]]):
        members = np.flatnonzero(piece == other)
        away, where = _closest(vertices[main], vertices[members])
        best = int(np.argmin(away))
        links.append(first + np.array([[members[best], main[where[best]]]]))
    joins = np.concatenate(links)
    return (
        np.concatenate([segments, joins]),
        np.r_[_straight(nodes, segments), _straight(nodes, joins) * detour],
        np.r_[lines.road, np.full(len(joins), int(Road.VILLAGE))],
        np.r_[lines.speed, np.full(len(joins), np.nan)],
    )


def _closest(targets: F64, points: F64) -> tuple[F64, I64]:
    """Distance to and position of the target nearest to each point."""
    away, where = cKDTree(targets).query(points)
    return np.asarray(away, dtype=np.float64), np.asarray(where, dtype=np.int64)


def _distinct(points: F64) -> F64:
    """Points with exact repeats moved by a metre, since a seat and a village may be given one coordinate."""
    _, inverse, count = np.unique(points.round(6), axis=0, return_inverse=True, return_counts=True)
    repeat = np.flatnonzero(count[inverse.reshape(-1)] > 1)
    points = points.copy()
    points[repeat] += 1e-3 * np.stack([np.cos(repeat), np.sin(repeat)], axis=1)
    return points


def _straight(nodes: Nodes, ends: I64) -> F64:
    a, b = ends[:, 0], ends[:, 1]
    return np.maximum(great_circle_km(nodes.lon[a], nodes.lat[a], nodes.lon[b], nodes.lat[b]), 1e-3)


def _far_km(nodes: Nodes, ends: I64, outside: pd.DataFrame) -> F64:
    """Straight km from a seat to a far destination: the mean over its cities by their weight."""
    km = np.empty(len(ends))
    for e, (seat, far) in enumerate(ends):
        cities = outside[outside["id"] == nodes.name[far]]
        lon, lat, weight = (cities[c].astype(float).to_numpy() for c in ("lon", "lat", "weight"))
        km[e] = np.average(great_circle_km(nodes.lon[seat], nodes.lat[seat], lon, lat), weights=weight)
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
    """Detour and pace of each county."""
    detour = terrain @ np.array(
        [values[f"geography.detour_{name}"] for name in ("plain", "hill", "mountain")]
    )
    pace = terrain @ np.array([1.0, values["geography.pace_hill"], values["geography.pace_mountain"]])
    return detour, pace


def _stretch(nodes: Nodes, ends: I64, length: F64, detour: F64) -> F64:
    """Factor on each edge of a county so that its paths as a whole have the detour of its terrain.

    A path over the graph already winds; that part of the detour is not counted twice.
    """
    path = dijkstra(symmetric(ends, length, len(nodes.name)), indices=nodes.seats)
    factor = np.ones(len(detour))
    for c, seat in enumerate(nodes.seats):
        own = np.flatnonzero(nodes.county[: nodes.villages] == c)
        straight = _straight(nodes, np.stack([own, np.full(len(own), seat)], axis=1))
        factor[c] = max(1.0, detour[c] / float(np.median(path[c, own] / straight)))
    return factor


def _mean(of_county: F64, county: I64) -> F64:
    """Mean over the two ends of an edge; the last entry of `of_county` stands for outside."""
    return np.asarray(of_county[county].mean(axis=1), dtype=np.float64)
