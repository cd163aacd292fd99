"""A user's own geography: a checked folder of real places, boundaries, roads and facilities."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from sim.errors import UserError
from sim.geography.plane import F64
from sim.geography.tables import Tables
from sim.geography.whole import whole_counties

FORMAT = 1
MANIFEST = "manifest.json"
PLACE_COLUMNS = [
    "code", "name_zh", "name_en", "level", "parent_code", "lon", "lat", "population", "urban", "direction",
    "distance_km",
]  # fmt: skip
FILES = ("places.csv", "boundaries.geojson", "roads.geojson", "facilities.csv", "counties.csv", "outside.csv")


@dataclass(frozen=True)
class RoadLines:
    """Real roads as segments between successive vertices.

    Attributes
    ----------
    vertices : float array, shape (v, 2)
        Longitude and latitude.
    ends : int array, shape (s, 2)
        Vertices of each segment.
    road : int array, shape (s,)
        `Road` class.
    speed : float array, shape (s,)
        Car speed in km/h, NaN where the class decides.
    """

    vertices: F64
    ends: np.ndarray
    road: np.ndarray
    speed: F64


@dataclass(frozen=True)
class RealGeography:
    """What a user's folder holds; every part may be missing.

    Attributes
    ----------
    places : pd.DataFrame or None
        ``code, name_zh, name_en, level, parent_code, lon, lat, population, urban, direction, distance_km`` as
        text.
    boundaries : dict
        County polygon by code, in degrees.
    roads : RoadLines or None
    facilities : pd.DataFrame or None
        Columns of ``hospitals.csv`` with ``id, place_code, lon, lat, doctors, background``, as text.
    tables : Tables
        The open tables, with the counties that the user brings whole in the place of theirs.
    digest : str
        Hash of the content, '' when there is none.
    """

    places: pd.DataFrame | None = None
    boundaries: dict[str, BaseGeometry] = field(default_factory=dict)
    roads: RoadLines | None = None
    facilities: pd.DataFrame | None = None
    tables: Tables = field(default_factory=Tables)
    digest: str = ""


def read_geography(folder: Path | None) -> RealGeography:
    """Read a folder made by `import_geography`; without one, an empty geography.

    Raises
    ------
    UserError
        When the folder is no imported geography or a file was changed since.
    """
    if folder is None:
        return RealGeography()
    manifest = _manifest(folder)
    names = list(manifest["files"])
    places = None
    if "places.csv" in names:
        places = read_table(folder / "places.csv").reindex(columns=PLACE_COLUMNS, fill_value="")
    counties, outside = (
        read_table(folder / name) if name in names else None for name in ("counties.csv", "outside.csv")
    )
    return RealGeography(
        places,
        _boundaries(folder / "boundaries.geojson") if "boundaries.geojson" in names else {},
        _roads(folder / "roads.geojson") if "roads.geojson" in names else None,
        read_table(folder / "facilities.csv") if "facilities.csv" in names else None,
        whole_counties(counties, outside, places),
        str(manifest["digest"]),
    )


def geography_digest(folder: Path | None) -> str:
    """Hash of the content of an imported folder, checked against its files; '' without a folder."""
    return str(_manifest(folder)["digest"]) if folder else ""


def _manifest(folder: Path) -> dict[str, dict[str, str]]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        fits = manifest["format"] == FORMAT and isinstance(manifest["files"], dict) and manifest["digest"]
    except (OSError, ValueError, KeyError, TypeError):
        fits = False
    if not fits:
        raise UserError(
            "this is no imported geography; make one with `countycare geography import`",
            "此文件夹不是已导入的地理数据，请用 countycare geography import 生成",
            str(folder),
        )
    for name, digest in manifest["files"].items():
        if not (folder / name).is_file() or file_digest(folder / name) != digest:
            raise UserError(
                f"{name} is missing or was changed after the import; import the folder again",
                f"{name} 缺失或在导入后被改动，请重新导入",
                str(folder),
            )
    return dict(manifest)


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def read_table(path: Path) -> pd.DataFrame:
    """CSV with every column as text, '' where empty."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False)


def _boundaries(path: Path) -> dict[str, BaseGeometry]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {f["properties"]["code"]: shape(f["geometry"]) for f in features}


def _roads(path: Path) -> RoadLines:
    from sim.geography.roads import Road

    points: list[F64] = []
    ends: list[np.ndarray] = []
    road: list[int] = []
    speed: list[float] = []
    count = 0
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        for line in shapely.get_parts(shape(feature["geometry"])):
            xy = shapely.get_coordinates(line)
            points.append(xy)
            steps = np.arange(count, count + len(xy) - 1)
            ends.append(np.stack([steps, steps + 1], axis=1))
            road += [int(Road[feature["properties"]["class"].upper()])] * (len(xy) - 1)
            speed += [float(feature["properties"].get("speed") or np.nan)] * (len(xy) - 1)
            count += len(xy)
    vertices, same = np.unique(np.concatenate(points).round(6), axis=0, return_inverse=True)
    return RoadLines(vertices, same.reshape(-1)[np.concatenate(ends)], np.array(road), np.array(speed))
