"""Goals held against baseline and scenarios, by hand."""

from __future__ import annotations

from dataclasses import replace

from sim.errors import Text
from sim.experiment.comparison.goals import MET, MISSED, MOSTLY, SOMETIMES, goals_of, reached
from sim.experiment.comparison.table import compare
from sim.indicators.published import Published
from sim.scenario import load_scenario
from tests.experiment.comparison.test_table import side

GOAL = Published(
    "g", "goal", "in_county_visit_rate", "happened", Text("plan", "规划"), (), "", 0.75, "our plan", ""
)


def test_verdicts_tell_whether_all_replicates_lie_on_one_side() -> None:
    # levels 0.70, 0.72, 0.71: mean 0.71, sd 0.01, replicates within 0.0196: below 0.75
    base = side("a", [0.70, 0.72, 0.71], [1, 1, 1])
    others = [side("b", [0.90, 0.92, 0.91], [1, 1, 1]), side("c", [0.70, 0.86, 0.78], [1, 1, 1])]
    table = compare([base, *others])
    found = reached(table, [GOAL])
    assert [one.scenario for one in found] == ["", "b", "c"]
    assert [one.verdict for one in found] == [MISSED, MET, MOSTLY]
    assert [one.verdict for one in reached(compare([base, *others]), [replace(GOAL, value=0.8)])][
        -1
    ] == SOMETIMES
    upside_down = reached(compare([base, *others]), [replace(GOAL, at_most=True)])
    assert [one.verdict for one in upside_down] == [MET, MISSED, SOMETIMES]


def test_whose_goals() -> None:
    hunan, plain = load_scenario("hunan-2024"), load_scenario("beidaihe-2024")
    assert {one.indicator for one in goals_of([plain, hunan])} >= {"primary_visit_share"}
    assert all(one.place.en.startswith("goal by") for one in goals_of([plain, hunan]))
    assert goals_of([plain]) and all(one.kind == "goal" for one in goals_of([plain]))
