"""Facilities on a map: sized by their load, shaped and coloured by tier."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import Text
from sim.experiment.picture.picture import Picture
from sim.experiment.picture.tiers import NAMES, Tier
from sim.geography.tables import records
from sim.policy.wording import percent
from sim.ui.charts.ground.base import Option, beside_legend, ground, lines_of, month_name, playing
from sim.ui.style import INK, TIER_COLOURS

DRAWN = ("county", "township", "village")
"""Tiers inside the county, the largest first so that the small ones lie on top."""
SYMBOLS = {"village": "circle", "township": "rect", "county": "diamond", "outside": "triangle"}
LARGEST, SMALLEST = 46, 4  # px
VISITS = Text("{:,.0f} outpatient visits", "门急诊 {:,.0f} 人次")
STAYS = Text("{:,.0f} discharges", "出院 {:,.0f} 人次")
WAIT = Text("mean wait {:.0f} min", "平均候诊 {:.0f} 分钟")
IN_USE = Text("{} of {:.0f} beds in use", "{1:.0f} 张床位，使用率 {0}")
MEASURE = Text("outpatient visits", "门急诊人次")


def load(picture: Picture, language: str, size: int = 13) -> Option:
    """Facilities by month, the area of each mark as its outpatient visits.

    Parameters
    ----------
    picture : Picture
    language : str
    size : int
        Letters, px.
    """
    table = site_months(picture)
    option = beside_legend(ground(picture, language, size), size)
    scale = LARGEST / math.sqrt(max(float(table["visits"].max()), 1.0))
    inside = table[table["inside"]]

    def series(month: str) -> list[Option]:
        now = inside[inside["month"] == month]
        return [
            {"id": tier, "data": [_mark(row, scale, language) for row in _rows(now, tier)]} for tier in DRAWN
        ]

    first = picture.meta.months[0]
    option["series"] += [_style(tier, language, size) | one
                         for tier, one in zip(DRAWN, series(first), strict=True)]  # fmt: skip
    option["legend"] = tier_legend(language, size)
    return playing(option, [series(month) for month in picture.meta.months], picture.meta, language, size)


def tier_legend(language: str, size: int, tiers: tuple[str, ...] = tuple(reversed(DRAWN))) -> Option:
    """Legend of the tiers at the top right."""
    return {
        "data": [NAMES[Tier[tier.upper()]].say(language) for tier in tiers], "right": 6, "top": 30,
        "orient": "vertical", "itemWidth": 14, "itemHeight": 11, "itemGap": 4,
        "backgroundColor": "rgba(255,255,255,0.85)", "padding": 6,
        "textStyle": {"fontSize": size - 1, "color": INK},
    }  # fmt: skip


def site_months(picture: Picture) -> pd.DataFrame:
    """Facilities by month with their place on the map and what a note says of them.

    Returns
    -------
    pd.DataFrame
        `Picture.facilities` (``month, id, visits, discharges …``) with the columns of `Picture.sites`, and
        ``wait`` (minutes) and ``in_use`` (share of beds), which are indicators; NaN where there is none.
    """
    keep = ["id", "tier", "lon", "lat", "inside", "background"]
    table = picture.facilities.merge(picture.sites[keep], on="id", how="left", sort=False)
    return table.assign(
        wait=indicator_of(picture, table, "wait_minutes"),
        in_use=indicator_of(picture, table, "bed_occupancy"),
    )


def indicator_of(picture: Picture, table: pd.DataFrame, indicator: str) -> np.ndarray[Any, Any]:
    """One indicator for each row (``month, id``) of a table, NaN where it has none."""
    rows = picture.indicators
    rows = rows[(rows["scope"] == "facility") & (rows["indicator"] == indicator)]
    known = pd.Series(
        rows["value"].to_numpy(float),
        index=pd.MultiIndex.from_arrays([rows["period"].astype(str), rows["scope_id"].astype(str)]),
    )
    at = pd.MultiIndex.from_arrays([table["month"].astype(str), table["id"].astype(str)])
    return known.reindex(at).to_numpy(float)


def note(row: Mapping[str, Any], language: str) -> str:
    """What opens on pointing at a facility."""
    beds, in_use, wait = float(row["beds"]), float(row["in_use"]), float(row["wait"])
    return lines_of(
        f"{row[f'name_{language}']} · {month_name(row['month'], language)}",
        VISITS.say(language).format(row["visits"]),
        STAYS.say(language).format(row["discharges"]) if beds else "",
        IN_USE.say(language).format(percent(in_use, 0).say(language), beds)
        if beds and in_use == in_use
        else "",
        WAIT.say(language).format(wait) if wait == wait else "",
    )


def _rows(table: pd.DataFrame, tier: str) -> list[dict[str, Any]]:
    return records(table[table["tier"] == tier])


def _mark(row: Mapping[str, Any], scale: float, language: str) -> Option:
    mark: Option = {
        "name": row[f"name_{language}"], "value": [row["lon"], row["lat"], int(row["visits"])],
        "site": row["id"], "symbolSize": round(max(SMALLEST, scale * math.sqrt(row["visits"])), 1),
    }  # fmt: skip
    if row["tier"] != "village":  # hundreds of clinics a month: the chart's own note tells their visits
        mark["tooltip"] = {"formatter": note(row, language)}
    return mark


def _style(tier: str, language: str, size: int) -> Option:
    return {
        "name": NAMES[Tier[tier.upper()]].say(language), "type": "scatter", "coordinateSystem": "geo",
        "dimensions": ["lon", "lat", MEASURE.say(language)], "encode": {"tooltip": 2},
        "symbol": SYMBOLS[tier], "z": 5 + DRAWN.index(tier), "cursor": "pointer",
        "itemStyle": {"color": TIER_COLOURS[tier], "opacity": 0.82, "borderColor": "#FFFFFF",
                      "borderWidth": 1},
        "emphasis": {"itemStyle": {"opacity": 1, "borderColor": INK}},
    }  # fmt: skip
