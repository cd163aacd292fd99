"""Tables of the ground: places, roads, the cells villages are drawn as, and what each village can reach."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from shapely import LineString, MultiLineString, MultiPoint, Point, transform, unary_union, voronoi_polygons
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.strtree import STRtree

from sim.experiment.picture.picture import Rings
from sim.experiment.picture.tiers import TIER_OF_KIND
from sim.geography.kinds import Kind, Mode, Option
from sim.geography.map import Map
from sim.geography.plane import F64, Plane

Ring = tuple[tuple[float, float], ...]

_ROOM = 0.9
"""Of the usual distance between neighbouring villages: how far the drawn ground reaches beyond them."""
_FINE = 4
"""Decimals of a drawn degree: about ten metres."""
_SEAM = 2e-4
"""Degrees by which cells are widened and narrowed again to make one area of them."""


def sites_of(map_: Map) -> pd.DataFrame:
    """Facilities on the map, see `Picture.sites`."""
    table, county = map_.facilities, map_.facilities["county"].to_numpy(np.int64)
    kinds = [Kind(kind) for kind in table["kind"].tolist()]
    plain = ["id", "name_zh", "name_en", "lon", "lat", "provenance", "level", "doctors", "beds",
             "background", "community", "leads"]  # fmt: skip
    return table[plain].assign(
        id=table["id"].astype(str),
        kind=[kind.name.lower() for kind in kinds],
        tier=[TIER_OF_KIND[kind].name.lower() for kind in kinds],
        county=_codes(map_.counties, county),
        township=_codes(map_.townships, table["township"].to_numpy(np.int64)),
        village=_codes(map_.villages, table["village"].to_numpy(np.int64)),
        inside=county >= 0,
    )


def villages_of(map_: Map) -> pd.DataFrame:
    """Villages and urban communities, see `Picture.villages`."""
    table = map_.villages
    census = map_.counties["population_2020"].to_numpy(float)[table["county"].to_numpy(np.int64)]
    return table[["code", "name_zh", "name_en", "lon", "lat", "provenance", "urban"]].assign(
        code=table["code"].astype(str),
        township=_codes(map_.townships, table["township"].to_numpy(np.int64)),
        county=_codes(map_.counties, table["county"].to_numpy(np.int64)),
        people=np.rint(census * table["weight"].to_numpy(float)).astype(np.int64),
    )


def townships_of(map_: Map) -> pd.DataFrame:
    """Townships, see `Picture.townships`."""
    table = map_.townships
    return table[["code", "name_zh", "name_en", "lon", "lat", "provenance"]].assign(
        code=table["code"].astype(str), county=_codes(map_.counties, table["county"].to_numpy(np.int64))
    )


def roads_of(map_: Map, cells: Rings) -> pd.DataFrame:
    """Edges of the road network inside the drawn ground, see `Picture.roads`."""
    node = map_.graph.nodes
    ground = unary_union([Polygon(ring).buffer(_SEAM) for _, rings in cells for ring in rings])
    rows = []
    for a, b, edge in map_.graph.edges(data=True):
        way = LineString([(node[one]["lon"], node[one]["lat"]) for one in (a, b)]).intersection(ground)
        parts = way.geoms if isinstance(way, MultiLineString) else [way]
        rows += [(*part.coords[0], *part.coords[-1], edge["road"]) for part in parts if not part.is_empty]
    return pd.DataFrame(rows, columns=["lon_a", "lat_a", "lon_b", "lat_b", "road"])


def reach_of(map_: Map) -> pd.DataFrame:
    """What each village can reach in what time, see `Picture.reach`."""
    village, option = np.nonzero(map_.options >= 0)
    ids = map_.facilities["id"].astype(str).to_numpy()
    names = np.array([one.name.lower() for one in Option], object)
    return pd.DataFrame(
        {
            "village": map_.villages["code"].astype(str).to_numpy()[village],
            "option": names[option],
            "facility": ids[map_.options[village, option]],
            **{mode.name.lower(): map_.minutes[mode, village, option] for mode in Mode},
            "ambulance": map_.ambulance[village, option],
            "km": map_.road_km[village, option],
        }
    )


def cells_of(map_: Map) -> Rings:
    """Ground of each village as drawn, see `Picture.cells`.

    The cells of a county's villages share an outline around them (a band as wide as villages usually lie
    apart); counties do not share cells, since each is drawn for itself.
    """
    villages = map_.villages
    plane = Plane(float(villages["lon"].mean()), float(villages["lat"].mean()))
    points = plane.to_km(villages["lon"], villages["lat"])
    codes = villages["code"].astype(str).to_list()
    found: dict[int, tuple[Ring, ...]] = {}
    owner, taken = villages["county"].to_numpy(np.int64), None
    for county in np.unique(owner).tolist():
        at = np.flatnonzero(owner == county)
        outline = _outline(points[at])
        if taken is not None:
            outline = outline.difference(taken)
        taken = outline if taken is None else unary_union([taken, outline])
        found |= {int(at[k]): _rings(part, plane) for k, part in _shares(points[at], outline).items()}
    return tuple((codes[k], rings) for k, rings in sorted(found.items()))


def outlines_of(map_: Map, cells: Rings) -> Rings:
    """Ground of each township, see `Picture.outlines`."""
    home = _codes(map_.townships, map_.villages["township"].to_numpy(np.int64))
    town = dict(zip(map_.villages["code"].astype(str), home.tolist(), strict=True))
    parts: dict[str, list[BaseGeometry]] = {}
    for code, rings in cells:
        parts.setdefault(town[code], []).extend(
            Polygon(ring).buffer(_SEAM) for ring in rings if len(ring) > 3
        )
    return tuple((code, _outer(unary_union(one).buffer(-_SEAM))) for code, one in sorted(parts.items()))


def _outline(points: F64) -> BaseGeometry:
    """Area around some points, without holes."""
    between = _usual_gap(points)
    area = MultiPoint(points).buffer(4 * _ROOM * between).buffer(-3 * _ROOM * between)
    parts = list(area.geoms) if isinstance(area, MultiPolygon) else [area]
    return unary_union([Polygon(part.exterior) for part in parts if isinstance(part, Polygon)])


def _usual_gap(points: F64) -> float:
    """Mean distance of points to their nearest neighbour, with one point 1 km."""
    if len(points) == 1:
        return 1.0
    away = np.hypot(*(points[:, None, k] - points[None, :, k] for k in (0, 1)))
    np.fill_diagonal(away, np.inf)
    return max(float(away.min(axis=1).mean()), 0.2)


def _shares(points: F64, outline: BaseGeometry) -> dict[int, BaseGeometry]:
    """Part of an outline that is nearest to each point; of points at one spot, one gets it."""
    if len(points) == 1:
        return {0: outline}
    parts = list(voronoi_polygons(MultiPoint(points), extend_to=outline).geoms)
    tree = STRtree(parts)
    found: dict[int, BaseGeometry] = {}
    used: set[int] = set()
    for k, point in enumerate(points):
        number = int(tree.nearest(Point(point)))
        if number not in used:
            used.add(number)
            found[k] = parts[number].intersection(outline)
    return found


def _rings(area: BaseGeometry, plane: Plane) -> tuple[Ring, ...]:
    """Outer rings of an area in km, as degrees."""

    def degrees(xy: F64) -> F64:
        return np.stack(plane.to_degrees(xy), axis=1)

    return _outer(transform(area, degrees))


def _outer(area: BaseGeometry) -> tuple[Ring, ...]:
    """Outer rings of an area in degrees."""
    parts = list(area.geoms) if hasattr(area, "geoms") else [area]
    return tuple(
        tuple((float(x), float(y)) for x, y in np.asarray(part.exterior.coords).round(_FINE))
        for part in parts
        if isinstance(part, Polygon) and not part.is_empty
    )


def _codes(table: pd.DataFrame, index: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    """Codes of a table's rows, empty for -1."""
    codes: npt.NDArray[np.object_] = np.array([*table["code"].astype(str), ""], object)
    return np.asarray(codes[index])
