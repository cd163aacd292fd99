"""How far places put by rule are from observed ones, and what that does to travel times and to indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sim.geography.kinds import Mode, Option
from sim.geography.map import Map, build_map
from sim.geography.plane import F64, great_circle_km

_DESTINATIONS = (Option.OWN_CENTRE, Option.GENERAL, Option.NEIGHBOUR, Option.CITY)
_NONE = (float("nan"), float("nan"))
_NEAR_MINUTES = (30, 60)
COLUMNS = ["county", "measure", "n", "estimated", "real", "median_difference", "p90_difference"]


def placement_report(county_codes: Sequence[str], values: Mapping[str, float], real: Path) -> pd.DataFrame:
    """Compare the map put by rule with the map of a user's real geography.

    Parameters
    ----------
    county_codes : sequence of str
    values : mapping
        Parameter values, for both maps.
    real : Path
        Folder made by `sim.geography.importer.import_geography`.

    Returns
    -------
    pd.DataFrame
        One row a county (and one for all) and measure: ``county, measure, n, estimated, real,
        median_difference, p90_difference``. Differences are absolute, of townships or villages, in km or
        minutes; `estimated` and `real` are medians, weighted by people for minutes, or shares of people.
    """
    return compare_maps(build_map(county_codes, values), build_map(county_codes, values, real))


def compare_maps(drawn: Map, real: Map) -> pd.DataFrame:
    """Rows of `placement_report` for two maps of the same counties; places are matched by code."""
    scopes = [(str(code), c) for c, code in enumerate(drawn.counties["code"])]
    if len(scopes) > 1:
        scopes.append(("all", -1))
    rows: list[dict[str, object]] = []
    for name, county in scopes:
        rows += _distances(name, county, drawn, real)
        rows += _minutes(name, county, drawn, real)
    return pd.DataFrame(rows, columns=COLUMNS)


def _distances(name: str, county: int, drawn: Map, real: Map) -> list[dict[str, object]]:
    """Estimated against observed points, and the spread of villages round their seats."""
    rows = []
    for what in ("townships", "villages"):
        pair = _matched(getattr(drawn, what), getattr(real, what), county)
        pair = pair[(pair["provenance_real"] == "observed") & (pair["provenance"] != "observed")]
        off = great_circle_km(pair["lon"], pair["lat"], pair["lon_real"], pair["lat_real"])
        rows.append(_row(name, f"{what}: km from the observed point", _NONE, off))
        if what == "villages":
            near, far = _to_seat(pair, drawn, ""), _to_seat(pair, real, "_real")
            medians = (_quantile(near, 0.5), _quantile(far, 0.5))
            rows.append(_row(name, "villages: km to the township seat", medians, abs(near - far)))
    return rows


def _to_seat(pair: pd.DataFrame, map_: Map, end: str) -> F64:
    seat = map_.townships.iloc[pair[f"township{end}"]]
    return great_circle_km(
        pair[f"lon{end}"], pair[f"lat{end}"], seat["lon"].to_numpy(), seat["lat"].to_numpy()
    )


def _minutes(name: str, county: int, drawn: Map, real: Map) -> list[dict[str, object]]:
    """Car minutes of all villages, weighted by the people of the drawn map."""
    pair = _matched(drawn.villages, real.villages, county)
    census = drawn.counties["population_2020"].to_numpy(float)
    people = pair["weight"].to_numpy() * census[pair["county"].to_numpy()]
    rows = []
    for option in _DESTINATIONS:
        here = drawn.minutes[Mode.CAR, pair["row"].to_numpy(), option].astype(float)
        there = real.minutes[Mode.CAR, pair["row_real"].to_numpy(), option].astype(float)
        label = option.name.lower()
        medians = (_quantile(here, 0.5, people), _quantile(there, 0.5, people))
        rows.append(_row(name, f"{label}: minutes by car", medians, abs(here - there), people))
        for limit in _NEAR_MINUTES if option == Option.GENERAL else ():
            near = [float(np.average(minutes <= limit, weights=people)) for minutes in (here, there)]
            measure = f"{label}: share of people within {limit} minutes"
            rows.append(_row(name, measure, (near[0], near[1]), np.full(len(pair), np.nan)))
    return rows


def _matched(drawn: pd.DataFrame, real: pd.DataFrame, county: int) -> pd.DataFrame:
    own = drawn.assign(row=np.arange(len(drawn)))
    if county >= 0:
        own = own[own["county"] == county]
    return own.merge(real.assign(row=np.arange(len(real))), on="code", suffixes=("", "_real"))


def _row(
    county: str, measure: str, levels: tuple[float, float], difference: F64, weight: F64 | None = None
) -> dict[str, object]:
    spread = [_quantile(difference, share, weight) for share in (0.5, 0.9)]
    return dict(zip(COLUMNS, (county, measure, len(difference), *levels, *spread), strict=True))


def _quantile(values: F64, share: float, weight: F64 | None = None) -> float:
    """Weighted quantile, NaN of nothing."""
    if not len(values):
        return float("nan")
    if weight is None:
        return float(np.quantile(values, share))
    order = np.argsort(values)
    rank = (np.cumsum(weight[order]) - weight[order] / 2) / weight.sum()
    return float(np.interp(share, rank, values[order]))
