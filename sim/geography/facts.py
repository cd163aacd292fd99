"""What public pages say of where townships lie: direction, distance, neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.geography.places import stem
from sim.geography.plane import F64
from sim.geography.tables import OPEN, Tables

COMPASS = (
    "N",
    "NNE",
    "NE",
    "ENE",
    "E",
    "ESE",
    "SE",
    "SSE",
    "S",
    "SSW",
    "SW",
    "WSW",
    "W",
    "WNW",
    "NW",
    "NNW",
)
_NEIGHBOUR = re.compile(r"^([NESW]{1,3}) (.+)$")
_ABROAD = re.compile(r"[县市区]|渤海")


@dataclass(frozen=True)
class TownshipFacts:
    """Published facts of one county's townships; townships are positions in the county's table.

    Attributes
    ----------
    seat : int
        The township in which the county government sits.
    seat_known : bool
        Whether a page or the name says so; else it is the first.
    bearing : dict[int, float]
        Direction seen from the seat, radians clockwise from north.
    distance : dict[int, float]
        Published km from the seat.
    beside : list of (int, int, float)
        Township, its neighbour, and the bearing in which the neighbour lies.
    edge : list of (int, float)
        Township and the bearing in which it meets another county or the sea.
    population : float array or None
        People of every township in the last census year that covers them all.
    own : bool
        Whether a user tells them of a county brought whole: then they go before the estimated region.
    """

    seat: int
    seat_known: bool
    bearing: dict[int, float]
    distance: dict[int, float]
    beside: list[tuple[int, int, float]]
    edge: list[tuple[int, float]]
    population: F64 | None
    own: bool = False


def read_facts(county_name: str, townships: pd.DataFrame, tables: Tables = OPEN) -> TownshipFacts:
    """Facts of one county.

    Parameters
    ----------
    county_name : str
        Chinese name of the county; where no page names the seat, a township of the same stem (卢龙县, 卢龙镇)
        is taken for it, else the first.
    townships : pd.DataFrame
        The county's rows of `Places.townships`, index 0 … n-1.
    tables : Tables
        The open tables, or with a user's whole counties.
    """
    position = {code: i for i, code in enumerate(townships["code"])}
    by_name = {name: i for i, name in enumerate(townships["name_zh"])}
    rows = tables("township_facts")
    rows = rows[rows["code"].isin(list(position))]
    population = _population(rows, position)
    used = rows[rows["use"] == "yes"]
    bearing: dict[int, float] = {}
    distance: dict[int, float] = {}
    beside: list[tuple[int, int, float]] = []
    edge: list[tuple[int, float]] = []
    for code, compass, km, neighbours in zip(
        used["code"], used["direction_from_seat"], used["distance_km"], used["neighbours"], strict=True
    ):
        here = position[code]
        if compass:
            bearing.setdefault(here, to_bearing(compass))
        if km:
            distance.setdefault(here, float(km))
        for item in neighbours.split("; "):
            match = _NEIGHBOUR.match(item)
            if match is None:
                continue
            way, name = to_bearing(match[1]), match[2]
            if name in by_name:
                beside.append((here, by_name[name], way))
            elif _ABROAD.search(name):
                edge.append((here, way))
    seats = [position[code] for code in used.loc[used["basis"] == "is_seat", "code"]]
    names = [stem(name) for name in townships["name_zh"]]
    if not seats and stem(county_name) in names:
        seats = [names.index(stem(county_name))]
    own = bool(len(townships)) and str(townships["code"].iloc[0])[:6] in tables.counties
    return TownshipFacts(
        seats[0] if seats else 0, bool(seats), bearing, distance, beside, edge, population, own
    )


def to_bearing(compass: str) -> float:
    """Radians clockwise from north of a compass point such as ``NNE``."""
    return COMPASS.index(compass) * np.pi / 8


def _population(rows: pd.DataFrame, position: dict[str, int]) -> F64 | None:
    given = rows[(rows["population"] != "") & (rows["pop_year"] != "")]
    for _, year in sorted(given.groupby("pop_year"), reverse=True):
        people = {position[code]: float(n) for code, n in zip(year["code"], year["population"], strict=True)}
        if len(people) == len(position):
            return np.array([people[i] for i in range(len(position))])
    return None
