"""Goals beside what is reached."""

from __future__ import annotations

import json

import pytest

from sim.errors import Text
from sim.experiment.comparison.goals import reached
from sim.indicators.published import Published
from sim.ui.charts.common import description_of
from sim.ui.charts.goals import goals
from tests.ui.charts.tables import BASE, TITLES, row, table

GOAL = Published(
    "visits:2027", "goal", "in_county_visit_rate", "happened", Text("goal by 2027", "2027年目标"), (), "",
    0.81, "our plan", "",
)  # fmt: skip
FOUND = reached(table(row(), row(scenario="c", after=0.70, after_low=0.69, after_high=0.71)), [GOAL])


def test_values_stand_against_the_bar() -> None:
    option = goals(FOUND, BASE, TITLES, "en")
    bars = next(one for one in option["series"] if one["name"] == "bars")
    assert bars["data"][0] == pytest.approx([81.0, -0.44])
    dots = {one["name"]: one["data"][0] for one in option["series"] if one["type"] == "scatter"}
    assert [dots[name]["value"][0] for name in (BASE, *TITLES.values())] == pytest.approx([80.0, 82.0, 70.0])
    # replicates of b lie from 80 to 84, on both sides of 81: hollow; those of c do not
    assert dots["More doctors"]["itemStyle"]["color"] == "#ffffff"
    assert dots[TITLES["c"]]["itemStyle"]["color"] != "#ffffff"
    assert option["xAxis"]["min"] < 69 and option["xAxis"]["max"] > 84
    json.dumps(option, allow_nan=False)


def test_what_is_reached_is_told_in_words() -> None:
    told = description_of(goals(FOUND, BASE, TITLES, "zh"))
    assert "≥ 81.00%（2027年目标）" in told and "均值达到，但并非各次重复都达到" in told and "未达到" in told
