"""Numbers of a comparison as people read them."""

from __future__ import annotations

import math

import pytest

from sim.experiment.comparison import words


@pytest.mark.parametrize(
    ("middle", "low", "high", "said"),
    [
        (0.00041, -0.0037, 0.0048, ("+0.04", "−0.37 … +0.48")),
        (-0.000003, -0.000043, 0.000036, ("−0.0003", "−0.0043 … +0.0036")),
        (0.00001, -0.2, 0.2, ("0.00", "−20.00 … +20.00")),
        (0.02, math.nan, math.nan, ("+2.00", "")),
    ],
)
def test_a_difference_and_its_interval_have_the_same_decimals(
    middle: float, low: float, high: float, said: tuple[str, str]
) -> None:
    row = {"difference": middle, "low": low, "high": high, "unit": "share"}
    assert words.change_and_interval(row) == said


def test_levels_bear_their_unit_and_places_their_name() -> None:
    assert words.level(0.5, "share").zh == "50.00%" and words.level(0.5, "share").en == "50.00 %"
    assert words.level(math.nan, "share").en == "–"
    assert words.place("county:130304").zh == "县区130304" and words.place("").en == ""
