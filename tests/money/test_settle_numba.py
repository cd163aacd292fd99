from __future__ import annotations

import numpy as np
import pytest

from sim.money.settle import settle_outpatient
from tests.money.policy import rules

pytest.importorskip("numba")

from sim.money.settle_numba import settle_visits

RULES = rules()


@pytest.mark.parametrize("seed", range(5))
def test_bills_in_order_are_settled_as_one_by_one(seed):
    """Few people with many bills: accumulators fill up, limits are reached, some bills are not claimed."""
    rng = np.random.default_rng(seed)
    n, many = 60, 1500
    insurance = rng.integers(0, 3, n).astype(np.uint8)
    person = rng.integers(0, n, many).astype(np.int32)
    bill = np.floor(rng.lognormal(9, 1, many)).astype(np.int64)
    level, chronic, claimed = rng.integers(0, 5, many), rng.random(many) < 0.3, rng.random(many) < 0.8
    fast = [np.zeros(n, np.int32) for _ in range(3)]
    fund = np.full(many, -1)
    settle_visits(RULES, bill, level, insurance, chronic, claimed, person, *fast, fund)
    slow = [np.zeros(n, np.int32) for _ in range(3)]
    for i, who in enumerate(person.tolist()):
        at = slice(i, i + 1)
        paid = settle_outpatient(
            RULES, bill[at], level[at], insurance[[who]], chronic[at], *(column[[who]] for column in slow)
        )
        expected = int(paid.fund[0]) * claimed[i]
        assert fund[i] == expected
        slow[0][who] += int(paid.deductible_used[0]) * claimed[i]
        slow[2 if chronic[i] else 1][who] += expected
    for mine, theirs in zip(fast, slow, strict=True):
        assert mine.tolist() == theirs.tolist()
    assert (fast[1] == RULES.outpatient_limit[insurance]).any()  # the year was long enough to matter
