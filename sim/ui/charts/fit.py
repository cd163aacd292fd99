"""Published figures beside what the model says would be published, and how far off it is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sim.calibration.findings import figure_label
from sim.errors import Text
from sim.policy.wording import per_cent
from sim.ui.style import INK, LINE, MUTED, PALETTE

Row = Mapping[str, Any]
PUBLISHED, SIMULATED = Text("published", "公布值"), Text("simulated", "模拟值")
FITTED = Text("fitted: 90 % of what would be published", "参与拟合：预计公布值 90% 区间")
HELD = Text("held out or only beside: the same", "未参与拟合：同上")
OFF = Text("simulated less published, standard deviations", "模拟减公布（标准差）")
ROW_HEIGHT, AROUND = 24, 90
"""Height of a row and of what stands around the rows, px."""
FAR = 3.0
"""Standard deviations beyond which a figure is not met."""


def name_of(row: Row, language: str) -> str:
    """Name a figure with its period and place."""
    return figure_label(row["id"], row["indicator"], row["period"], row["scope"]).say(language)


def height(rows: Sequence[Row]) -> int:
    """Return the height of a chart of these figures, px."""
    return AROUND + ROW_HEIGHT * len(rows)


def shares(rows: Sequence[Row], language: str) -> dict[str, Any]:
    """Return the chart of shares, per cent: a bar for the interval, a dot simulated, a diamond published."""
    percent = [
        {key: round(100 * float(row[key]), 2) for key in ("low", "high", "medoid", "published")}
        for row in rows
    ]
    bars = [
        {
            "type": "bar",
            "stack": "interval",
            "data": [one["low"] for one in percent],
            "silent": True,
            "itemStyle": {"color": "transparent"},
            "tooltip": {"show": False},
            "barMaxWidth": 10,
        }
    ]
    for words, fitted, colour in ((FITTED, True, PALETTE[5]), (HELD, False, PALETTE[4])):
        width = [
            round(one["high"] - one["low"], 2) if (row["role"] == "fit") is fitted else "-"
            for one, row in zip(percent, rows, strict=True)
        ]
        bars.append(
            {
                "type": "bar",
                "stack": "interval",
                "name": words.say(language),
                "data": width,
                "itemStyle": {"color": colour},
                "barMaxWidth": 10,
                "silent": True,
            }
        )
    points = [
        {
            "type": "scatter",
            "name": words.say(language),
            "symbol": symbol,
            "symbolSize": size,
            "z": 5,
            "itemStyle": {"color": colour, "borderColor": INK, "borderWidth": 1.5},
            "data": [one[key] for one in percent],
        }
        for words, key, symbol, size, colour in (
            (SIMULATED, "medoid", "circle", 9, PALETTE[0]),
            (PUBLISHED, "published", "diamond", 12, "#FFFFFF"),
        )
    ]
    names = [one.say(language) for one in (PUBLISHED, SIMULATED, FITTED, HELD)]
    return {
        "legend": {"data": names, "top": 0, "left": 0, "itemGap": 16},
        "tooltip": {
            "trigger": "item",
            "confine": True,
            "formatter": "{b}<br>{a}: " + per_cent("{c}").say(language),
        },
        **_rows([name_of(row, language) for row in rows], "%"),
        "series": [*bars, *points],
    }


def residuals(rows: Sequence[Row], language: str) -> dict[str, Any]:
    """Return the chart of gaps in standard deviations; beyond three a figure is not met."""
    gaps = [
        math.copysign(float(row["implausibility"]), float(row["medoid"]) - float(row["published"]))
        for row in rows
    ]
    end = max(math.ceil(max((abs(gap) for gap in gaps if math.isfinite(gap)), default=0.0)), FAR + 1)
    bars = [
        {"value": round(gap, 2) if math.isfinite(gap) else "-", "itemStyle": {"color": _colour(gap, row)}}
        for gap, row in zip(gaps, rows, strict=True)
    ]
    lines = [{"xAxis": at, "lineStyle": {"type": "dashed", "color": MUTED}} for at in (-FAR, FAR)]
    option = _rows([name_of(row, language) for row in rows], OFF.say(language))
    option["xAxis"] |= {"nameLocation": "middle", "nameGap": 28, "min": -end, "max": end}
    return {
        "tooltip": {"trigger": "item", "confine": True, "formatter": "{b}<br>{c}"},
        **option,
        "series": [
            {
                "type": "bar",
                "data": bars,
                "barMaxWidth": 9,
                "markLine": {
                    "symbol": "none",
                    "silent": True,
                    "label": {"show": False},
                    "data": lines,
                    "animation": False,
                },
                "markArea": {
                    "silent": True,
                    "itemStyle": {"color": "rgba(90,104,114,0.10)"},
                    "data": [[{"xAxis": -2}, {"xAxis": 2}]],
                },
            },
        ],
    }


def _colour(gap: float, row: Row) -> str:
    if abs(gap) > FAR:
        return PALETTE[1]
    return PALETTE[0] if row["role"] == "fit" else PALETTE[4]


def _rows(names: Sequence[str], axis: str) -> dict[str, Any]:
    """Frame of a chart with a row a figure, the first on top."""
    return {
        "grid": {"left": 330, "right": 40, "top": 36, "bottom": 46},
        "xAxis": {"type": "value", "name": axis, "scale": True, "splitLine": {"lineStyle": {"color": LINE}}},
        "yAxis": {
            "type": "category",
            "data": list(names),
            "inverse": True,
            "axisTick": {"show": False},
            "axisLabel": {"width": 315, "overflow": "truncate"},
        },
    }
