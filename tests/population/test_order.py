"""Quick orders are those of a stable sort."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.population.order import order_of_draws, order_of_numbers


@given(st.lists(st.one_of(st.integers(0, 5), st.integers(0, 2**32 - 1))))
def test_whole_numbers_with_and_without_high_digits(numbers: list[int]) -> None:
    given_ = np.array(numbers, np.int64)
    assert order_of_numbers(given_).tolist() == sorted(range(len(numbers)), key=lambda i: numbers[i])


@pytest.mark.parametrize("kind", [np.uint8, np.int32, np.int64])
def test_narrow_columns(kind: type[np.integer]) -> None:
    ages = np.array([7, 3, 7, 100, 3], kind)
    assert order_of_numbers(ages).tolist() == [1, 4, 0, 2, 3]


@given(st.lists(st.floats(0.0, 1.0)))
def test_draws_and_those_that_are_equal(draws: list[float]) -> None:
    given_ = np.array(draws, np.float64)
    assert order_of_draws(given_).tolist() == sorted(range(len(draws)), key=lambda i: draws[i])
