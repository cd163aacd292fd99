"""Scores by hand, and what one act more adds against the difference of two scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.money.score import (
    GROWTH,
    ITEMS,
    SCHEMES,
    Lines,
    Scored,
    item_values,
    left,
    parts_of,
    points,
    score,
    worth,
)

NAMES = [item.name for item in ITEMS]
YEAR = {
    Scored.PRIMARY_VISITS: 60_000, Scored.HOSPITAL_VISITS: 40_000, Scored.PRIMARY_FUND: 1_000,
    Scored.HOSPITAL_FUND: 9_000, Scored.COUNTY_FUND: 12_000, Scored.OUTSIDE_FUND: 8_000,
    Scored.STAY_BILL: 20_000, Scored.STAY_FUND: 11_000, Scored.STAYS: 950, Scored.OUT_SLIPS: 50,
    Scored.PATHWAY_STAYS: 475,
}  # fmt: skip
BEFORE = np.array([20.0])


def year() -> np.ndarray:
    return np.array([[YEAR[one]] for one in Scored], np.float64)


def lines(floor: float = 0.0, goal: float = 1.0, spread: float = 0.1) -> Lines:
    return Lines(*(np.full((len(ITEMS), 1), value) for value in (floor, goal, spread)))


def test_items_by_hand():
    values = dict(zip(NAMES, item_values(year(), BEFORE)[:, 0], strict=True))
    assert values == pytest.approx(
        {
            GROWTH: 20_000 / 950 / 20 - 1, "reimbursed": 0.55, "primary_visits": 0.6, "county_fund": 0.6,
            "primary_fund": 0.1, "pathway": 0.5, "referred_out": 0.05,
        }
    )  # fmt: skip


def test_points_lie_between_floor_and_goal_whichever_is_the_higher():
    values = np.array([[0.5], [0.05], [0.9], [0.15]])
    line = Lines(
        *(np.array(one)[:, None] for one in ([0.4, 0.15, 0.4, 0.15], [0.65, 0.05, 0.65, 0.05], [1.0] * 4))
    )
    assert points(values, line)[:, 0] == pytest.approx([0.4, 1.0, 1.0, 0.0])


def test_a_score_is_the_mean_of_the_items_that_have_a_value():
    values = item_values(year(), np.array([np.nan]))  # nobody knows what a stay cost before
    parts = parts_of("external_score", values)
    assert parts[:, 0].tolist() == [0.0, 0.25, 0.25, 0.25, 0.25, 0.0, 0.0]
    assert score(parts, points(values, lines()))[0] == pytest.approx((0.55 + 0.6 + 0.6 + 0.1) / 4)
    nothing = item_values(np.zeros((len(Scored), 1)), BEFORE)
    assert score(parts_of("arun_score", nothing), points(nothing, lines())).tolist() == [1.0]


def test_what_a_score_leaves_of_money():
    assert left(np.array([0.05]), np.array([0.8])) == pytest.approx([0.99])


def test_one_slip_more_by_hand():
    """A third of 3,000,000 fen over 0.1 of the way; 50 of 1,000: one more is 0.95/1,000 of a point."""
    values = item_values(year(), BEFORE)
    line = Lines(*(np.full((len(ITEMS), 1), value) for value in (0.1, 0.0, 1e-3)))
    got = worth(year(), BEFORE, parts_of("arun_score", values), line, np.array([3e6]))
    per_point = 1e6 / -0.1
    assert got[Scored.OUT_SLIPS, 0] == pytest.approx(per_point * 0.95 / 1_000)
    beyond = worth(year(), BEFORE, parts_of("arun_score", values), lines(0.1, 0.06, 1e-3), np.array([3e6]))
    assert beyond[Scored.OUT_SLIPS, 0] == 0.0  # the goal is reached


@given(st.sampled_from(list(SCHEMES)), st.integers(0, 2**32 - 1))
def test_worth_is_the_slope_of_the_expected_score(scheme: str, seed: int):
    """Against the change of the score, averaged over what the end of the year may be."""
    rng = np.random.default_rng(seed)
    sums, before = rng.uniform(500.0, 2_000.0, (len(Scored), 2)), rng.uniform(0.5, 2.0, 2)
    floor, goal = rng.uniform(0.0, 0.4, (len(ITEMS), 2)), rng.uniform(0.6, 1.0, (len(ITEMS), 2))
    line = Lines(floor, goal, np.full_like(floor, 0.2))
    parts, money = parts_of(scheme, item_values(sums, before)), np.array([1e6, 2e6])
    u = (np.arange(4_000) + 0.5) / 4_000
    noise = 0.2 * np.log(u / (1.0 - u))

    def expected(of: np.ndarray) -> np.ndarray:
        way = (item_values(of, before) - floor) / (goal - floor)
        return score(parts, np.clip(way[..., None] + noise, 0.0, 1.0).mean(axis=-1)) * money

    got, step = worth(sums, before, parts, line, money), 1.0
    for one in Scored:
        more, less = sums.copy(), sums.copy()
        more[one] += step
        less[one] -= step
        assert got[one] == pytest.approx((expected(more) - expected(less)) / 2, rel=0.02, abs=0.5)
