from __future__ import annotations

import numpy as np
import pytest

from sim.money.outpatient import PoolYear, after_visit, pool_of, settle_outpatient
from tests.money.policy import yangzhou

pytest.importorskip("numba")

from sim.money.outpatient_numba import settle_visits

RULES = yangzhou(
    pay_patient__tcm__points=0.05,
    pay_patient__chronic_drugs__limit=20_000,
    insurance__residents__chronic_deductible=30_000,
)


@pytest.mark.parametrize("seed", range(5))
def test_bills_in_order_are_settled_as_one_by_one(seed):
    """Few people with many bills: accumulators fill up, limits are reached, some bills are not claimed."""
    rng = np.random.default_rng(seed)
    n, many = 60, 1500
    scheme = rng.integers(0, 3, n).astype(np.int16)
    person = rng.integers(0, n, many).astype(np.int32)
    bill = np.floor(rng.lognormal(9, 1, many)).astype(np.int64)
    level = rng.integers(0, 5, many)
    special, drugs, first, tcm, claimed = (rng.random(many) < share for share in (0.3, 0.4, 0.3, 0.2, 0.8))
    fast = PoolYear(*(np.zeros(n, np.int32) for _ in range(5)))
    fund = np.full(many, -1)
    settle_visits(RULES, bill, level, scheme, special, drugs, first, tcm, claimed, person, fast, fund)
    slow = PoolYear(*(np.zeros(n, np.int32) for _ in range(5)))
    for i, who in enumerate(person.tolist()):
        at = slice(i, i + 1)
        year, kind = PoolYear(*(column[[who]] for column in slow)), scheme[[who]]
        pool = pool_of(RULES, level[at], kind, special[at], drugs[at], year.drugs_paid)
        paid = settle_outpatient(RULES, bill[at], level[at], kind, pool, year, first[at], tcm[at])
        assert fund[i] == int(paid.fund[0]) * claimed[i]
        if claimed[i]:
            for column, after in zip(slow, after_visit(year, pool, paid), strict=True):
                column[who] = after[0]
    for mine, theirs in zip(fast, slow, strict=True):
        assert mine.tolist() == theirs.tolist()
    residents = scheme == 1
    assert (fast.drugs_paid[residents] == RULES.pool_limit[1, 2]).any()  # the year was long enough
    assert (fast.special_used[residents] == 30_000).any()
