"""Differences of pairs, by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.experiment.paired import half_width, movement, paired, replicates_needed, spread_of


def test_a_paired_difference_by_hand() -> None:
    # differences 1, 2, 3: mean 2, standard deviation 1; t(2) = 4.3027, half 4.3027 / sqrt(3) = 2.4842
    found = paired(np.array([1.0, 5.0, 9.0]), np.array([2.0, 7.0, 12.0]))
    assert found == pytest.approx((2.0, -0.48414, 4.48414, 3), abs=1e-4)
    assert paired(np.array([1.0, np.nan]), np.array([2.0, 3.0]))[:1] == (1.0,)
    assert math.isnan(paired(np.array([1.0]), np.array([2.0])).low)
    assert paired(np.array([np.nan]), np.array([2.0])).seeds == 0
    assert paired(np.array([1.0, 2.0]), np.array([1.0, 2.0])) == (0.0, 0.0, 0.0, 2)


def test_replicates_needed_by_hand() -> None:
    # spread 1 over 4 seeds: half = 3.1824 / 2 = 1.5912. A difference of 1 needs t(n-1) / sqrt(n) < 1:
    # n = 6: 2.5706 / 2.4495 > 1; n = 7: 2.4469 / 2.6458 < 1
    low, high = 1.0 - 1.59122, 1.0 + 1.59122
    assert spread_of(low, high, 4) == pytest.approx(1.0, abs=1e-4)
    assert half_width(1.0, 7) == pytest.approx(2.4469 / 2.6458, abs=1e-4)
    assert replicates_needed(1.0, low, high, 4) == 7
    assert replicates_needed(0.0, 0.0, 0.0, 4) is None
    assert replicates_needed(1.0, math.nan, math.nan, 1) is None
    assert replicates_needed(0.001, -5.0, 5.002, 4) is None


@pytest.mark.parametrize(
    ("better", "low", "high", "said"),
    [
        ("higher", 0.1, 0.2, "better"), ("higher", -0.2, -0.1, "worse"), ("lower", 0.1, 0.2, "worse"),
        ("lower", -0.2, -0.1, "better"), ("higher", -0.1, 0.1, "unclear"), ("none", 0.1, 0.2, ""),
        ("lower", math.nan, math.nan, "unclear"),
    ],
)  # fmt: skip
def test_movement(better: str, low: float, high: float, said: str) -> None:
    assert movement(better, low, high) == said
