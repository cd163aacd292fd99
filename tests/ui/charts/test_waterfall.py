"""The way from one scenario to another."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sim.experiment.attribution.table import TOTAL
from sim.ui.charts.common import description_of
from sim.ui.charts.waterfall import waterfall


def player(name: str, value: float, low: float, high: float) -> dict[str, Any]:
    return {
        "indicator": "in_county_visit_rate", "unit": "share", "player": name, "label_en": name,
        "label_zh": name, "value": value, "low": low, "high": high, "before": 0.80, "after": 0.83,
    }  # fmt: skip


ROWS = [
    player("slips", 0.04, 0.03, 0.05),
    player("prices", -0.01, -0.03, 0.01),
    player(TOTAL, 0.03, 0.01, 0.05),
]


def test_steps_begin_where_the_last_one_ended() -> None:
    option = waterfall(ROWS, "before", "after", "en")
    below, steps, ends, spans, numbers = option["series"]
    assert option["yAxis"]["data"] == ["before", "slips", "prices", "after"]
    assert below["data"] == pytest.approx([80.0, 80.0, 83.0, 83.0])
    assert [one["value"] for one in steps["data"]] == pytest.approx([0.0, 4.0, 1.0, 0.0])
    assert [one["value"][0] for one in ends["data"]] == pytest.approx([80.0, 83.0])
    assert spans["data"][:2] == [pytest.approx([83.0, 1]), pytest.approx([85.0, 1])]
    assert numbers["data"][1]["label"]["formatter"] == "{d|+4.00}{i|+3.00 … +5.00}"
    # a step whose interval holds zero is hollow
    assert [one["itemStyle"]["color"] == "#ffffff" for one in steps["data"][1:3]] == [False, True]
    json.dumps(option, allow_nan=False)


def test_it_is_told_in_both_languages() -> None:
    assert "slips +4.00 points (+3.00 … +5.00)" in description_of(waterfall(ROWS, "before", "after", "en"))
    option = waterfall(ROWS, "基准", "方案", "zh")
    assert option["xAxis"]["name"] == "县域内就诊率（%）" and "从基准到方案" in description_of(option)


def test_the_total_comes_last() -> None:
    with pytest.raises(ValueError, match="total"):
        waterfall(ROWS[:2], "a", "b", "en")
