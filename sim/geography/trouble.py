"""What is out of order on a map for a while: institutions that are closed, doctors missing, blocked roads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import networkx as nx
import numpy as np

from sim.geography.kinds import Mode
from sim.geography.network import Nodes
from sim.geography.roads import Roads

Edge = tuple[str, str]


@dataclass(frozen=True)
class Trouble:
    """What is out of order on a day.

    Attributes
    ----------
    shut : tuple of str
        Ids of institutions that are closed.
    absent : tuple of (str, int)
        Ids of institutions, and how many doctors each lacks.
    blocked : tuple of (str, str)
        Pairs of nodes of the road network between which the road is blocked.
    """

    shut: tuple[str, ...] = ()
    absent: tuple[tuple[str, int], ...] = ()
    blocked: tuple[Edge, ...] = ()


def road_between(graph: nx.Graph[str], a: str, b: str) -> Edge:
    """Link of the road between two nodes that is missed most.

    The edge that joins them; else, of the quickest way by car, the edge whose loss lengthens it most among
    those around which there is another way, or the longest where there is none around any.
    """
    if graph.has_edge(a, b):
        return a, b
    weight = Mode.CAR.name.lower()
    way = list(pairwise(nx.shortest_path(graph, a, b, weight=weight)))

    def without(edge: Edge) -> float:
        left = nx.restricted_view(graph, [], [edge])
        try:
            return float(nx.shortest_path_length(left, a, b, weight=weight))
        except nx.NetworkXNoPath:
            return -1.0

    longest: Edge = max(way, key=lambda edge: (without(edge), graph.edges[edge][weight]))
    return longest


def with_blocks(roads: Roads, nodes: Nodes, blocked: Iterable[Edge], values: Mapping[str, float]) -> Roads:
    """Let everybody pass the blocked edges on foot only, by a way around the block.

    Nobody is cut off for good: where no other road leads, people leave their vehicle and are met on the other
    side (``geography.blocked_walk`` times the minutes of the walk along the road).
    """
    number = {name: i for i, name in enumerate(nodes.name)}
    pairs = {frozenset((number[a], number[b])) for a, b in blocked if a in number and b in number}
    at = np.array([frozenset(pair) in pairs for pair in roads.ends.tolist()], bool)
    minutes = roads.minutes.copy()
    minutes[:, at] = values["geography.blocked_walk"] * roads.minutes[Mode.WALK, at]
    return replace(roads, minutes=minutes)
