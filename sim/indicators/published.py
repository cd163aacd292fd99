"""Published figures beside simulated ones: outcomes, national figures and goals (公布值与目标).

A published outcome is judged only when exactly the counties it is about were run together: the rates of
Qinhuangdao are for six units, so beside one county they say "whole city" and no more. A goal is a line on the
one indicator it was set for.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isnan, nan

import numpy as np
import pandas as pd

from sim.declare import parameter_folder
from sim.errors import Text
from sim.indicators.registry import by_id

CEILINGS = {
    "in_county_visit_rate": "in_county_visit_ceiling",
    "in_county_admission_share": "in_county_admission_ceiling",
    "in_county_fund_rate": "in_county_fund_ceiling",
}
"""Indicator that gives the highest value absence leaves possible."""
WHOLE_CITY = Text("whole city", "全市")
FEWEST = 30
"""Events a sample must have counted before its count is judged."""


@dataclass(frozen=True)
class Published:
    """A published figure, in the unit of its indicator.

    Attributes
    ----------
    id : str
        Row of `scenarios/data/figures_targets.csv`, or a name of its own.
    kind : str
        ``outcome`` (of simulated counties), ``reference`` (of another place or the nation) or ``goal``.
    indicator, basis : str
        What it is compared with.
    place : Text
    counties : tuple of str
        Codes of all county units it is about; empty for other places.
    period : str
        Period of an outcome as in the table; year of others.
    value : float
    source, note : str
    at_most : bool
        Of a goal: whether the value is to be stayed below; else it is to be reached.
    """

    id: str
    kind: str
    indicator: str
    basis: str
    place: Text
    counties: tuple[str, ...]
    period: str
    value: float
    source: str
    note: str
    at_most: bool = False


@dataclass(frozen=True)
class Comparison:
    """A simulated value beside a published one.

    Attributes
    ----------
    published : Published
    period : str
        Period of the simulated value.
    value, low, high : float
        Simulated value with its interval.
    place : Text
        Place of the published value, ``whole city`` where that is more than was run.
    verdict : Text or None
        Only for an outcome of exactly the counties that were run, and for a count of a sample only when the
        sample holds at least `FEWEST` events.
    ceiling : float or None
        Highest value that absence leaves possible, beside a goal.
    """

    published: Published
    period: str
    value: float
    low: float
    high: float
    place: Text
    verdict: Text | None
    ceiling: float | None


@lru_cache(maxsize=1)
def read_published() -> tuple[Published, ...]:
    """Read `scenarios/data/published.csv`."""
    path = parameter_folder().parent / "data" / "published.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Published(
                id=row["id"],
                kind=row["kind"],
                indicator=row["indicator"],
                basis=row["basis"],
                place=Text(row["place_en"], row["place_zh"]),
                counties=tuple(filter(None, row["counties"].split(";"))),
                period=row["period"],
                value=float(row["value"]),
                source=row["source"],
                note=row["note"],
            )
            for row in csv.DictReader(file)
        )


def goals(indicator: str) -> tuple[Published, ...]:
    """Goal lines of one indicator."""
    return tuple(f for f in read_published() if f.kind == "goal" and f.indicator == indicator)


def compare_published(
    table: pd.DataFrame, counties: Sequence[str], sample: float = 1.0, goals: Sequence[Published] = ()
) -> list[Comparison]:
    """Put published figures beside the values of a run.

    Parameters
    ----------
    table : pd.DataFrame
        Of `sim.indicators.table.indicator_table`, or read from its CSV file.
    counties : sequence of str
        Codes of the counties that were run together.
    sample : float
        Share of the people that was simulated; counts of the table are scaled up from it.
    goals : sequence of Published
        Goals of the scenario that was run, which take the place of those of all documents.

    Returns
    -------
    list of Comparison
        Outcomes whose period was simulated and whose counties take in those run (counts only if they are the
        same); references and goals for the longest period of the last year. In the order of the file.
    """
    rows = table[table["scope"].isin(["all", "county"])]
    known = _values(rows)
    main = _main_period(rows)
    found = []
    of_documents = [one for one in read_published() if not goals or one.kind != "goal"]
    for figure in (*of_documents, *goals):
        at = _scope_and_place(figure, frozenset(counties))
        if at is None:
            continue
        scope, place = at
        period = figure.period if figure.kind == "outcome" else main
        simulated = known.get((scope, period, figure.indicator, figure.basis))
        if simulated is None or isnan(simulated[0]):
            continue
        limit = known.get((scope, period, CEILINGS.get(figure.indicator, ""), figure.basis))
        judged = figure.kind == "outcome" and place is not WHOLE_CITY
        if sample < 1 and by_id()[figure.indicator].unit == "count":
            judged = judged and simulated[0] * sample >= FEWEST
        happened = known.get((scope, period, figure.indicator, "happened"), (nan, nan, nan))
        found.append(
            Comparison(
                figure,
                period,
                *simulated,
                place,
                verdict(figure, *simulated, spread=happened[2] - happened[1]) if judged else None,
                limit[0] if figure.kind == "goal" and limit else None,
            )
        )
    return found


def verdict(figure: Published, value: float, low: float, high: float, spread: float = nan) -> Text:
    """Say how far the simulated value is from the published one, and how far that is beyond its range.

    Parameters
    ----------
    figure : Published
    value, low, high : float
        Simulated, with its range over the readings of the definition.
    spread : float
        Width of the chance interval, NaN where there is none; the range is widened by it.
    """
    chance = 0.0 if isnan(spread) else spread / 2
    low = (value if isnan(low) else low) - chance
    high = (value if isnan(high) else high) + chance
    unit = by_id()[figure.indicator].unit
    size = _size(abs(value - figure.value), unit)
    distance = Text(f"{size} points", f"{size} 个百分点") if unit == "share" else Text(size, size)
    way = Text("above", "高") if value > figure.value else Text("below", "低")
    beyond = max(low - figure.value, figure.value - high)
    if beyond <= 0:
        if value == figure.value:
            return Text("within the range", "在范围内")
        return Text(f"within the range; {distance.en} {way.en}", f"在范围内；{way.zh} {distance.zh}")
    rest = _size(beyond, unit)
    return Text(
        f"{distance.en} {way.en}; {rest} beyond its range", f"{way.zh} {distance.zh}，超出范围 {rest}"
    )


def _size(gap: float, unit: str) -> str:
    """Return a distance: shares in percentage points, counts as whole numbers."""
    if unit == "share":
        return f"{100 * gap:.1f}"
    return f"{gap:,.0f}" if unit == "count" else f"{gap:,.4g}"


def _scope_and_place(figure: Published, run: frozenset[str]) -> tuple[str, Text] | None:
    """Which rows of the run stand beside a figure (a county's code, or '' for all), and for what place."""
    about = frozenset(figure.counties)
    if figure.kind != "outcome" or run == about:
        return "", figure.place
    if len(about) == 1 and about < run:
        return figure.counties[0], figure.place
    if run < about and by_id()[figure.indicator].unit != "count":
        return "", WHOLE_CITY
    return None


def _values(rows: pd.DataFrame) -> dict[tuple[str, str, str, str], tuple[float, float, float]]:
    """Value, low and high by county code ('' for all), period, indicator and basis."""
    county = np.where(rows["scope"] == "county", rows["scope_id"].astype(str), "")
    keys = zip(county, *(rows[name].astype(str) for name in ("period", "indicator", "basis")), strict=True)
    return dict(zip(keys, zip(rows["value"], rows["low"], rows["high"], strict=True), strict=True))


def _main_period(rows: pd.DataFrame) -> str:
    """Label of the longest period of the last year of the table."""
    dates = rows[["period", "start", "end"]].drop_duplicates().astype(str)
    last = dates[dates["end"].str[:4] == dates["end"].max()[:4]]
    days = pd.to_datetime(last["end"]) - pd.to_datetime(last["start"])
    return str(last["period"].to_numpy()[int(days.to_numpy().argmax())])
