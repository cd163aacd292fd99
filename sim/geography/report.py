"""How far places put by rule are from observed ones, and what that does to travel times and to indicators."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sim.geography.kinds import Mode, Option
from sim.geography.map import Map, build_map
from sim.geography.plane import F64, great_circle_km

_DESTINATIONS = (Option.OWN_CENTRE, Option.GENERAL, Option.NEIGHBOUR, Option.CITY)
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


def compare_indicators(run: Callable[[Map], Mapping[str, float]], drawn: Map, real: Map) -> pd.DataFrame:
    """Run one scenario on both maps and put its indicators side by side.

    Parameters
    ----------
    run : callable
        Takes a map, returns indicators by name; the same seed in both calls makes the difference one of the
        map.
    drawn, real : Map

    Returns
    -------
    pd.DataFrame
        ``indicator, estimated, real, difference``.
    """
    here, there = run(drawn), run(real)
    return pd.DataFrame(
        [(name, here[name], there[name], here[name] - there[name]) for name in here if name in there],
        columns=["indicator", "estimated", "real", "difference"],
    )


def _distances(name: str, county: int, drawn: Map, real: Map) -> list[dict[str, object]]:
    """Estimated against observed points, and the spread of villages round their seats."""
    rows = []
    for what in ("townships", "villages"):
        pair = _matched(getattr(drawn, what), getattr(real, what), county)
        pair = pair[(pair["provenance_real"] == "observed") & (pair["provenance"] != "observed")]
        off = great_circle_km(pair["lon"], pair["lat"], pair["lon_real"], pair["lat_real"])
        rows.append(_row(name, f"{what}: km from the observed point", off, np.nan, np.nan))
        if what == "villages":
            spread = [_to_seat(pair, m, end) for m, end in ((drawn, ""), (real, "_real"))]
            rows.append(_row(name, "villages: km to the township seat", abs(spread[0] - spread[1]),
                             _median(spread[0]), _median(spread[1])))  # fmt: skip
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
        rows.append(_row(name, f"{label}: minutes by car", abs(here - there), _median(here, people),
                         _median(there, people), people))  # fmt: skip
        if option == Option.GENERAL:
            for limit in _NEAR_MINUTES:
                shares = [float(np.average(m <= limit, weights=people)) for m in (here, there)]
                rows.append(
                    _row(name, f"{label}: share of people within {limit} minutes", np.empty(0), *shares)
                )
    return rows


def _matched(drawn: pd.DataFrame, real: pd.DataFrame, county: int) -> pd.DataFrame:
    own = drawn.assign(row=np.arange(len(drawn)))
    if county >= 0:
        own = own[own["county"] == county]
    return own.merge(real.assign(row=np.arange(len(real))), on="code", suffixes=("", "_real"))


def _row(
    county: str, measure: str, difference: F64, estimated: float, real: float, weight: F64 | None = None
) -> dict[str, object]:
    values = (
        county,
        measure,
        len(difference),
        estimated,
        real,
        _median(difference, weight),
        _quantile(difference, 0.9, weight),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _median(values: F64, weight: F64 | None = None) -> float:
    return _quantile(values, 0.5, weight)


def _quantile(values: F64, share: float, weight: F64 | None = None) -> float:
    """Weighted quantile, NaN of nothing."""
    if not len(values):
        return float("nan")
    if weight is None:
        return float(np.quantile(values, share))
    order = np.argsort(values)
    rank = (np.cumsum(weight[order]) - weight[order] / 2) / weight.sum()
    return float(np.interp(share, rank, values[order]))
