"""What is said of a goal beside a run."""

from __future__ import annotations

import pytest

from sim.cli.published import remark
from sim.cli.screen import Screen
from sim.errors import Text
from sim.indicators.published import Comparison, Published

GOAL = Published(
    "G", "goal", "in_county_visit_rate", "reported", Text("Yangzhou", "扬州"), (), "2020", 0.9, "source", ""
)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0.91, 0.95, "goal reached"), (0.6, 0.8, "goal not reached"), (0.6, 0.95, "depends on what is counted")],
)
def test_a_goal_is_reached_only_on_every_reading(low: float, high: float, said: str) -> None:
    one = Comparison(GOAL, "2024", (low + high) / 2, low, high, GOAL.place, None, 0.97)
    text = remark(Screen("en"), one)
    assert text.startswith(said) and "97.0" in text
