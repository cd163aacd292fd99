"""Who paid for a life: the bills of both by payer."""

from __future__ import annotations

from typing import Any

from sim.errors import Text
from sim.experiment.phrases import LAYERS
from sim.experiment.reckoning import reckon
from sim.experiment.twin import Twin
from sim.ui.style import PALETTE

PAYERS = ("own", "fund", "critical", "aid", "other")
DECALS = ("rect", "none", "triangle", "circle", "diamond")
"""Patterns, so that colour is not the only sign."""
COLOURS = dict(zip(PAYERS, (PALETTE[1], PALETTE[0], PALETTE[2], PALETTE[3], PALETTE[4]), strict=True))
YUAN = Text("yuan", "元")


def paid(twin: Twin) -> dict[str, tuple[float, float]]:
    """Return what each payer bears in both lives, yuan; payers who bear nothing are left out."""
    a, b = reckon(twin.a), reckon(twin.b)
    every = {one: (getattr(a, one) / 100, getattr(b, one) / 100) for one in PAYERS}
    return {one: both for one, both in every.items() if any(both) or one == "own"}


def payers(twin: Twin, language: str) -> dict[str, Any]:
    """Return the chart: a bar for each life, from its start what the patient pays."""
    return {
        "legend": {"top": 0, "left": 0},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}, "confine": True},
        "grid": {"left": 8, "right": 66, "top": 40, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value", "name": YUAN.say(language), "splitNumber": 4},
        "yAxis": {"type": "category", "data": ["A", "B"], "inverse": True, "axisTick": {"show": False}},
        "series": [
            {
                "type": "bar",
                "stack": "paid",
                "name": LAYERS[one].say(language),
                "data": list(both),
                "barMaxWidth": 30,
                "itemStyle": {"color": COLOURS[one], "decal": _decal(DECALS[PAYERS.index(one)])},
            }
            for one, both in paid(twin).items()
        ],
    }


def _decal(symbol: str) -> dict[str, Any]:
    return {
        "symbol": symbol,
        "color": "rgba(255,255,255,0.35)",
        "dashArrayX": [1, 0],
        "dashArrayY": [3, 4],
        "symbolSize": 0.7,
    }
