"""The map of a county or several: places, facilities, roads, and what each village can reach in what time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd

from sim.geography.facilities import make_facilities
from sim.geography.facts import read_facts
from sim.geography.kinds import Kind, Mode, Option
from sim.geography.places import Places, read_places, table
from sim.geography.placement import place_townships
from sim.geography.plane import F64
from sim.geography.region import prefecture_regions
from sim.geography.roads import Road, Roads
from sim.geography.travel import F32, I32, Nodes, build_roads, door_to_door, make_nodes, make_options
from sim.geography.villages import mark_urban, place_villages, village_weights

__all__ = ["Kind", "Map", "Mode", "Option", "build_map"]


@dataclass(frozen=True)
class Map:
    """Geography of the simulated counties.

    Attributes
    ----------
    counties : pd.DataFrame
        Position is the county's index. ``code, name_zh, name_en, population_2020, lon, lat, seat`` (index of the
        township of the county government).
    townships : pd.DataFrame
        ``code, name_zh, name_en, county, lon, lat, provenance, street``; provenance is ``observed``,
        ``published facts`` or ``estimated``; street marks 街道.
    villages : pd.DataFrame
        ``code, name_zh, name_en, township, county, lon, lat, provenance, urban, weight``; the weights are shares of
        the county's people and sum to 1 in each county.
    facilities : pd.DataFrame
        ``id, name_zh, name_en, kind, county, township, village, community, lon, lat, provenance, level, doctors,
        beds, background, steered_by``; -1 and '' stand for none.
    options : int32 array, shape (villages, 13)
        Facility of each `Option`, -1 for none (always for NONE and PHARMACY, which need no facility).
    minutes : float32 array, shape (4, villages, 13)
        Door to door, one way, by `Mode`; 0 for NONE, the way to the own township seat for PHARMACY, inf for none.
    ambulance : float32 array, shape (villages, 13)
        Road minutes of an ambulance from the scene to the facility, inf for none.
    road_km : float32 array, shape (villages, 13)
    graph : nx.Graph
        Nodes are codes of villages and townships and ids of hospitals (``kind, lon, lat``); edges carry ``km, road``
        (class) and minutes under way by ``walk, ebike, bus, car``.
    schematic : bool
        Whether any place is estimated, so that every drawing must say so.
    """

    counties: pd.DataFrame
    townships: pd.DataFrame
    villages: pd.DataFrame
    facilities: pd.DataFrame
    options: I32
    minutes: F32
    ambulance: F32
    road_km: F32
    graph: nx.Graph[str]
    schematic: bool


def build_map(county_codes: Sequence[str], values: Mapping[str, float], geography: Path | None = None) -> Map:
    """Build the map of some counties.

    Parameters
    ----------
    county_codes : sequence of str
        Six-digit codes; their order gives the county index.
    values : mapping
        Parameter values by path; ``geography.*`` and ``facilities.*`` are read.
    geography : Path, optional
        Folder made by `sim.geography.importer.import_geography`: real places, boundaries, roads or facilities.

    Returns
    -------
    Map

    Raises
    ------
    UserError
        On an unknown county or a damaged geography folder.
    """
    places = read_places(county_codes)
    counties, townships, villages = _place(places, values)
    facilities = make_facilities(counties, townships, villages, values)
    nodes = make_nodes(counties, townships, villages, facilities)
    roads = build_roads(nodes, _terrain(counties), villages["township"].to_numpy(), values)
    options = make_options(villages, townships, facilities, nodes, roads)
    minutes, ambulance, road_km = door_to_door(options, nodes, roads, values)
    schematic = bool(
        (villages["provenance"] != "observed").any() or (townships["provenance"] != "observed").any()
    )
    return Map(counties.drop(columns=["parent_code"]), townships, villages, facilities, options, minutes, ambulance, road_km,
               to_networkx(nodes, roads), schematic)  # fmt: skip


def _place(places: Places, values: Mapping[str, float]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    counties, townships, villages = places.counties.copy(), places.townships.copy(), places.villages.copy()
    regions = {p: prefecture_regions(p, values) for p in counties["parent_code"].unique()}
    provenance = np.empty(len(townships), dtype=object)
    seats, rank, weight = [], np.zeros(len(villages), dtype=np.int64), np.zeros(len(villages))
    observed = villages["lon"].notna().to_numpy()
    for c, county in counties.iterrows():
        region = regions[county["parent_code"]][county["code"]]
        own = np.flatnonzero(townships["county"].to_numpy() == c)
        first = int(own[0])
        members = np.flatnonzero(villages["county"].to_numpy() == c)
        local = villages["township"].to_numpy()[members] - first
        mine = townships.iloc[own].reset_index(drop=True)
        facts = read_facts(county["name_zh"], mine)
        seats.append(first + facts.seat)
        points, source = place_townships(county, mine, np.bincount(local, minlength=len(own)), region, values)
        provenance[own] = source
        _write(townships, own, region.plane.to_degrees(points))
        here = villages.iloc[members].assign(township=local)
        rank[members] = mark_urban(here, mine, [facts.seat], values).to_numpy()
        codes = here["code"].to_numpy(dtype=np.uint64)
        spots = place_villages(codes, local, rank[members] > 0, points, region, values)
        _write(villages, members[~observed[members]],
               tuple(axis[~observed[members]] for axis in region.plane.to_degrees(spots)))  # fmt: skip
        weight[members] = village_weights(
            codes, rank[members], float(county["urban_share"]), local, facts.population, values
        )
    counties["seat"] = seats
    unknown = counties["lon"].isna()
    counties.loc[unknown, ["lon", "lat"]] = townships.loc[np.array(seats)[unknown], ["lon", "lat"]].to_numpy()
    townships = townships.assign(provenance=provenance.astype(str))
    villages = villages.assign(
        provenance=np.where(observed, "observed", "estimated"), urban=rank > 0, weight=weight
    )
    return (
        counties[["code", "name_zh", "name_en", "parent_code", "population_2020", "lon", "lat", "seat"]],
        townships[["code", "name_zh", "name_en", "county", "lon", "lat", "provenance", "street"]],
        villages[["code", "name_zh", "name_en", "township", "county", "lon", "lat", "provenance", "urban",
                  "community", "weight"]],
    )  # fmt: skip


def _write(frame: pd.DataFrame, rows: np.ndarray, degrees: tuple[F64, ...]) -> None:
    for axis, values in zip(("lon", "lat"), degrees, strict=True):
        column = frame[axis].to_numpy(copy=True)
        column[rows] = values
        frame[axis] = column


def _terrain(counties: pd.DataFrame) -> F64:
    shares = table("terrain").set_index("county_code")[["plain", "hill", "mountain"]].astype(float)
    flat = np.array([1.0, 0.0, 0.0])
    return np.stack([shares.loc[c].to_numpy() if c in shares.index else flat for c in counties["code"]])


def to_networkx(nodes: Nodes, roads: Roads) -> nx.Graph[str]:
    """The network as a graph; of parallel roads the shortest is kept."""
    graph: nx.Graph[str] = nx.Graph()
    for i, name in enumerate(nodes.name):
        kind = (
            "village"
            if i < nodes.villages
            else "township"
            if i < nodes.villages + nodes.townships
            else "hospital"
        )
        graph.add_node(name, kind=kind, lon=float(nodes.lon[i]), lat=float(nodes.lat[i]))
    for e in np.argsort(-roads.km, kind="stable"):
        a, b = (nodes.name[i] for i in roads.ends[e])
        by_mode = {mode.name.lower(): float(roads.minutes[mode, e]) for mode in Mode}
        graph.add_edge(a, b, km=float(roads.km[e]), road=Road(int(roads.road[e])).name.lower(), **by_mode)
    return graph
