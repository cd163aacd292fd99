"""Bring real places, boundaries, roads and facilities into the model, checked line by line."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from shapely.geometry import shape

from sim.errors import UserError
from sim.geography.import_counties import check_counties, check_outside
from sim.geography.import_features import check_boundaries, check_roads
from sim.geography.import_tables import check_facilities, check_places, check_points, county_codes
from sim.geography.real import FILES, FORMAT, MANIFEST, file_digest


@dataclass(frozen=True)
class Imported:
    """What an import found.

    Attributes
    ----------
    places, observed : int
        Places listed, and those of them with a point.
    boundaries : int
        County polygons.
    road_km : float
        Length of all roads.
    facilities : int
        Facilities listed.
    digest : str
        Hash of the content, part of the name of every map made from it.
    """

    places: int
    observed: int
    boundaries: int
    road_km: float
    facilities: int
    digest: str


def import_geography(source: Path, out: Path) -> Imported:
    """Check a folder of real geography and write it in the form `build_map` takes.

    Parameters
    ----------
    source : Path
        Holds one or more of `FILES`;
        formats in ``scenarios/README.md``.
    out : Path
        Folder to make; must not exist or be empty.

    Returns
    -------
    Imported

    Raises
    ------
    UserError
        One sentence with file and line or feature for the first thing that is wrong.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UserError("the output folder exists and is not empty", "输出文件夹已存在且非空", str(out))
    if not any((source / name).is_file() for name in FILES):
        listed = ", ".join(FILES)
        raise UserError(
            f"the folder holds none of {listed}", f"文件夹中没有 {listed} 中的任何一个", str(source)
        )
    named = county_codes(source / "counties.csv")
    places = check_places(source / "places.csv", named)
    counties = check_counties(source / "counties.csv", places)
    outside = check_outside(source / "outside.csv")
    boundaries = check_boundaries(source / "boundaries.geojson")
    check_points(places, {c: shape(f["geometry"]) for c, f in boundaries.items()}, named)
    roads, road_km = check_roads(source / "roads.geojson")
    facilities = check_facilities(source / "facilities.csv", places, named)

    out.mkdir(parents=True, exist_ok=True)
    if boundaries:
        _write_features(out / "boundaries.geojson", list(boundaries.values()))
    if roads:
        _write_features(out / "roads.geojson", roads)
    tables = {"places": places if len(places) else None, "facilities": facilities}
    for name, frame in (tables | {"counties": counties, "outside": outside}).items():
        if frame is not None:
            frame.to_csv(out / f"{name}.csv", index=False, lineterminator="\n")
    files = {name: file_digest(out / name) for name in FILES if (out / name).exists()}
    digest = sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
    result = Imported(
        len(places),
        int((places["lon"] != "").sum()),
        len(boundaries),
        round(road_km, 1),
        0 if facilities is None else len(facilities),
        digest,
    )
    manifest = {"format": FORMAT, "digest": digest, "files": files, "found": asdict(result)}
    (out / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return result


def _write_features(path: Path, features: list[dict[str, Any]]) -> None:
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
