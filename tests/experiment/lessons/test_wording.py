"""Numbers of a lesson as they are read out."""

from __future__ import annotations

import math

import pytest

from sim.experiment.comparison.words import PER_CENT, POINTS
from sim.experiment.lessons.wording import digits, measured
from sim.experiment.paired import Difference


def test_a_number_has_the_digits_that_its_interval_bears() -> None:
    share = Difference(62.53, 61.38, 63.68, 3)
    assert measured(share, PER_CENT, "en") == "62.5 % (95 % interval 61.4 … 63.7)"
    assert measured(share, PER_CENT, "zh") == "62.5%（95%区间 61.4 … 63.7）"
    moved = Difference(-3.021, -5.1, -0.944, 3)
    assert measured(moved, POINTS, "zh", signed=True) == "−3.0 百分点（95%区间 −5.1 … −0.9）"
    assert measured(Difference(1234.5, math.nan, math.nan, 1), POINTS, "en") == "1,234 points"


@pytest.mark.parametrize(
    ("half", "shown"), [(250.0, 0), (25.0, 0), (2.5, 1), (0.25, 2), (0.0025, 2), (0.0, 1)]
)
def test_two_figures_of_the_half_width_are_shown(half: float, shown: int) -> None:
    assert digits(Difference(7.0, 7.0 - half, 7.0 + half, 3)) == shown
