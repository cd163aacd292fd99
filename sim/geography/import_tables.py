"""Checks of the tables a user brings: places and facilities, line by line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from sim.errors import UserError
from sim.geography.facts import COMPASS
from sim.geography.places import stem
from sim.geography.real import PLACE_COLUMNS, read_table
from sim.geography.tables import EXTENT, records, table

CODE_DIGITS = {"prefecture": 6, "county": 6, "township": 9, "village": 12}
CATEGORIES = (
    "general", "tcm", "mongolian_tcm", "maternal_child", "specialised", "private", "other",
    "township_health_centre", "village_clinic",
)  # fmt: skip
_FACILITY_COLUMNS = [
    "id", "county_code", "name_zh", "name_en", "category", "level_zh", "place_code", "lon", "lat", "beds",
    "doctors", "background", "steered_by",
]  # fmt: skip
_NEAR_DEGREES = 0.25
_FARTHEST_KM = 500.0
_FIRST_LINE = 2  # after the heading


def check_places(path: Path, counties: Iterable[str] = ()) -> pd.DataFrame:
    """Read ``places.csv``, empty if there is none, and refuse the first line that is wrong.

    `counties` are codes that need not be known: the user brings these counties whole.
    """
    if not path.is_file():
        return pd.DataFrame(columns=PLACE_COLUMNS)
    frame = read_columns(path, ["code", "name_zh", "level", "parent_code", "lon", "lat"], PLACE_COLUMNS)
    known = {*frame["code"], *table("places")["code"], *(c[:2] + "0000" for c in frame["code"]), *counties}
    seen: dict[str, int] = {}
    for line, row in numbered(frame):
        where = f"{path.name}:{line}"
        code, level, parent = row["code"], row["level"], row["parent_code"]
        if level not in CODE_DIGITS:
            raise UserError(
                f"level {level!r} must be one of {', '.join(CODE_DIGITS)}",
                f"level {level!r} 须为 {', '.join(CODE_DIGITS)} 之一",
                where,
            )
        if not code.isdigit() or len(code) != CODE_DIGITS[level]:
            raise UserError(
                f"code {code!r} of a {level} must have {CODE_DIGITS[level]} digits",
                f"{level} 的代码 {code!r} 须为 {CODE_DIGITS[level]} 位数字",
                where,
            )
        if code in seen:
            raise UserError(
                f"code {code} is also on line {seen[code]}", f"代码 {code} 与第 {seen[code]} 行重复", where
            )
        seen[code] = line
        if level in ("township", "village") and (parent not in known or not code.startswith(parent)):
            raise UserError(
                f"parent_code {parent!r} of {code} is unknown or does not begin its code",
                f"{code} 的 parent_code {parent!r} 不存在或与代码不符",
                where,
            )
        check_degrees(row, where)
        check_number(row, "population", where, 0.0, 1e9)
        if row["urban"] not in ("", "0", "1"):
            raise UserError(
                f"urban must be 0, 1 or empty, not {row['urban']!r}", "urban 须为 0、1 或空", where
            )
        check_number(row, "distance_km", where, 0.0, _FARTHEST_KM)
        if row["direction"] not in ("", *COMPASS):
            raise UserError(
                f"direction {row['direction']!r} must be one of {', '.join(COMPASS)}",
                f"direction {row['direction']!r} 须为 {', '.join(COMPASS)} 之一",
                where,
            )
    return frame


def county_codes(path: Path) -> list[str]:
    """Codes of the counties that a user brings whole, as written; none without the file."""
    return read_columns(path, ["code"], ["code"])["code"].to_list() if path.is_file() else []


def check_points(
    places: pd.DataFrame, boundaries: dict[str, BaseGeometry], whole: Iterable[str] = ()
) -> None:
    """Refuse points that lie far outside their county's boundary or extent (swapped axes, another datum)."""
    facts = table("county_facts").set_index("code")[EXTENT].astype(float)
    facts = facts.drop(index=[one for one in whole if one in facts.index])
    for line, row in numbered(places):
        county = row["code"][:6]
        if row["lon"] == "" or row["level"] == "prefecture":
            continue
        lon, lat = float(row["lon"]), float(row["lat"])
        if county in boundaries:
            off = boundaries[county].distance(shapely.Point(lon, lat)) > _NEAR_DEGREES / 5
        elif county in facts.index:
            box = facts.loc[county]
            off = not (
                box["lon_min"] - _NEAR_DEGREES <= lon <= box["lon_max"] + _NEAR_DEGREES
                and box["lat_min"] - _NEAR_DEGREES <= lat <= box["lat_max"] + _NEAR_DEGREES
            )
        else:
            continue
        if off:
            raise UserError(
                f"point {lon}, {lat} of {row['code']} is outside county {county}; is it lon, lat in WGS-84?",
                f"{row['code']} 的坐标 {lon}, {lat} 在县 {county} 之外；请确认为 WGS-84 经度、纬度",
                f"places.csv:{line}",
            )


def check_facilities(path: Path, places: pd.DataFrame, counties: Iterable[str] = ()) -> pd.DataFrame | None:
    """Read ``facilities.csv`` if there is one; a centre without place_code is found by its name."""
    if not path.is_file():
        return None
    frame = read_columns(path, ["county_code", "name_zh", "category"], _FACILITY_COLUMNS)
    known = {*places["code"], *table("places")["code"], *counties}
    towns = pd.concat([places, table("places")])
    towns = towns[towns["level"] == "township"].drop_duplicates("code")
    codes = frame["place_code"].to_list()
    for position, (line, row) in enumerate(numbered(frame)):
        where = f"{path.name}:{line}"
        if row["category"] not in CATEGORIES:
            raise UserError(
                f"category {row['category']!r} must be one of {', '.join(CATEGORIES)}",
                f"category {row['category']!r} 须为 {', '.join(CATEGORIES)} 之一",
                where,
            )
        if row["county_code"] not in known:
            raise UserError(
                f"county_code {row['county_code']!r} is unknown",
                f"未知的 county_code {row['county_code']!r}",
                where,
            )
        if row["category"] == "township_health_centre" and not row["place_code"]:
            own = towns[towns["parent_code"] == row["county_code"]]
            named = [
                c for c, name in zip(own["code"], own["name_zh"], strict=True) if stem(name) in row["name_zh"]
            ]
            codes[position] = named[0] if len(named) == 1 else ""
        digits = {"township_health_centre": 9, "village_clinic": 12}.get(row["category"])
        if digits and (codes[position] not in known or len(codes[position]) != digits):
            raise UserError(
                f"place_code must be the {digits} digits of the place where {row['name_zh']} stands",
                f"place_code 须为 {row['name_zh']} 所在地的 {digits} 位代码",
                where,
            )
        check_degrees(row, where)
        for column, high in (("beds", 1e6), ("doctors", 1e6), ("background", 1.0)):
            check_number(row, column, where, 0.0, high)
    return frame.assign(place_code=codes)


def read_columns(path: Path, required: list[str], columns: list[str]) -> pd.DataFrame:
    """Read a table as text in the order of `columns`, indexed by line; rows without any cell are left out."""
    try:
        frame = read_table(path)
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"{path.name}:{line[1]}" if line else path.name
        raise UserError(
            "this cannot be read as CSV in UTF-8", "无法按 UTF-8 编码的 CSV 读取", where
        ) from error
    missing = [c for c in required if c not in frame]
    if missing:
        raise UserError(f"column {missing[0]} is missing", f"缺少列 {missing[0]}", f"{path.name}:1")
    frame = frame.reindex(columns=columns, fill_value="")
    for column in columns:
        frame[column] = frame[column].str.strip()
    frame.index += _FIRST_LINE
    return frame[(frame != "").any(axis=1)]


def numbered(frame: pd.DataFrame) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number in the file and the row."""
    for line, row in zip(frame.index, records(frame), strict=True):
        yield int(line), {name: str(cell) for name, cell in row.items()}


def check_number(row: dict[str, str], column: str, where: str, low: float, high: float) -> None:
    """Refuse a cell that is neither empty nor a number of the range."""
    if row[column] == "":
        return
    try:
        value = float(row[column])
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise UserError(
            f"{column} {row[column]!r} must be a number from {low:g} to {high:g}",
            f"{column} {row[column]!r} 须为 {low:g} 至 {high:g} 的数字",
            where,
        )


def check_degrees(row: dict[str, str], where: str) -> None:
    """Refuse half a point, or one that is not on earth."""
    if (row["lon"] == "") != (row["lat"] == ""):
        raise UserError(
            "lon and lat must both be given or both be empty", "lon 与 lat 须同时填写或同时留空", where
        )
    check_number(row, "lon", where, -180, 180)
    check_number(row, "lat", where, -90, 90)
