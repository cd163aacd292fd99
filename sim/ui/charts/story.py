"""Small charts beside a map: a facility by month, where a village's people go, what a village believes."""

from __future__ import annotations

from typing import Any

from sim.errors import Text
from sim.experiment.phrases import OPTIONS
from sim.experiment.picture.picture import Picture
from sim.experiment.picture.tiers import NAMES, Tier
from sim.policy.wording import per_cent
from sim.ui.charts.ground.base import month_name
from sim.ui.charts.ground.sites import indicator_of
from sim.ui.style import INK, LINE, MUTED, PALETTE, TIER_COLOURS

Option = dict[str, Any]

VISITS, STAYS = Text("visits", "门急诊人次"), Text("discharges", "出院人次")
WAIT, IN_USE = Text("wait, min", "候诊（分钟）"), Text("beds in use", "病床使用率")
GROUPS = {
    "common": Text("common complaints", "常见病"), "chronic": Text("chronic diseases", "慢性病"),
    "major": Text("major diseases", "大病重病"),
}  # fmt: skip
TIER_COLOUR = {
    tier.name.lower(): TIER_COLOURS.get(tier.name.lower(), colour)
    for tier, colour in zip(
        Tier, ("", "", "", "#E3B7CF", TIER_COLOURS["outside"], "#7A3E63", "#9AA5AC"), strict=True
    )
}
"""Tiers of a bar; those out of the county are shades of one colour."""


def facility_months(picture: Picture, facility: str, language: str, size: int = 12) -> Option:
    """Visits of a facility by month as bars, and its wait as a line; beds in use where it has beds."""
    rows = picture.facilities[picture.facilities["id"] == facility].sort_values("month")
    lines = [(WAIT, "wait_minutes", PALETTE[1], "circle", 1)]
    if float(rows["beds"].max()) > 0:
        lines = [(IN_USE, "bed_occupancy", PALETTE[1], "circle", 100)]
    series: list[Option] = [
        {
            "name": VISITS.say(language), "type": "bar", "data": rows["visits"].astype(int).tolist(),
            "itemStyle": {"color": PALETTE[0]}, "barMaxWidth": 18,
        }
    ]  # fmt: skip
    for label, indicator, colour, symbol, times in lines:
        values = indicator_of(picture, rows, indicator) * times
        name = label.say(language)
        name = per_cent(name).say(language) if times == 100 else name
        series.append(
            {
                "name": name, "type": "line", "yAxisIndex": 1,
                "data": [round(one, 1) if one == one else None for one in values.tolist()],
                "symbol": symbol, "symbolSize": 6, "itemStyle": {"color": colour},
                "lineStyle": {"width": 2, "color": colour},
            }
        )  # fmt: skip
    alone = picture.meta.start.year == picture.meta.until.year
    return {
        "grid": {"left": size, "right": 8, "top": 3 * size, "bottom": 2, "containLabel": True},
        "legend": {"top": 0, "left": 0, "itemWidth": 14, "itemHeight": 9, "textStyle": {"fontSize": size}},
        "tooltip": {"trigger": "axis", "confine": True},
        "xAxis": {
            "type": "category", "data": [month_name(one, language, alone=alone) for one in rows["month"]],
            "axisTick": {"show": False}, "axisLabel": {"fontSize": size - 1, "color": MUTED},
            "axisLine": {"lineStyle": {"color": LINE}},
        },
        "yAxis": [_axis(size), _axis(size) | {"splitLine": {"show": False}}],
        "series": series,
    }  # fmt: skip


def where_to(picture: Picture, village: str, language: str, size: int = 12) -> Option:
    """Shares of a village's visits and stays by tier, as two bars."""
    rows = picture.ways[picture.ways["village"] == village].groupby("tier")[["visits", "stays"]].sum()
    total = rows.sum()
    kinds = (("stays", STAYS), ("visits", VISITS))
    return {
        "grid": {"left": size + 4, "right": 14, "top": 5 * size + 2, "bottom": 4, "containLabel": True},
        "legend": {"top": 0, "left": 0, "itemWidth": 12, "itemHeight": 9, "itemGap": 6,
                   "textStyle": {"fontSize": size - 1}},
        "tooltip": {"trigger": "item", "confine": True, "formatter": "{a}: " + per_cent("{c}").say(language)},
        "xAxis": {"type": "value", "max": 100, "show": False},
        "yAxis": {
            "type": "category", "data": [label.say(language) for _, label in kinds],
            "axisTick": {"show": False}, "axisLine": {"show": False},
            "axisLabel": {"fontSize": size, "color": INK},
        },
        "series": [
            {
                "name": NAMES[tier].say(language), "type": "bar", "stack": "all", "barWidth": 20,
                "itemStyle": {"color": TIER_COLOUR[name], "borderColor": "#FFFFFF", "borderWidth": 1},
                "data": [
                    round(100 * float(rows[kind].get(name, 0)) / float(total[kind]), 1) if total[kind] else 0
                    for kind, _ in kinds
                ],
            }
            for tier in Tier
            if (name := tier.name.lower()) in rows.index
        ],
    }  # fmt: skip


def trust(picture: Picture, village: str, language: str, size: int = 12) -> Option:
    """What a village believes of its options at the end, by group of conditions, as dots from 0 to 1."""
    rows = picture.trust[picture.trust["village"] == village]
    options = list(dict.fromkeys(rows["option"]))
    symbols = ("circle", "diamond", "triangle")
    return {
        "grid": {"left": size + 4, "right": 14, "top": 4 * size, "bottom": 2, "containLabel": True},
        "legend": {"top": 0, "left": 0, "itemWidth": 12, "itemHeight": 9, "itemGap": 8,
                   "textStyle": {"fontSize": size - 1}},
        "tooltip": {"trigger": "item", "confine": True},
        "xAxis": _axis(size) | {"min": 0, "max": 1, "interval": 0.25},
        "yAxis": {
            "type": "category", "inverse": True, "data": [OPTIONS[one].say(language) for one in options],
            "axisTick": {"show": False}, "axisLine": {"lineStyle": {"color": LINE}},
            "axisLabel": {"fontSize": size - 1, "color": INK, "interval": 0},
        },
        "series": [
            {
                "name": label.say(language), "type": "scatter", "symbol": symbol, "symbolSize": 9,
                "itemStyle": {"color": colour, "opacity": 0.9},
                "data": [
                    [round(value, 2), OPTIONS[option].say(language)]
                    for option, value in rows.loc[rows["group"] == group, ["option", "last"]].itertuples(
                        index=False
                    )
                ],
            }
            for (group, label), symbol, colour in zip(GROUPS.items(), symbols, PALETTE, strict=False)
        ],
    }  # fmt: skip


def _axis(size: int) -> Option:
    return {
        "type": "value", "axisLabel": {"fontSize": size - 1, "color": MUTED}, "splitNumber": 3,
        "splitLine": {"lineStyle": {"color": "#E8ECEE"}}, "axisLine": {"show": False},
    }  # fmt: skip
