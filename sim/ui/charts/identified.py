"""What the figures say of each number: how much narrower it became, and where in its range it lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.calibration.findings import parameter_label
from sim.calibration.identify import IDENTIFIED
from sim.errors import Text
from sim.ui.style import LINE, MUTED, PALETTE

Row = Mapping[str, Any]
LEAST = 3
"""Width in px of a bar that has none: a switch of which the figures leave no doubt."""
RANGE = Text("posterior (90 %) within the prior's range", "后验 90% 区间在先验范围中的位置")
RATIO = Text("standard deviation, after over before", "标准差：后验/先验")
KNOWN, ASSUMED = Text("identified", "可识别"), Text("assumption", "假设")
LEFT, RIGHT = Text("low end", "下限"), Text("high end", "上限")
COLOURS = {"identified": PALETTE[0], "assumed": PALETTE[4]}
PATTERN = {
    "symbol": "rect",
    "dashArrayX": [1, 0],
    "dashArrayY": [2, 4],
    "rotation": 0.8,
    "color": "rgba(255,255,255,0.6)",
}
"""Stripes over what is assumed, so that colour is not the only sign."""


def height(rows: Sequence[Row]) -> int:
    """Return the height of the chart, px."""
    return 90 + 20 * len(rows)


def identified(rows: Sequence[Row], language: str) -> dict[str, Any]:
    """Return the chart: on the left where the posterior lies, on the right the ratio with its limit."""
    ordered = sorted(rows, key=lambda row: float(row["ratio"]))
    names = [parameter_label(str(row["id"])).say(language) for row in ordered]
    ends = [_within(row) for row in ordered]
    hidden = {
        "type": "bar",
        "stack": "range",
        "silent": True,
        "itemStyle": {"color": "transparent"},
        "barMaxWidth": 9,
        "data": [low for low, _ in ends],
        "tooltip": {"show": False},
    }
    series: list[dict[str, Any]] = [hidden]
    for status, words in (("identified", KNOWN), ("assumed", ASSUMED)):
        look = _look(status)
        shown = [str(row["status"]) == status for row in ordered]
        series.append(
            {
                "type": "bar",
                "stack": "range",
                "name": words.say(language),
                "barMaxWidth": 9,
                "itemStyle": look,
                "barMinHeight": LEAST,
                "silent": True,
                "data": [
                    round(high - low, 4) if mine else "-"
                    for (low, high), mine in zip(ends, shown, strict=True)
                ],
            }
        )
        series.append(
            {
                "type": "bar",
                "stack": "ratio",
                "name": words.say(language),
                "barMaxWidth": 9,
                "xAxisIndex": 1,
                "yAxisIndex": 1,
                "itemStyle": look,
                "barMinHeight": LEAST,
                "data": [
                    round(float(row["ratio"]), 3) if mine else "-"
                    for row, mine in zip(ordered, shown, strict=True)
                ],
            }
        )
    series[-1]["markLine"] = {
        "symbol": "none",
        "silent": True,
        "data": [{"xAxis": IDENTIFIED}],
        "lineStyle": {"type": "dashed", "color": MUTED},
        "label": {"formatter": f"{IDENTIFIED}", "position": "end"},
    }
    grids = ({"left": 320, "width": "34%"}, {"left": "68%", "right": 30})
    return {
        "legend": {"top": 0, "left": 0, "data": [KNOWN.say(language), ASSUMED.say(language)]},
        "tooltip": {"trigger": "item", "confine": True, "formatter": "{b}<br>{c}"},
        "grid": [{"top": 44, "bottom": 30, **one} for one in grids],
        "xAxis": [
            {
                "type": "value",
                "gridIndex": 0,
                "min": 0,
                "max": 1.01,  # a bar at the very end is seen too
                "name": RANGE.say(language),
                "nameLocation": "middle",
                "nameGap": 8,
                "position": "top",
                "axisLabel": {"show": False},
                "splitLine": {"lineStyle": {"color": LINE}},
            },
            {
                "type": "value",
                "gridIndex": 1,
                "min": 0,
                "name": RATIO.say(language),
                "nameLocation": "middle",
                "nameGap": 8,
                "position": "top",
                "axisLabel": {"show": False},
                "splitLine": {"lineStyle": {"color": LINE}},
            },
        ],
        "yAxis": [
            {
                "type": "category",
                "gridIndex": k,
                "data": names,
                "inverse": True,
                "axisTick": {"show": False},
                "axisLabel": {"show": k == 0, "width": 305, "overflow": "truncate"},
            }
            for k in (0, 1)
        ],
        "series": series,
    }


def _within(row: Row) -> tuple[float, float]:
    """Ends of the posterior as shares of the prior's range."""
    low, size = float(row["prior_low"]), float(row["prior_high"]) - float(row["prior_low"])
    first, last = ((float(row[end]) - low) / (size or 1.0) for end in ("low", "high"))
    return round(min(max(first, 0.0), 1.0), 4), round(min(max(last, 0.0), 1.0), 4)


def _look(status: str) -> dict[str, Any]:
    return {"color": COLOURS[status], "decal": PATTERN if status == "assumed" else {"symbol": "none"}}
