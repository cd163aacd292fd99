"""How full beds are, and how long people wait: facilities coloured in bands, by month."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.errors import Text
from sim.experiment.picture.picture import Picture
from sim.geography.tables import records
from sim.ui.charts.ground.base import Option, ground, pieces, playing, with_bands
from sim.ui.charts.ground.sites import LARGEST, SYMBOLS, note, site_months
from sim.ui.style import INK

HEAT = ("#3B6FB6", "#8FB9DD", "#F3E3B3", "#F0A04B", "#B5341F")
"""From calm to crowded, told apart by colour-blind readers (blue to red over a pale middle)."""


@dataclass(frozen=True)
class Heat:
    """What a heat map shows.

    Attributes
    ----------
    column : str
        Of `site_months`: the value that is coloured.
    cuts : tuple of float
        Between the bands.
    labels : tuple of str
        Of the bands.
    title : Text
    by : str
        Column that the area of a mark stands for.
    area : Text
    """

    column: str
    cuts: tuple[float, ...]
    labels: tuple[str, ...]
    title: Text
    by: str
    area: Text


BEDS = Heat(
    "in_use", (0.5, 0.7, 0.85, 0.95), ("< 50", "50–70", "70–85", "85–95", "≥ 95"),
    Text("beds in use, %", "病床使用率（%）"), "beds", Text("area of a mark: beds", "图形面积：床位数"),
)  # fmt: skip
WAITS = Heat(
    "wait", (5.0, 15.0, 30.0, 60.0), ("< 5", "5–15", "15–30", "30–60", "≥ 60"),
    Text("mean wait, minutes", "平均候诊（分钟）"), "visits",
    Text("area of a mark: visits of the month", "图形面积：当月门急诊人次"),
)  # fmt: skip


def heat(picture: Picture, what: Heat, language: str, size: int = 13) -> Option:
    """Facilities of the county that have the value, by month.

    Parameters
    ----------
    picture : Picture
    what : Heat
    language : str
    size : int
        Letters, px.
    """
    table = site_months(picture)
    table = table[table["inside"] & table[what.column].notna() & (table[what.by] > 0)]
    scale = LARGEST / math.sqrt(max(float(table[what.by].max()), 1.0)) if len(table) else 1.0
    option = ground(picture, language, size)
    before = len(option["series"])

    def series(month: str) -> list[Option]:
        rows = records(table[table["month"] == month].sort_values(what.by, ascending=False))
        return [{"id": "heat", "data": [_mark(row, what, scale, language) for row in rows]}]

    option["series"].append(
        {
            "type": "scatter", "coordinateSystem": "geo", "z": 5, "cursor": "pointer",
            "itemStyle": {"opacity": 0.9, "borderColor": "#54616A", "borderWidth": 0.8},
            "emphasis": {"itemStyle": {"borderColor": INK, "borderWidth": 2}},
            **series(picture.meta.months[0])[0],
        }
    )  # fmt: skip
    option = with_bands(
        option, pieces(what.cuts, HEAT, what.labels), what.title.say(language), [before], size
    )
    return playing(option, [series(month) for month in picture.meta.months], picture.meta, language, size)


def _mark(row: Mapping[str, Any], what: Heat, scale: float, language: str) -> Option:
    return {
        "name": row[f"name_{language}"], "value": [row["lon"], row["lat"], round(float(row[what.column]), 4)],
        "site": row["id"], "symbol": SYMBOLS[row["tier"]],
        "symbolSize": round(max(6.0, scale * math.sqrt(row[what.by])), 1),
        "tooltip": {"formatter": note(row, language)},
    }  # fmt: skip
