"""Purses: neutral without a money lever, and compared number by number."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from sim.money.purse import Purses


def test_neutral_purses_move_nobody():
    purses = Purses.neutral(2, 3)
    assert purses.kappa.tolist() == purses.years.tolist() == purses.stake.tolist() == [0, 0]
    assert purses.value.tolist() == [1, 1, 1]
    assert purses.near_cap.tolist() == [0, 0, 0]
    assert purses.score.tolist() == [1, 1]
    assert purses.same_as(Purses.neutral(2, 3))


@pytest.mark.parametrize("name", [field.name for field in fields(Purses)])
def test_any_number_makes_a_difference(name):
    purses = Purses.neutral(2, 3)
    changed = getattr(purses, name).copy()
    changed[-1] += 0.1
    assert not replace(purses, **{name: changed}).same_as(purses)
