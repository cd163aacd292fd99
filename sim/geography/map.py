"""The map of a county or several: places, facilities, roads, and what each village can reach in what time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.geography.cache import cached, content_key
from sim.geography.communities import join_communities
from sim.geography.facilities import make_facilities
from sim.geography.kinds import Kind, Mode, Option
from sim.geography.network import Nodes, build_roads, make_nodes
from sim.geography.places import read_places
from sim.geography.plane import F64
from sim.geography.real import RealGeography, file_digest, geography_digest, read_geography
from sim.geography.roads import I64, Road, Roads
from sim.geography.settle import settle
from sim.geography.tables import Tables
from sim.geography.travel import F32, I32, door_to_door, make_options
from sim.geography.trouble import Edge, Trouble, with_blocks

__all__ = ["Kind", "Map", "Mode", "Option", "build_map"]


@dataclass(frozen=True, eq=False)
class Map:
    """Geography of the simulated counties.

    Attributes
    ----------
    counties : pd.DataFrame
        Position is the county's index. ``code, name_zh, name_en, population_2020, lon, lat, seat`` (index of
        the township of the county government).
    townships : pd.DataFrame
        ``code, name_zh, name_en, county, lon, lat, provenance, street``; provenance is ``observed``,
        ``published facts`` or ``estimated``; street marks 街道.
    villages : pd.DataFrame
        ``code, name_zh, name_en, township, county, lon, lat, provenance, urban, community, weight``; the
        weights are shares of the county's people and sum to 1 in each county.
    facilities : pd.DataFrame
        ``id, name_zh, name_en, kind, county, township, village, lon, lat, provenance, level, doctors, beds,
        background, steered_by, community, leads``; -1 and '' stand for none. `community` is the medical
        community (医共体) an institution belongs to, `leads` marks the hospital that leads it (牵头医院).
    options : int32 array, shape (villages, 13)
        Facility of each `Option`, -1 for none (always for NONE and PHARMACY, which need no facility).
    minutes : float32 array, shape (4, villages, 13)
        Door to door, one way, by `Mode`; 0 for NONE, the way to the own township seat for PHARMACY, inf for
        none.
    ambulance : float32 array, shape (villages, 13)
        Road minutes of an ambulance from the scene to the facility, inf for none.
    road_km : float32 array, shape (villages, 13)
    graph : nx.Graph
        Nodes are codes of villages and townships and ids of hospitals (``kind, lon, lat``); edges carry ``km,
        road`` (class) and minutes under way by ``walk, ebike, bus, car``.
    census : pd.DataFrame
        Facts of each county by its index, as text: columns of ``county_facts.csv``.
    schematic : bool
        Whether any place is estimated, so that every drawing must say so.
    shut : bool array, shape (facilities,)
        Closed today. The options stay as they are: who has a closed place among them finds the door closed.
    absent : int64 array, shape (facilities,)
        Doctors missing today.
    """

    counties: pd.DataFrame
    townships: pd.DataFrame
    villages: pd.DataFrame
    facilities: pd.DataFrame
    census: pd.DataFrame
    options: I32
    minutes: F32
    ambulance: F32
    road_km: F32
    graph: nx.Graph[str]
    schematic: bool
    shut: npt.NDArray[np.bool_]
    absent: I64

    def under(self, trouble: Trouble, ways: Map) -> Map:
        """Return the map with institutions closed and doctors missing, and with the ways of another one.

        Where things lie (`road_km`, and so distance bands and the bases of ambulances) stays.
        """
        ids = self.facilities["id"].astype(str)
        lost = dict(trouble.absent)
        return replace(
            self,
            minutes=ways.minutes,
            ambulance=ways.ambulance,
            shut=ids.isin(trouble.shut).to_numpy(np.bool_),
            absent=ids.map(lambda one: lost.get(one, 0)).to_numpy(np.int64),
        )


def build_map(
    county_codes: Sequence[str],
    values: Mapping[str, float],
    geography: Path | None = None,
    communities: Path | None = None,
    blocked: Sequence[Edge] = (),
) -> Map:
    """Build the map of some counties.

    Parameters
    ----------
    county_codes : sequence of str
        Six-digit codes; their order gives the county index.
    values : mapping
        Parameter values by path; ``geography.*`` and ``facilities.*`` are read.
    geography : Path, optional
        Folder made by `sim.geography.importer.import_geography`: real places, boundaries, roads or
        facilities.
    communities : Path, optional
        Table of medical communities that takes the place of the shipped rows of the counties it names; see
        `sim.geography.communities`.
    blocked : sequence of (str, str), optional
        Pairs of nodes between which the road is blocked; see `sim.geography.trouble`.

    Returns
    -------
    Map

    Raises
    ------
    UserError
        On an unknown county, a damaged geography folder, or a wrong table of communities.
    """
    own = file_digest(communities) if communities else ""
    at = "".join(f"|{a}-{b}" for a, b in sorted(blocked))
    key = content_key(county_codes, values, geography_digest(geography) + own + at)

    def make() -> dict[str, object]:
        return _build(county_codes, values, read_geography(geography), communities, blocked)

    fields = cached(key, make)
    size = len(fields["facilities"])  # type: ignore[arg-type]
    return Map(**fields, shut=np.zeros(size, bool), absent=np.zeros(size, np.int64))  # type: ignore[arg-type]


def _build(
    county_codes: Sequence[str], values: Mapping[str, float], real: RealGeography, communities: Path | None,
    blocked: Sequence[Edge],
) -> dict[str, object]:  # fmt: skip
    counties, townships, villages = settle(read_places(county_codes, real), real, values)
    facilities = make_facilities(counties, townships, villages, real.facilities, values, real.tables)
    facilities = join_communities(counties, townships, villages, facilities, values, communities)
    nodes = make_nodes(counties, townships, villages, facilities, real.roads)
    terrain = _terrain(counties, real.tables)
    roads = build_roads(nodes, terrain, villages["township"].to_numpy(), values, real.roads, real.tables)
    options = make_options(villages, townships, facilities, nodes, roads)
    if blocked:
        roads = with_blocks(roads, nodes, blocked, values)
    minutes, ambulance, road_km = door_to_door(options, nodes, roads, values)
    return {
        "counties": counties.drop(columns="parent_code"),
        "townships": townships,
        "villages": villages,
        "facilities": facilities,
        "census": real.tables("county_facts").set_index("code").loc[list(county_codes)].reset_index(),
        "options": options,
        "minutes": minutes,
        "ambulance": ambulance,
        "road_km": road_km,
        "graph": _to_networkx(nodes, roads),
        "schematic": any(bool((frame["provenance"] != "observed").any()) for frame in (townships, villages)),
    }


def _terrain(counties: pd.DataFrame, tables: Tables) -> F64:
    shares = tables("terrain").set_index("county_code")[["plain", "hill", "mountain"]].astype(float)
    flat = np.array([1.0, 0.0, 0.0])
    return np.stack([shares.loc[c].to_numpy() if c in shares.index else flat for c in counties["code"]])


def _to_networkx(nodes: Nodes, roads: Roads) -> nx.Graph[str]:
    """Make the graph; of parallel roads the shortest is kept."""
    graph: nx.Graph[str] = nx.Graph()
    for i, name in enumerate(nodes.name):
        graph.add_node(name, kind=nodes.kind(i), lon=float(nodes.lon[i]), lat=float(nodes.lat[i]))
    for e in np.argsort(-roads.km, kind="stable"):
        a, b = (nodes.name[i] for i in roads.ends[e])
        by_mode = {mode.name.lower(): float(roads.minutes[mode, e]) for mode in Mode}
        graph.add_edge(a, b, km=float(roads.km[e]), road=Road(int(roads.road[e])).name.lower(), **by_mode)
    return graph
