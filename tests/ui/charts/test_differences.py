"""Dots and whiskers of what differs."""

from __future__ import annotations

import json

import pytest

from sim.ui.charts.common import description_of, height_of
from sim.ui.charts.differences import differences
from tests.ui.charts.tables import BASE, TITLES, UNCLEAR, row

ROWS = [
    row(),
    row(scenario="c", difference=-0.04, low=-0.05, high=-0.03, verdict="worse"),
    row("travel_minutes", unit="minutes", before=20.0, after=22.0, difference=2.0,
        **UNCLEAR | {"low": -1.0, "high": 5.0}),
]  # fmt: skip


def test_each_indicator_has_its_scale_and_each_scenario_its_mark() -> None:
    option = differences(ROWS, BASE, TITLES, "en")
    drawn = [one for one in option["series"] if one["name"] in TITLES.values()]
    dots = {one["name"]: one for one in drawn if one["type"] == "scatter"}
    assert [one["symbol"] for one in dots.values()] == ["circle", "diamond"]
    # the largest end of visits is 0.05: 0.02 stands at 0.4; of travel 5: 2 stands at 0.4 as well
    first, travel = dots["More doctors"]["data"]
    assert first["value"] == pytest.approx([0.4, 0.0]) and travel["value"] == pytest.approx([0.4, 2.5])
    assert first["itemStyle"]["color"] == first["itemStyle"]["borderColor"]  # told apart: filled
    assert travel["itemStyle"]["color"] == "#ffffff"  # cannot be told apart: hollow
    sure, unsure = (one for one in drawn if one["type"] == "line" and one["name"] == "More doctors")
    for line, style, ends in (
        (sure, "solid", ([0.2, 0.0], [0.6, 0.0])), (unsure, "dashed", ([-0.2, 2.5], [1.0, 2.5])),
    ):  # fmt: skip
        assert line["data"][:2] == [pytest.approx(one) for one in ends] and line["data"][2] == ["-", "-"]
        assert line["lineStyle"]["type"] == style
    assert option["series"][0]["markLine"]["data"] == [{"xAxis": 0}]
    assert height_of(option) > 100
    json.dumps(option, allow_nan=False)


def test_verdicts_and_units_in_words_of_both_languages() -> None:
    option = differences(ROWS, BASE, TITLES, "zh")
    text = json.dumps(option, ensure_ascii=False)
    for said in (
        "县域内就诊率（百分点）",
        "门诊单程平均路途时间（分钟）",
        "无法区分",
        "更差",
        "+2.00",
        "95% 区间",
    ):
        assert said in text
    spoken = description_of(option)
    assert "无法区分（约再需 4 次重复才能区分）" in spoken and "80.00% → 82.00%" in spoken
    english = description_of(differences(ROWS, BASE, TITLES, "en"))
    assert "cannot be told apart (about 4 more replicates would tell)" in english


def test_what_a_user_names_is_never_markup() -> None:
    option = differences(ROWS, BASE, TITLES, "en")
    marks = next(one for one in option["series"] if one["type"] == "scatter" and one["name"] == TITLES["c"])
    assert [one["tooltip"]["formatter"].split("<br>")[0] for one in marks["data"]] == ["Slips &lt;b&gt;"]
