"""The road network: a proximity graph of settlements with classes, detours by terrain and speeds by mode.

Open data hold no roads. Settlements are joined by the Gabriel graph (two are joined when no third stands in
the circle on their line), whose classes follow from use: roads between township seats are county roads, roads
from villages to their seat township roads, the rest village roads. County seats, the city and neighbouring
seats are joined by national roads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import Delaunay, cKDTree

from sim.geography.kinds import Mode
from sim.geography.plane import F64

I64 = npt.NDArray[np.int64]


class Road(IntEnum):
    """Classes of road."""

    VILLAGE = 0  # 村道
    TOWNSHIP = 1  # 乡道
    COUNTY = 2  # 县道
    NATIONAL = 3  # 国省道
    FAR = 4  # expressway or railway to a far city


@dataclass(frozen=True)
class Roads:
    """Edges of the network.

    Attributes
    ----------
    ends : int array, shape (e, 2)
        Node positions.
    km : float array, shape (e,)
        Length by road.
    road : int array, shape (e,)
        `Road` class.
    minutes : float array, shape (4, e)
        On the way, by `Mode`, without waits.
    nodes : int
        Number of nodes.
    """

    ends: I64
    km: F64
    road: I64
    minutes: F64
    nodes: int

    def matrix(self, weight: F64) -> csr_array:
        """Symmetric sparse matrix of an edge weight."""
        return symmetric(self.ends, weight, self.nodes)


def symmetric(ends: I64, weight: F64, nodes: int) -> csr_array:
    """Sparse matrix of an undirected graph; of parallel edges the lightest counts."""
    order = np.argsort(weight, kind="stable")
    a, b = np.sort(ends[order], axis=1).T
    _, first = np.unique(a * nodes + b, return_index=True)
    a, b, w = a[first], b[first], np.maximum(weight[order][first], 1e-9)
    return csr_array((np.r_[w, w], (np.r_[a, b], np.r_[b, a])), shape=(nodes, nodes))


def gabriel(points: F64) -> I64:
    """Edges of the Gabriel graph of distinct points.

    Parameters
    ----------
    points : float array, shape (n, 2)

    Returns
    -------
    int array, shape (e, 2)
        Pairs whose diametral circle holds no other point; each pair ascending, pairs in order.
    """
    if _straight_line(points):
        order = np.lexsort((points[:, 1], points[:, 0]))
        return np.unique(np.sort(np.stack([order[:-1], order[1:]], axis=1), axis=1), axis=0)
    corners = Delaunay(points).simplices
    pairs = np.unique(np.sort(corners[:, [[0, 1], [1, 2], [0, 2]]].reshape(-1, 2), axis=1), axis=0)
    middle = points[pairs].mean(axis=1)
    radius = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T) / 2
    closest = cKDTree(points).query(middle)[0]
    return np.asarray(pairs[closest >= radius * (1 - 1e-9)], dtype=np.int64)


def _straight_line(points: F64) -> bool:
    return len(points) < 3 or bool(np.linalg.matrix_rank(points - points[0], tol=1e-9) < 2)


def classify(ends: I64, length: F64, nodes: int, seats: I64, seat_of: I64) -> I64:
    """Class of each edge by its use.

    Parameters
    ----------
    ends : int array, shape (e, 2)
    length : float array, shape (e,)
    nodes : int
    seats : int array, shape (t,)
        Nodes of the township seats; the paths between those that are neighbours become county roads.
    seat_of : int array, shape (nodes,)
        For a village the position of its own seat in `seats`, else -1; its path there is a township road.

    Returns
    -------
    int array, shape (e,)
        `Road.VILLAGE`, `Road.TOWNSHIP` or `Road.COUNTY`.
    """
    network = symmetric(ends, length, nodes)
    distance, before = dijkstra(network, indices=seats, return_predecessors=True)
    key = {(int(a), int(b)): e for e, (a, b) in enumerate(np.sort(ends, axis=1))}
    road = np.full(len(ends), int(Road.VILLAGE))

    def trace(node: int, source: int, kind: Road) -> None:
        while (step := int(before[source, node])) >= 0:
            e = key[min(node, step), max(node, step)]
            road[e] = max(road[e], int(kind))
            node = step

    for a, b in _neighbours(distance[:, seats]):
        trace(int(seats[b]), a, Road.COUNTY)
    for node in np.flatnonzero(seat_of >= 0):
        trace(int(node), int(seat_of[node]), Road.TOWNSHIP)
    return road


def _neighbours(distance: F64) -> list[tuple[int, int]]:
    """Pairs of seats with no third seat closer to both (relative neighbourhood graph on road lengths)."""
    pairs = []
    for a in range(len(distance)):
        for b in range(a + 1, len(distance)):
            between = np.maximum(distance[a], distance[b]) < distance[a, b]
            if np.isfinite(distance[a, b]) and not between.any():
                pairs.append((a, b))
    return pairs


def speeds(values: Mapping[str, float]) -> F64:
    """Speed in km/h by mode and road class, shape (4, 5)."""
    table = np.empty((len(Mode), len(Road)))
    table[Mode.WALK] = values["geography.speed_walk"]
    table[Mode.EBIKE] = values["geography.speed_ebike_main"]
    table[Mode.EBIKE, Road.VILLAGE] = values["geography.speed_ebike_village"]
    for mode in (Mode.BUS, Mode.CAR):
        for road in Road:
            table[mode, road] = values[f"geography.speed_{mode.name.lower()}_{road.name.lower()}"]
    return table
