"""Checks of the tables with which a user brings a county whole: its facts, and the hospitals outside."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sim.errors import UserError
from sim.geography.import_tables import check_degrees, check_number, numbered, read_columns
from sim.geography.kinds import Kind
from sim.geography.tables import EXTENT, table
from sim.geography.whole import county_columns, extent_of, outside_columns

OUTSIDE = (Kind.CITY.name, Kind.NEIGHBOUR.name, Kind.FAR.name)
_WITHOUT_EXTENT = (*EXTENT, "seat_code", "name_en", "source")
_MOST_PEOPLE = 5e6
_MOST_KM2 = 1e5
_LIMITS = {
    "population_2020": (1000.0, _MOST_PEOPLE), "area_km2": (1.0, _MOST_KM2),
    "avg_household_size": (1.0, 10.0), "men_per_100_women": (50.0, 200.0),
    "lon": (-180.0, 180.0), "lat": (-90.0, 90.0),
}  # fmt: skip
"""What a cell may be; every other number of a county is a share."""


def check_counties(path: Path, places: pd.DataFrame) -> pd.DataFrame | None:
    """Read ``counties.csv`` if there is one; an extent that is not given is made from area, seat and points.

    Raises
    ------
    UserError
        With file and line for the first thing that is wrong.
    """
    if not path.is_file():
        return None
    columns = county_columns()
    frame = read_columns(path, [one for one in columns if one not in _WITHOUT_EXTENT], columns)
    made = []
    for line, row in numbered(frame):
        where = f"{path.name}:{line}"
        for column in ("code", "prefecture_code"):
            if not row[column].isdigit() or len(row[column]) != 6:
                raise UserError(
                    f"{column} {row[column]!r} must have six digits",
                    f"{column} {row[column]!r} 须为六位数字",
                    where,
                )
        numbers = [one for one in columns if one in _LIMITS or one.startswith("share_")]
        for column in (*numbers, "urban_share", "households_with_65plus_share", "plain", "hill", "mountain"):
            if row[column] == "":
                raise UserError(f"{column} is empty", f"{column} 为空", where)
            check_number(row, column, where, *_LIMITS.get(column, (0.0, 1.0)))
        points = places[(places["code"].str[:6] == row["code"]) & (places["lon"] != "")]
        if row["lon_min"] == "":
            place = (float(row["lon"]), float(row["lat"]), float(row["area_km2"]))
            row |= extent_of(*place, points[["lon", "lat"]].astype(float))
        made.append(row | {"population_2020": str(round(float(row["population_2020"])))})
    return pd.DataFrame(made, columns=columns)


def check_outside(path: Path) -> pd.DataFrame | None:
    """Read ``outside.csv`` if there is one: destinations of the prefectures that it names."""
    if not path.is_file():
        return None
    frame = read_columns(path, ["prefecture", "id", "kind", "name_zh", "lon", "lat"], outside_columns())
    taken = set(table("outside")["id"])
    for line, row in numbered(frame):
        where = f"{path.name}:{line}"
        if row["kind"] not in OUTSIDE:
            raise UserError(
                f"kind {row['kind']!r} must be one of {', '.join(OUTSIDE)}",
                f"kind {row['kind']!r} 须为 {', '.join(OUTSIDE)} 之一",
                where,
            )
        if not row["id"] or row["id"] in taken or row["lon"] == "":
            raise UserError(
                "every destination needs an id of its own, lon and lat",
                "每个去向须有自己的 id 以及 lon、lat",
                where,
            )
        check_degrees(row, where)
        check_number(row, "weight", where, 0.0, 1.0)
    frame["weight"] = frame["weight"].where(frame["weight"] != "", "1")
    frame["name_en"] = frame["name_en"].where(frame["name_en"] != "", frame["name_zh"])
    return frame
