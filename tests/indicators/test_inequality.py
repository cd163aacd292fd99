"""Concentration index and gaps: hand-worked numbers and known properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.indicators.inequality import Estimate, concentration, concentration_index, gap, ranks
from sim.indicators.intervals import wilson

amounts = st.lists(st.floats(0, 1e6), min_size=2, max_size=6)
sizes = st.integers(1, 10_000)


def pair(data: st.DataObject) -> tuple[np.ndarray, np.ndarray]:
    mean = np.array(data.draw(amounts))
    return mean, np.array([data.draw(sizes) for _ in mean], float)


def test_ranks_are_the_middles_of_the_groups() -> None:
    np.testing.assert_allclose(ranks(np.array([1.0, 1.0, 2.0])), [0.125, 0.375, 0.75])


def test_hand_worked_index() -> None:
    # Ranks .1 .3 .5 .7 .9; mean 3; covariance (2*.4 + 1*.2 + 0 + 1*.2 + 2*.4)/5 = .4; 2*.4/3.
    assert concentration_index(np.arange(1.0, 6.0), np.ones(5)) == pytest.approx(0.8 / 3)
    assert concentration_index(np.arange(5.0, 0.0, -1.0), np.ones(5)) == pytest.approx(-0.8 / 3)
    # All with the richest fifth: 2 * .9 - 1.
    assert concentration_index(np.array([0, 0, 0, 0, 7.0]), np.full(5, 30.0)) == pytest.approx(0.8)
    # Groups of 1 and 3 people with 4 and 0: rank of the first is 1/8, 2 * 1/8 - 1.
    assert concentration_index(np.array([4.0, 0.0]), np.array([1.0, 3.0])) == pytest.approx(-0.75)


def test_index_of_grouped_people_is_that_of_the_people() -> None:
    """The group formula agrees with the covariance over single people who share their group's rank."""
    people, mean = np.array([3, 2, 5]), np.array([2.0, 9.0, 4.0])
    value, rank = np.repeat(mean, people), np.repeat(ranks(people.astype(float)), people)
    covariance = np.mean((value - value.mean()) * (rank - rank.mean()))
    assert concentration_index(mean, people.astype(float)) == pytest.approx(2 * covariance / value.mean())


def test_nothing_has_no_index() -> None:
    assert np.isnan(concentration_index(np.zeros(5), np.ones(5)))
    assert np.isnan(concentration_index(np.ones(5), np.zeros(5)))
    assert np.isnan(concentration(np.zeros(5), np.zeros(5), np.ones(5)).low)


@given(st.data())
def test_properties_of_the_index(data: st.DataObject) -> None:
    mean, people = pair(data)
    index = concentration_index(mean, people)
    if np.isnan(index):
        assert not mean.any()
        return
    assert -1 <= index <= 1
    assert concentration_index(3.0 * mean, 7.0 * people) == pytest.approx(index, abs=1e-9)
    assert concentration_index(mean[::-1], people[::-1]) == pytest.approx(-index, abs=1e-9)
    assert concentration_index(np.full_like(mean, 5.0), people) == pytest.approx(0, abs=1e-12)


@given(st.data())
def test_giving_the_same_to_everybody_brings_the_index_nearer_to_nought(data: st.DataObject) -> None:
    mean, people = pair(data)
    index = concentration_index(mean, people)
    if not np.isnan(index):
        assert abs(concentration_index(mean + 10.0, people)) <= abs(index) + 1e-12


def test_the_interval_of_the_index_covers_what_chance_does() -> None:
    rng = np.random.default_rng(4)
    people, mean = np.array([300.0, 500.0, 400.0, 600.0, 200.0]), np.array([2.0, 2.5, 3.0, 3.2, 5.0])
    true = concentration_index(mean, people)
    found = []
    for _ in range(2_000):
        drawn = rng.poisson(mean * people) / people
        found.append(concentration(drawn, drawn / people, people))
    inside = np.mean([each.low <= true <= each.high for each in found])
    assert 0.935 < inside < 0.965


def test_gap_of_shares_is_newcombes() -> None:
    """Newcombe 1998, table II, method 10: 56/70 less 48/80 is 0.2 (0.0524 to 0.3339)."""
    low, high = wilson(np.array([56.0, 48.0]), np.array([70.0, 80.0]))
    one, other = Estimate(0.8, low[0], high[0]), Estimate(0.6, low[1], high[1])
    assert gap(one, other) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    back = gap(other, one)
    assert back == pytest.approx((-0.2, -0.3339, -0.0524), abs=5e-5)


def test_a_gap_without_an_interval_has_none() -> None:
    found = gap(Estimate(2.0, np.nan, np.nan), Estimate(1.0, 0.5, 1.5))
    assert found.value == 1.0
    assert np.isnan(found.low) and np.isnan(found.high)
