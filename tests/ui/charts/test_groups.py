"""Differences by group of people."""

from __future__ import annotations

import json

import pytest

from sim.errors import Text
from sim.ui.charts.common import description_of
from sim.ui.charts.groups import groups
from tests.ui.charts.tables import TITLES, UNCLEAR, row

LABELS = {"income_1": Text("poorest fifth", "最低收入组"), "income_2": Text("second fifth", "中间偏下组")}
COST = {"indicator": "own_cost_per_person", "unit": "yuan"}
ROWS = [
    row(**COST, group="income_1", before=500.0, after=540.0, difference=40.0, low=20.0, high=60.0),
    row(**COST, group="income_2", difference=5.0, **UNCLEAR | {"low": -10.0, "high": 20.0}),
    row(**COST, scenario="c", group="income_1", difference=-50.0, low=-100.0, high=0.0, verdict="unclear"),
]


def test_groups_stand_below_each_other_scenarios_side_by_side() -> None:
    option = groups(ROWS, LABELS, TITLES, "en")
    marks = {one["name"]: one["data"] for one in option["series"] if one["type"] == "scatter"}
    assert [one["value"] for one in marks["More doctors"]] == [
        pytest.approx([40.0, -0.13]), pytest.approx([5.0, 0.87]),
    ]  # fmt: skip
    assert marks[TITLES["c"]][0]["value"] == pytest.approx([-50.0, 0.13])
    assert [one["itemStyle"]["color"] == "#ffffff" for one in marks["More doctors"]] == [False, True]
    assert option["xAxis"]["max"] == -option["xAxis"]["min"] == pytest.approx(108.0)
    assert [one["label"]["formatter"] for one in marks["groups"]] == ["poorest fifth", "second fifth"]
    beside = next(one for one in option["series"] if one["name"] == "groups")
    assert beside["clip"] is False  # it stands on the edge, and its names outside
    json.dumps(option, allow_nan=False)


def test_group_and_unit_are_told_in_the_language() -> None:
    option = groups(ROWS, LABELS, TITLES, "zh")
    assert option["xAxis"]["name"] == "与基准的差异（元）"
    assert "人均自付费用（分人群）" in description_of(option) and "最低收入组" in description_of(option)
