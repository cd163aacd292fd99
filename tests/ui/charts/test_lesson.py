"""Charts of guesses and of a lesson's answer."""

from __future__ import annotations

import math

from sim.experiment.batch.outcome import Key
from sim.experiment.comparison.words import PER_CENT, POINTS, groups
from sim.experiment.lessons.lesson import Reveal
from sim.experiment.paired import Difference
from sim.scenario import load_scenario
from sim.ui.charts.common import description_of
from sim.ui.charts.guesses import described, guesses, stacked
from sim.ui.charts.lesson import reveal

SHARE = Key("primary_visit_share", "happened")
POOREST, RICHEST = SHARE._replace(group="income_1"), SHARE._replace(group="income_5")
JAN, FEB = SHARE._replace(period="2024-01"), SHARE._replace(period="2024-02")
RUNS = {
    "a": [{SHARE: 0.5, POOREST: 0.4, RICHEST: 0.6, FEB: 0.7, JAN: 0.3}],
    "b": [{SHARE: 0.6, POOREST: 0.5, RICHEST: 0.7, FEB: 0.8, JAN: 0.4}],
}
TITLES = {"a": "现状", "b": "改革"}


def test_alike_guesses_are_stacked() -> None:
    assert stacked([50, 50, 0, 100], 0, 100) == [(50, 1), (50, 2), (0, 1), (100, 1)]


def test_the_answer_is_a_line_with_its_interval_and_ones_own_dot_is_dark() -> None:
    option = guesses([40, 60], Difference(13, 10, 16, 3), (0, 100), PER_CENT, "zh", mine=60)
    (dots,) = option["series"]
    assert dots["markLine"]["data"] == [{"xAxis": 13}]
    assert dots["markArea"]["data"] == [[{"xAxis": 10}, {"xAxis": 16}]]
    assert len({one["itemStyle"]["color"] for one in dots["data"]}) == 2
    assert "中位数 50" in description_of(option) and "13.0%（95%区间 10.0 … 16.0）" in description_of(option)


def test_the_axis_holds_an_answer_beyond_what_could_be_guessed() -> None:
    option = guesses([], Difference(30, math.nan, math.nan, 1), (-20, 20), POINTS, "en")
    assert (option["xAxis"]["min"], option["xAxis"]["max"]) == (-20, 30)
    assert option["series"][0]["markArea"]["data"] == []
    assert described([7], Difference(3, 2, 4, 3), POINTS, "en") == (
        "One guess: 7. The model's answer is 3.0 points (95 % interval 2.0 … 4.0)."
    )


def test_bars_are_in_the_unit_that_people_read() -> None:
    option = reveal(Reveal(SHARE, "bars"), RUNS, TITLES, {}, "zh")
    assert [one["value"] for one in option["series"][0]["data"]] == [50, 60]
    assert option["yAxis"]["data"] == ["现状", "改革"]


def test_months_and_groups_are_in_order() -> None:
    option = reveal(Reveal(SHARE, "months"), RUNS, TITLES, {}, "en")
    assert option["xAxis"]["data"] == ["2024-01", "2024-02"]
    assert [one["data"] for one in option["series"]] == [[30, 70], [40, 80]]
    plan = load_scenario("beidaihe-2024-baseline")
    names = groups(plan.values(plan.begin))
    option = reveal(Reveal(SHARE, "groups", "income"), RUNS, TITLES, names, "en")
    assert option["xAxis"]["data"] == [names["income_1"].en, names["income_5"].en]
    assert [one["data"] for one in option["series"]] == [[40, 60], [50, 70]]
