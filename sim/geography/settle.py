"""Put every place of some counties on the ground: observed points first, the rest by rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.geography.facts import TownshipFacts, read_facts
from sim.geography.placement import place_townships
from sim.geography.places import Places
from sim.geography.plane import F64
from sim.geography.real import RealGeography
from sim.geography.region import Region, bounded_region, prefecture_regions
from sim.geography.tables import records
from sim.geography.villages import mark_urban, place_villages, village_weights

_ENOUGH_VILLAGES = 3
_VILLAGE_COLUMNS = [
    "code", "name_zh", "name_en", "township", "county", "lon", "lat", "provenance", "urban",
    "community", "weight",
]  # fmt: skip


def settle(
    places: Places, real: RealGeography, values: Mapping[str, float]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Coordinates, provenance, urban marks and weights of all places.

    Parameters
    ----------
    places : Places
        Observed points where there are any.
    real : RealGeography
        Its boundaries replace the regions.
    values : mapping
        Reads ``geography.*``.

    Returns
    -------
    counties, townships, villages : pd.DataFrame
        As in `Map`, the counties with ``parent_code`` besides.
    """
    regions: dict[str, Region] = {}
    for prefecture in places.counties["parent_code"].unique():
        regions |= prefecture_regions(prefecture, values, real.tables)
    seats, towns, villages = [], [], []
    for c, county in enumerate(records(places.counties)):
        code = str(county["code"])
        region = regions[code]
        if code in real.boundaries:
            region = bounded_region(real.boundaries[code], region.plane, region.step)
        mine = places.townships[places.townships["county"] == c]
        here = places.villages[places.villages["county"] == c]
        facts = read_facts(str(county["name_zh"]), mine.reset_index(drop=True), real.tables)
        seats.append(int(mine.index[0]) + facts.seat)
        settled = _county(county, mine.reset_index(drop=True), here, facts, region, values)
        towns.append(settled[0])
        villages.append(settled[1])
    townships = pd.concat(towns, ignore_index=True)
    counties = places.counties.assign(seat=seats)
    unknown = counties["lon"].isna()
    counties.loc[unknown, ["lon", "lat"]] = townships.loc[np.array(seats)[unknown], ["lon", "lat"]].to_numpy()
    return (
        counties[["code", "name_zh", "name_en", "population_2020", "lon", "lat", "seat", "parent_code"]],
        townships[["code", "name_zh", "name_en", "county", "lon", "lat", "provenance", "street"]],
        pd.concat(villages, ignore_index=True)[_VILLAGE_COLUMNS],
    )


def _county(
    county: Mapping[str, Any],
    townships: pd.DataFrame,
    villages: pd.DataFrame,
    facts: TownshipFacts,
    region: Region,
    values: Mapping[str, float],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    township = villages["township"].to_numpy() - int(villages["township"].iloc[0])
    codes = villages["code"].to_numpy(dtype=np.uint64)
    observed = region.plane.to_km(villages["lon"], villages["lat"])
    known = np.isfinite(observed).all(axis=1)
    seat = region.plane.to_km(county["lon"], county["lat"])[0]
    points, provenance = place_townships(
        seat, townships, np.bincount(township, minlength=len(townships)), facts, region,
        _middles(observed, township, len(townships)), values,
    )  # fmt: skip
    rank = mark_urban(
        villages["community"].to_numpy(),
        villages["urban"].to_numpy(),
        township,
        townships,
        facts.seat,
        values,
    )
    told = villages["distance_km"].to_numpy(float) / values["geography.published_detour"]
    spots = place_villages(codes, township, rank > 0, points, region, values, told)
    spots[known] = observed[known]
    census = float(county["population_2020"])
    given = townships["population"].to_numpy(float)
    township_people = given if np.isfinite(given).all() else facts.population
    weight = village_weights(
        codes, rank, float(county["urban_share"]), township, township_people,
        villages["population"].to_numpy(float) / census, values,
    )  # fmt: skip
    lon, lat = region.plane.to_degrees(points)
    towns = townships.assign(lon=lon, lat=lat, provenance=provenance)
    lon, lat = region.plane.to_degrees(spots)
    return towns, villages.assign(
        lon=lon, lat=lat, provenance=np.where(known, "observed", "estimated"), urban=rank > 0, weight=weight
    )


def _middles(observed: F64, township: np.ndarray, count: int) -> F64:
    """Middle of the observed villages of each township, NaN where they are too few."""
    middle = np.full((count, 2), np.nan)
    for t in range(count):
        points = observed[(township == t) & np.isfinite(observed).all(axis=1)]
        if len(points) >= _ENOUGH_VILLAGES:
            middle[t] = points.mean(axis=0)
    return middle
