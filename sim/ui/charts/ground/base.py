"""What every map has: the ground with its townships, roads, names, months to play, and its honesty mark."""

from __future__ import annotations

import math
from collections.abc import Sequence
from hashlib import blake2b
from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd

from sim.errors import Text
from sim.experiment.picture.picture import Meta, Picture
from sim.geography.tables import records
from sim.ui.style import INK, LINE, MUTED

Option = dict[str, Any]

GROUND, TOWN_LINE = "#F1F4F0", "#75838C"
ROADS = {"county": (1.0, "#D9DDD6"), "national": (1.6, "#DEDAC8")}
"""Width in px and colour of the roads that are drawn; the smaller ones would hide everything else."""
MARGIN = {"left": 46, "right": 46, "top": 34}
LEGEND_ROOM = 9
"""Width of a legend in letters."""
SCHEMATIC = Text(
    "Schematic: {villages} and {townships} placed by rule, not observed",
    "示意图：{villages}、{townships}的位置按规则推定，并非实测",
)
OBSERVED = Text("Places observed", "地点为实测位置")
OF_VILLAGES = Text("{} of {} villages", "{}/{} 个村（社区）")
OF_TOWNSHIPS = Text("{} of {} townships", "{}/{} 个乡镇（街道）")
IN_YEAR, ALONE = Text("{month} {year}", "{year}年{number}月"), Text("{month}", "{number}月")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def map_name(picture: Picture) -> str:
    """Name under which a picture's ground is registered: the same for the same ground."""
    return "ground-" + blake2b(repr(picture.cells).encode(), digest_size=6).hexdigest()


def geojson(picture: Picture) -> Option:
    """Ground of the villages as GeoJSON; the name of a feature is the village's code."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": code},
                "geometry": {
                    "type": "MultiPolygon",
                    "coordinates": [[[list(point) for point in ring]] for ring in rings],
                },
            }
            for code, rings in picture.cells
        ],
    }


def ground(picture: Picture, language: str, size: int) -> Option:
    """Return the option with the ground alone: townships, main roads, names and the honesty mark."""
    middle = float(picture.villages["lat"].mean())
    return {
        "geo": {
            "map": map_name(picture), "roam": True, "aspectScale": math.cos(math.radians(middle)),
            "scaleLimit": {"min": 0.8, "max": 12}, **MARGIN, "bottom": 64, "zlevel": 0,
            "itemStyle": {"areaColor": GROUND, "borderColor": GROUND, "borderWidth": 0.5},
            "emphasis": {"disabled": True}, "select": {"disabled": True}, "label": {"show": False},
            "tooltip": {"show": False},
        },
        "tooltip": {"trigger": "item", "confine": True, "textStyle": {"fontSize": size, "color": INK}},
        "graphic": [mark(picture.meta, language, size)],
        "series": [*_roads(picture), _borders(picture), _names(picture, language, size)],
    }  # fmt: skip


def mark(meta: Meta, language: str, size: int) -> Option:
    """Words on the map that say whether its places are observed."""
    return {
        "type": "text", "left": 4, "top": 4, "silent": True, "z": 100,
        "style": {"text": honesty(meta, language), "fontSize": size - 1, "fill": "#6B4400",
                  "backgroundColor": "#FDF0DC", "padding": [3, 8], "borderRadius": 8},
    }  # fmt: skip


def honesty(meta: Meta, language: str) -> str:
    """Return how many places are observed, or that all are."""
    if not meta.schematic:
        return OBSERVED.say(language)
    known = {name: (whole - seen, whole) for name, seen, whole in meta.observed}
    return SCHEMATIC.say(language).format(
        villages=OF_VILLAGES.say(language).format(*known["villages"]),
        townships=OF_TOWNSHIPS.say(language).format(*known["townships"]),
    )


def _roads(picture: Picture) -> list[Option]:
    return [
        {
            "id": f"road-{road}", "type": "lines", "coordinateSystem": "geo", "silent": True, "z": 1,
            "lineStyle": {"width": width, "color": colour, "opacity": 1, "curveness": 0},
            "data": [
                {"coords": [[a, b], [c, d]]}
                for a, b, c, d in picture.roads.loc[
                    picture.roads["road"] == road, ["lon_a", "lat_a", "lon_b", "lat_b"]
                ].itertuples(index=False)
            ],
        }
        for road, (width, colour) in ROADS.items()
    ]  # fmt: skip


def _borders(picture: Picture) -> Option:
    return {
        "id": "borders", "type": "lines", "coordinateSystem": "geo", "polyline": True, "silent": True, "z": 2,
        "lineStyle": {"width": 1, "color": TOWN_LINE, "opacity": 0.9},
        "data": [
            {"coords": [list(point) for point in ring]} for _, rings in picture.outlines for ring in rings
        ],
    }  # fmt: skip


def _names(picture: Picture, language: str, size: int) -> Option:
    name = f"name_{language}"
    return {
        "id": "names", "type": "scatter", "coordinateSystem": "geo", "silent": True, "z": 20,
        "symbolSize": 1, "itemStyle": {"color": "rgba(0,0,0,0)"},
        "label": {"show": True, "formatter": "{b}", "position": "bottom", "distance": 8, "color": INK,
                  "fontSize": size - 1, "textBorderColor": "#FFFFFF", "textBorderWidth": 3},
        "labelLayout": {"hideOverlap": True},
        "data": [
            {"name": short(one[name]), "value": [one["lon"], one["lat"]]}
            for one in picture.townships.to_dict("records")
        ],
    }  # fmt: skip


def short(name: str) -> str:
    """Name of a township without the word for what it is, in English, where a map is small."""
    for ending in (" Manzu Xiang", " Jiedao", " Zhen", " Xiang"):
        name = name.removesuffix(ending)
    return name


def playing(option: Option, frames: Sequence[Sequence[Option]], meta: Meta, language: str, size: int
            ) -> Option:  # fmt: skip
    """Add the months to an option: each frame is the series that change, by their ids.

    The frames are all sent at once and played in the browser.
    """
    return option | {
        "timeline": {
            "axisType": "category", "data": [
                month_name(one, language, alone=meta.start.year == meta.until.year) for one in meta.months
            ],
            "playInterval": 1400, "autoPlay": False, "loop": True, "bottom": 6, "left": 12, "right": 24,
            "height": 44, "currentIndex": 0, "symbolSize": 9, "controlPosition": "left",
            "label": {"fontSize": size - 1, "color": MUTED, "interval": "auto"},
            "lineStyle": {"color": LINE, "width": 2}, "itemStyle": {"color": MUTED},
            "checkpointStyle": {"color": INK, "borderWidth": 0, "symbolSize": 12, "animationDuration": 200},
            "progress": {"lineStyle": {"color": MUTED}, "itemStyle": {"color": MUTED},
                         "label": {"color": INK}},
            "controlStyle": {"itemSize": 22, "color": INK, "borderColor": INK},
            "emphasis": {"label": {"color": INK}, "controlStyle": {"color": INK, "borderColor": INK}},
        },
        "options": [{"series": list(frame)} for frame in frames],
    }  # fmt: skip


def month_name(month: str, language: str, *, alone: bool = False) -> str:
    """Return ``2024-03`` in words, without its year where that is plain."""
    year, number = month.split("-")
    words = ALONE if alone else IN_YEAR
    return words.say(language).format(year=year, number=int(number), month=MONTHS[int(number) - 1])


def lines_of(*parts: str) -> str:
    """Return lines of a note that opens on pointing; names may hold anything."""
    return "<br>".join(escape(part) for part in parts if part)


def pieces(cuts: Sequence[float], colours: Sequence[str], labels: Sequence[str]) -> list[Option]:
    """Bands of a legend from their inner cuts: the first is open below, the last above."""
    ends = [(None, cuts[0]), *pairwise(cuts), (cuts[-1], None)]
    return [
        {"color": colour, "label": label}
        | ({"gte": low} if low is not None else {})
        | ({"lt": high} if high is not None else {})
        for (low, high), colour, label in zip(ends, colours, labels, strict=True)
    ]


def beside_legend(option: Option, size: int) -> Option:
    """Keep the ground of a map clear of a legend at its right."""
    return option | {"geo": option["geo"] | {"right": LEGEND_ROOM * size}}


def with_bands(
    option: Option, bands: Sequence[Option], title: str, series: Sequence[int], size: int
) -> Option:
    """Add a legend of colour bands at the right; only the series named are coloured."""
    legend = {
        "type": "piecewise", "pieces": list(bands), "seriesIndex": list(series), "right": 6, "top": 30,
        "orient": "vertical", "itemWidth": 16, "itemHeight": 12, "itemGap": 4, "text": [title, ""],
        "textStyle": {"fontSize": size - 1, "color": INK}, "backgroundColor": "rgba(255,255,255,0.85)",
        "padding": 6, "selectedMode": False, "hoverLink": False, "showLabel": True,
    }  # fmt: skip
    return beside_legend(option, size) | {"visualMap": legend}


def place_of(table: pd.DataFrame, key: str, value: str) -> dict[str, Any]:
    """Row of a table of places by its id or code."""
    row: dict[str, Any] = records(table[table[key] == value])[0]
    return row


def names_of(table: pd.DataFrame, key: str, language: str) -> dict[str, str]:
    """Names of places by id or code."""
    return dict(zip(table[key].astype(str), table[f"name_{language}"].astype(str), strict=True))
