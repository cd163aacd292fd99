"""Chance intervals against numbers from tables and against exact limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.indicators.intervals import odds, poisson, wilson


def one(pair: tuple[np.ndarray, np.ndarray]) -> tuple[float, float]:
    return float(pair[0][0]), float(pair[1][0])


def test_wilson_by_hand() -> None:
    # 8 of 10: (0.8 + 3.8415/20) / 1.38415 = 0.71674; half width
    # 1.95996 / 1.38415 * sqrt(0.016 + 0.0096037) = 0.22658.
    assert one(wilson(np.array([8.0]), np.array([10.0]))) == pytest.approx((0.49016, 0.94332), abs=1e-5)


def test_nothing_counted_says_nothing() -> None:
    assert np.isnan(wilson(np.array([0.0]), np.array([0.0]))).all()
    assert one(poisson(np.array([0.0])))[0] == 0.0


@given(st.integers(1, 100_000))
def test_poisson_is_close_to_the_exact_limits(count: int) -> None:
    low, high = one(poisson(np.array([float(count)])))
    assert low == pytest.approx(stats.chi2.ppf(0.025, 2 * count) / 2, rel=0.05, abs=0.02)
    assert high == pytest.approx(stats.chi2.ppf(0.975, 2 * count + 2) / 2, rel=0.01)


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_wilson_holds_the_share_inside_nought_and_one(hits: int, more: int) -> None:
    low, high = one(wilson(np.array([float(hits)]), np.array([float(hits + more)])))
    assert 0 <= low <= hits / (hits + more) <= high <= 1


def test_odds_follow_from_the_share_of_the_first() -> None:
    low, high = one(odds(np.array([8.0]), np.array([2.0])))
    assert (low, high) == pytest.approx((0.49016 / 0.50984, 0.94332 / 0.05668), rel=1e-3)
