"""Lines and bands by month."""

from __future__ import annotations

import json

import pytest

from sim.ui.charts.common import description_of
from sim.ui.charts.months import months
from tests.ui.charts.tables import BASE, TITLES, row

ROWS = [
    row(scenario=name, period=period)
    for name in TITLES
    for period in ("2024-01", "2024-02")
]  # fmt: skip


def test_levels_of_baseline_and_scenarios_with_bands() -> None:
    option = months(ROWS, BASE, TITLES, "en", apart=False)
    assert option["legend"]["data"] == [BASE, *TITLES.values()]
    low, width, line = option["series"][:3]
    assert low["data"] == [79.0, 79.0] and width["data"] == [2.0, 2.0] and line["data"] == [80.0, 80.0]
    assert low["stack"] == width["stack"] and width["areaStyle"]["opacity"] < 0.3
    assert line["name"] == BASE and option["series"][5]["data"] == [82.0, 82.0]
    assert option["yAxis"]["name"] == "%" and option["xAxis"]["data"] == ["2024-01", "2024-02"]
    json.dumps(option, allow_nan=False)


def test_differences_have_the_paired_interval_and_a_line_at_zero() -> None:
    option = months(ROWS, BASE, TITLES, "zh", apart=True)
    assert option["legend"]["data"] == list(TITLES.values()) and option["yAxis"]["name"] == "百分点"
    assert option["series"][0]["data"] == pytest.approx([1.0, 1.0])
    assert option["series"][-1]["markLine"]["data"] == [{"yAxis": 0}]
    assert "县域内就诊率，2024-01 至 2024-02" in description_of(option)


def test_a_month_without_a_value_leaves_a_gap() -> None:
    rows = [ROWS[0], row(period="2024-02", after=float("nan"))]
    option = months(rows, BASE, {"b": TITLES["b"]}, "en", apart=False)
    assert option["series"][5]["data"] == [82.0, "-"]
