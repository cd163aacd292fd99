"""Shares of money and cost within scope by hand, in fen, with the numbers of `policy.py`."""

from __future__ import annotations

import numpy as np

from sim.money.settle import eligible_cost, portion
from tests.money.policy import (
    RESIDENT,
    rules,
)

RULES = rules()


def test_portions_round_half_up():
    assert portion(np.array([1, 3, 5, 7]), 5000).tolist() == [1, 2, 3, 4]
    assert portion(np.array([9999, 10_000, 19_999]), 1).tolist() == [1, 1, 2]
    assert portion(np.array([4_999, 5_000]), 1).tolist() == [0, 1]  # 0.4999 and 0.5 fen


def test_cost_within_policy_scope():
    # 100 yuan: fully covered + partly covered - 10 % of the partly covered that the patient pays first
    bill = np.full(5, 10_000)
    assert eligible_cost(RULES, bill, np.arange(5), np.full(5, RESIDENT)).tolist() == [
        9_500 + 300 - 30,
        9_000 + 600 - 60,
        8_000 + 1_000 - 100,
        7_000 + 2_000 - 200,
        6_500 + 2_000 - 200,
    ]
