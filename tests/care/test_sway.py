from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.care.sway import swayed

shares = st.floats(0.001, 0.999)
money = st.integers(-500_000, 500_000)
weights = st.floats(0.0, 2.0)


def test_hand_worked_odds():
    # Odds 1 : 1, tripled by 100 yuan at a weight of log 3, and cut to a ninth by losing 200 yuan.
    three = np.log(3.0)
    assert swayed(0.5, 10_000, three) == pytest.approx(0.75)
    assert swayed(0.5, -20_000, three) == pytest.approx(0.1)
    # Odds 1 : 4 become 3 : 4.
    assert swayed(0.2, 10_000, three) == pytest.approx(3 / 7)


def test_arrays_broadcast():
    got = swayed(np.array([[0.2], [0.5]]), np.array([0, 10_000, -10_000]), np.log(2.0))
    assert got == pytest.approx(np.array([[0.2, 1 / 3, 1 / 9], [0.5, 2 / 3, 1 / 3]]))


@given(shares, money)
def test_without_weight_or_money_judgement_stands_bit_for_bit(share, fen):
    assert swayed(share, fen, 0.0) == share
    assert swayed(share, 0, 1.3) == share


@given(money, weights)
def test_what_is_never_or_always_done_no_money_moves(fen, weight):
    assert swayed(0.0, fen, weight) == 0.0
    assert swayed(1.0, fen, weight) == 1.0


@given(shares, money, money, weights)
def test_more_money_for_acting_never_lowers_the_share(share, one, other, weight):
    less, more = swayed(share, np.array(sorted([one, other])), weight)
    assert 0.0 <= less <= more <= 1.0


@given(shares, st.floats(0.01, 2.0))
def test_gain_and_loss_are_mirror_images(share, weight):
    assert swayed(1.0 - share, -10_000, weight) == pytest.approx(1.0 - swayed(share, 10_000, weight))


def test_huge_sums_do_not_overflow():
    assert swayed(0.5, np.array([10**12, -(10**12)]), 5.0).tolist() == [1.0, 0.0]
