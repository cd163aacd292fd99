"""The region a county is drawn in: its official area, inside its extent, not over its neighbours.

Open data give each county an extent (a box of 1.4 to 1.9 times its area) and an official area, and no
boundary. The units of one prefecture share the ground: a cell of the grid goes to the unit in whose extent it
lies most centrally, and the thresholds are set so that each unit gets its official area. Cells around a seat
belong to that seat's unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import ndimage
from shapely import contains_xy
from shapely.geometry.base import BaseGeometry

from sim.geography.plane import F64, Plane
from sim.geography.tables import EXTENT, OPEN, Tables

_ROUNDS = 40


@dataclass(frozen=True)
class Region:
    """Grid cells that a county is made of.

    Attributes
    ----------
    plane : Plane
        Where the kilometres are counted from.
    cells : float array, shape (n, 2)
        Centres of the cells in km.
    step : float
        Side of a cell in km.
    """

    plane: Plane
    cells: F64
    step: float

    @property
    def area_km2(self) -> float:
        """Area of all cells."""
        return len(self.cells) * self.step**2


def prefecture_regions(
    prefecture: str, values: Mapping[str, float], tables: Tables = OPEN
) -> dict[str, Region]:
    """Regions of all units of a prefecture that have an extent and an official area.

    Parameters
    ----------
    prefecture : str
        Six-digit code; all its units take part, whichever are simulated, so that a county's region does not
        depend on who runs beside it.
    values : mapping
        Reads ``geography.grid_km`` and ``geography.seat_clear_km``.
    tables : Tables
        The open tables, or with a user's whole counties.

    Returns
    -------
    dict
        Region by county code.
    """
    units = _units(prefecture, tables)
    step = values["geography.grid_km"]
    plane = Plane(
        float(units[["lon_min", "lon_max"]].to_numpy().mean()),
        float(units[["lat_min", "lat_max"]].to_numpy().mean()),
    )
    low = plane.to_km(units["lon_min"], units["lat_min"])
    high = plane.to_km(units["lon_max"], units["lat_max"])
    axes = [np.arange(low[:, k].min() + step / 2, high[:, k].max(), step) for k in (0, 1)]
    x, y = np.meshgrid(*axes)
    cells = np.stack([x.ravel(), y.ravel()], axis=1)
    level = np.stack([_eccentricity(cells, a, b) for a, b in zip(low, high, strict=True)], axis=1)
    _reserve_seats(level, cells, units, plane, values["geography.seat_clear_km"])
    owner = _share_out(level, units["area_km2"].to_numpy() / step**2)
    return {
        code: Region(plane, cells[_one_piece((owner == c).reshape(x.shape)).ravel()], step)
        for c, code in enumerate(units["code"])
    }


def bounded_region(boundary: BaseGeometry, plane: Plane, step: float) -> Region:
    """Region inside a real boundary given in degrees; a county smaller than a cell is its middle."""
    west, south, east, north = boundary.bounds
    low, high = plane.to_km([west, east], [south, north])
    x, y = np.meshgrid(
        np.arange(low[0] + step / 2, high[0], step), np.arange(low[1] + step / 2, high[1], step)
    )
    cells = np.stack([x.ravel(), y.ravel()], axis=1)
    inside = contains_xy(boundary, *plane.to_degrees(cells))
    if not inside.any():
        middle = boundary.representative_point()
        return Region(plane, plane.to_km(middle.x, middle.y), step)
    return Region(plane, cells[inside], step)


def _units(prefecture: str, tables: Tables) -> pd.DataFrame:
    places = tables("places")
    counties = places[(places["level"] == "county") & (places["parent_code"] == prefecture)]
    facts = tables("county_facts").drop(columns="name_zh")
    units = counties.merge(facts, on="code")
    numbers = ["lon", "lat", "area_km2", *EXTENT]
    units[numbers] = units[numbers].apply(pd.to_numeric)
    return units


def _eccentricity(cells: F64, low: F64, high: F64) -> F64:
    """0 at the centre of a box, 1 on the ellipse inside it, inf outside the box."""
    centred = (cells - (low + high) / 2) / ((high - low) / 2)
    level = np.square(centred).sum(axis=1)
    level[np.abs(centred).max(axis=1) > 1] = np.inf
    return np.asarray(level, dtype=np.float64)


def _reserve_seats(level: F64, cells: F64, units: pd.DataFrame, plane: Plane, clear_km: float) -> None:
    seats = plane.to_km(units["lon"], units["lat"])
    distance = np.hypot(cells[:, None, 0] - seats[None, :, 0], cells[:, None, 1] - seats[None, :, 1])
    distance[~np.isfinite(distance)] = np.inf
    nearest = distance.argmin(axis=1)
    close = distance[np.arange(len(cells)), nearest] <= clear_km
    inside = np.isfinite(level[np.arange(len(cells)), nearest]) & close
    level[inside] = np.inf
    level[inside, nearest[inside]] = -1.0


def _share_out(level: F64, wanted: F64) -> npt.NDArray[np.int64]:
    """Owner of each cell, -1 for none: smallest level minus threshold, thresholds set by the areas wanted."""
    units = level.shape[1]
    threshold = np.ones(units)
    inside = [np.flatnonzero(np.isfinite(level[:, c])) for c in range(units)]
    for _ in range(_ROUNDS):
        before = threshold.copy()
        for c, cells in enumerate(inside):
            margins = level[cells] - threshold
            margins[:, c] = 0.0  # the rival of this unit is another unit, or nobody
            needed = level[cells, c] - margins.min(axis=1)
            count = min(int(wanted[c]), len(cells) - 1)
            threshold[c] = np.partition(needed, count)[count]
        if np.array_equal(before, threshold):
            break
    margin = level - threshold
    owner = np.asarray(margin.argmin(axis=1), dtype=np.int64)
    owner[margin.min(axis=1) >= 0] = -1
    return owner


def _one_piece(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Largest connected part of a mask: a county has no exclaves here."""
    labels, count = ndimage.label(mask)
    if count <= 1:
        return mask
    sizes = ndimage.sum_labels(mask, labels, np.arange(1, count + 1))
    return np.asarray(labels == 1 + int(np.argmax(sizes)), dtype=np.bool_)
