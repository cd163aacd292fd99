"""How many of what: one row of stacked counts a group, with patterns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.ui.style import LINE, PALETTE

DECALS = ("none", "rect", "circle", "triangle", "diamond", "roundRect")


def counts_of(
    table: Mapping[str, Mapping[str, int]], left: int = 150, colours: Sequence[str] = PALETTE
) -> dict[str, Any]:
    """Return the chart of counts.

    Parameters
    ----------
    table
        By name of the row, then of the part; every row has the same parts, in the order they are drawn.
    left
        Room for the names of the rows, px.
    colours
        Of the parts, in their order.
    """
    parts = list(next(iter(table.values()), {}))
    return {
        "legend": {"top": 0, "left": 0, "data": parts, "itemGap": 14},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}, "confine": True},
        "grid": {"left": left, "right": 24, "top": 34, "bottom": 24},
        "xAxis": {"type": "value", "minInterval": 1, "splitLine": {"lineStyle": {"color": LINE}}},
        "yAxis": {
            "type": "category",
            "data": list(table),
            "inverse": True,
            "axisTick": {"show": False},
            "axisLabel": {"width": left - 12, "overflow": "truncate"},
        },
        "series": [
            {
                "type": "bar",
                "stack": "counts",
                "name": part,
                "barMaxWidth": 18,
                "data": [row[part] or "-" for row in table.values()],
                "itemStyle": {
                    "color": colours[k % len(colours)],
                    "decal": {
                        "symbol": DECALS[k % len(DECALS)],
                        "color": "rgba(255,255,255,0.45)",
                        "symbolSize": 0.7,
                        "dashArrayX": [1, 0],
                        "dashArrayY": [3, 4],
                    },
                },
            }
            for k, part in enumerate(parts)
        ],
    }
