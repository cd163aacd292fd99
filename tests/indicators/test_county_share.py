"""Why an in-county share changed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.indicators.county_share import split_share_change

counts = st.integers(0, 10_000)
cells = st.lists(st.tuples(counts, counts, counts, counts), min_size=1, max_size=6)


def test_care_brought_home() -> None:
    """Ten of twenty outside visits now happen in the county: 80 % becomes 90 %, all by good."""
    found = split_share_change(80, 20, 90, 10)
    assert found[:5] == (0.8, 0.9, 10, 0, 0)
    assert found[5:] == pytest.approx((0.1, 0, 0))


def test_outside_care_forgone_raises_the_share_by_harm() -> None:
    """Ten outside visits do not happen at all: 80/90 is 8.9 points more."""
    found = split_share_change(80, 20, 80, 10)
    assert found[2:5] == (0, 0, 10)
    assert found.after - found.before == pytest.approx(80 / 90 - 0.8)
    assert found[5:] == pytest.approx((0, 0, 80 / 90 - 0.8))


def test_new_care_in_the_county() -> None:
    found = split_share_change(80, 20, 180, 20)
    assert found[2:5] == (0, 100, 0)
    assert found[5:] == pytest.approx((0, 0.1, 0))


def test_all_three_at_once() -> None:
    """I 80 to 95, O 20 to 2: 15 brought home and 3 forgone."""
    found = split_share_change(80, 20, 95, 2)
    assert found[2:5] == (15, 0, 3)
    assert found[5:] == pytest.approx((15 / 97, 0, 3 * 0.8 / 97))


def test_care_sent_outside_is_brought_home_the_other_way() -> None:
    assert split_share_change(90, 10, 80, 20)[2:5] == (-10, 0, 0)


def test_cells_keep_apart_what_totals_mix() -> None:
    """The old stop going out, the young have more at home: together it looks like care brought home."""
    assert split_share_change(80, 20, 90, 10)[2:5] == (10, 0, 0)
    assert split_share_change([40, 40], [10, 10], [40, 50], [0, 10])[2:5] == (0, 10, 10)


@given(cells)
def test_the_parts_add_up(rows: list[tuple[int, int, int, int]]) -> None:
    before, outside, after, outside_after = np.array(rows).T
    found = split_share_change(before, outside, after, outside_after)
    assert found.brought_home + found.new_in_county == pytest.approx(after.sum() - before.sum())
    assert found.brought_home + found.outside_forgone == pytest.approx(outside.sum() - outside_after.sum())
    if before.sum() + outside.sum() and after.sum() + outside_after.sum():
        assert sum(found[5:]) == pytest.approx(found.after - found.before, abs=1e-12)


@given(cells)
def test_there_and_back_cancel(rows: list[tuple[int, int, int, int]]) -> None:
    before, outside, after, outside_after = np.array(rows).T
    there = split_share_change(before, outside, after, outside_after)
    back = split_share_change(after, outside_after, before, outside)
    np.testing.assert_allclose(there[2:5], -np.array(back[2:5]))


def test_no_care_has_no_share() -> None:
    assert np.isnan(split_share_change(0, 0, 5, 5).before)
    assert np.isnan(split_share_change(5, 5, 0, 0).from_outside_forgone)


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        split_share_change([1, 2], 1, 1, 1)
    with pytest.raises(ValueError, match="negative"):
        split_share_change(-1, 1, 1, 1)
