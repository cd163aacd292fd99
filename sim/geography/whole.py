"""Counties that a user brings whole: their census facts, their seat, and the hospitals outside."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.geography.plane import Plane
from sim.geography.tables import EXTENT, Tables, table

_BOX_OVER_AREA = 1.5  # published extents are 1.4 to 1.9 times the area
_BESIDE_FACTS = ["name_en", "prefecture_code", "seat_code", "lon", "lat", "plain", "hill", "mountain"]


def county_columns() -> list[str]:
    """Columns of ``counties.csv``: those of the open census facts, and where the county lies."""
    return [*table("county_facts").columns, *_BESIDE_FACTS]


def outside_columns() -> list[str]:
    """Columns of ``outside.csv``: those of the open table of destinations."""
    return list(table("outside").columns)


def whole_counties(
    counties: pd.DataFrame | None, outside: pd.DataFrame | None, places: pd.DataFrame | None
) -> Tables:
    """Put a user's counties in the form of the open tables.

    Parameters
    ----------
    counties, outside : pd.DataFrame or None
        Rows of ``counties.csv`` and ``outside.csv`` as text.
    places : pd.DataFrame or None
        Rows of ``places.csv``; the townships' ``direction`` and ``distance_km`` are read.

    Returns
    -------
    Tables
    """
    own: dict[str, pd.DataFrame] = {}
    facts = [] if places is None else [_directions(places)]
    codes: frozenset[str] = frozenset()
    if counties is not None:
        codes = frozenset(counties["code"])
        own["county_facts"] = counties
        own["terrain"] = counties.rename(columns={"code": "county_code"})
        own["places"] = counties.rename(
            columns={"name_en": "name_en_pinyin", "prefecture_code": "parent_code"}
        ).assign(level="county")
        seats = counties["seat_code"]
        facts.append(pd.DataFrame({"code": seats, "basis": "is_seat", "use": "yes"})[seats != ""])
    told = pd.concat(facts) if facts else pd.DataFrame()
    if len(told):
        own["township_facts"] = told.assign(county_code=told["code"].str[:6]).fillna("")
    if outside is not None:
        own["outside"] = outside
    return Tables(codes, own)


def _directions(places: pd.DataFrame) -> pd.DataFrame:
    """Townships of which the user tells how far or which way from the seat they lie."""
    towns = places[(places["level"] == "township") & ((places["direction"] + places["distance_km"]) != "")]
    told = towns.rename(columns={"direction": "direction_from_seat"})
    return told[["code", "name_zh", "direction_from_seat", "distance_km"]].assign(use="yes")


def extent_of(lon: float, lat: float, area_km2: float, points: pd.DataFrame) -> dict[str, str]:
    """Extent in degrees of a county of which only area and seat are known.

    A square about the seat of one and a half times the area, as published extents have, widened to hold all
    points that are known.

    Parameters
    ----------
    lon, lat : float
        Seat of the county.
    area_km2 : float
    points : pd.DataFrame
        ``lon, lat`` of places in degrees.

    Returns
    -------
    dict
        ``lon_min, lon_max, lat_min, lat_max`` as text.
    """
    plane = Plane(lon, lat)
    half = np.sqrt(_BOX_OVER_AREA * area_km2) / 2
    corners = np.array([[-half, -half], [half, half]])
    if len(points):
        corners = np.concatenate([corners, plane.to_km(points["lon"], points["lat"])])
    west, south = plane.to_degrees(corners.min(axis=0)[None, :])
    east, north = plane.to_degrees(corners.max(axis=0)[None, :])
    ends = (west[0], east[0], south[0], north[0])
    return {name: f"{end:.4f}" for name, end in zip(EXTENT, ends, strict=True)}
