"""Checks of the GeoJSON a user brings: boundaries and roads, feature by feature."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from sim.errors import UserError
from sim.geography.plane import great_circle_km

ROAD_CLASSES = ("village", "township", "county", "national")
_FASTEST_KM_PER_HOUR = 150.0


def check_boundaries(path: Path) -> dict[str, dict[str, Any]]:
    """County polygons by code, as features; empty without a file."""
    found: dict[str, dict[str, Any]] = {}
    for number, feature, geometry in _features(path, ("Polygon", "MultiPolygon")):
        where = f"{path.name} feature {number}"
        code = str(feature["properties"].get("code", ""))
        if not code.isdigit() or len(code) != 6:
            raise UserError(
                "property code must be a county's six digits", "属性 code 须为六位县级代码", where
            )
        if code in found:
            raise UserError(f"county {code} has a boundary already", f"县 {code} 的边界重复", where)
        if not geometry.is_valid:
            geometry = shapely.make_valid(geometry)
        found[code] = {"type": "Feature", "properties": {"code": code}, "geometry": mapping(geometry)}
    return found


def check_roads(path: Path) -> tuple[list[dict[str, Any]], float]:
    """Road features and their length in km; empty without a file."""
    kept, km = [], 0.0
    for number, feature, geometry in _features(path, ("LineString", "MultiLineString")):
        where = f"{path.name} feature {number}"
        road, speed = feature["properties"].get("class"), feature["properties"].get("speed")
        if road not in ROAD_CLASSES:
            raise UserError(
                f"property class {road!r} must be one of {', '.join(ROAD_CLASSES)}",
                f"属性 class {road!r} 须为 {', '.join(ROAD_CLASSES)} 之一",
                where,
            )
        number_given = isinstance(speed, (int, float)) and not isinstance(speed, bool)
        if speed is not None and not (number_given and 0 < speed <= _FASTEST_KM_PER_HOUR):
            raise UserError(
                f"property speed {speed!r} must be km/h between 0 and {_FASTEST_KM_PER_HOUR:g}",
                f"属性 speed {speed!r} 须为 0 至 {_FASTEST_KM_PER_HOUR:g} 公里/小时",
                where,
            )
        for line in shapely.get_parts(geometry):
            xy = shapely.get_coordinates(line)
            km += float(great_circle_km(xy[:-1, 0], xy[:-1, 1], xy[1:, 0], xy[1:, 1]).sum())
        properties = {"class": road} | ({} if speed is None else {"speed": float(speed)})
        kept.append({"type": "Feature", "properties": properties, "geometry": feature["geometry"]})
    return kept, km


def _features(path: Path, kinds: tuple[str, ...]) -> Iterator[tuple[int, dict[str, Any], BaseGeometry]]:
    if not path.is_file():
        return
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        listed = list(features)
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(
            "this is no GeoJSON FeatureCollection in UTF-8",
            "不是 UTF-8 编码的 GeoJSON FeatureCollection",
            path.name,
        ) from error
    for number, feature in enumerate(listed, start=1):
        where = f"{path.name} feature {number}"
        try:
            geometry = shape(feature["geometry"])
            fits = geometry.geom_type in kinds and not geometry.is_empty
            feature = {**feature, "properties": dict(feature.get("properties") or {})}
        except (ShapelyError, ValueError, KeyError, TypeError, AttributeError, IndexError):
            fits = False
        if not fits:
            raise UserError(f"geometry must be {' or '.join(kinds)}", f"几何须为 {' 或 '.join(kinds)}", where)
        west, south, east, north = geometry.bounds
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise UserError("coordinates must be degrees, lon then lat", "坐标须为经度、纬度（度）", where)
        yield number, feature, geometry
