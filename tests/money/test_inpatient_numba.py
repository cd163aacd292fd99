from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.care.ward import STAY
from sim.money.inpatient import StayBills, StayYear, after_stay, settle_inpatient
from sim.money.penalty import lost_by_skipping
from tests.money.test_properties import policies

pytest.importorskip("numba")

from sim.money.inpatient_numba import settle_in_order

PEOPLE, MANY = 8, 120


@settings(max_examples=30)
@given(policies(), st.integers(0, 2**32))
def test_stays_in_order_are_settled_as_one_by_one(policy, seed):
    """Few people with many stays of any kind: the layers fill up, whatever the rules."""
    rng = np.random.default_rng(seed)
    scheme = rng.integers(0, 3, PEOPLE).astype(np.int16)
    stays = np.zeros(MANY, STAY)
    for name, most in (("person", PEOPLE), ("path", 3), ("link", 3), ("tight", 2), ("broken", 2)):
        stays[name] = rng.integers(0, most, MANY)
    stays["charged"] = rng.integers(0, 200_000, MANY)
    bill = np.floor(rng.lognormal(12, 1, MANY)).astype(np.int64)
    exam, level = np.minimum(bill, rng.integers(0, 50_000, MANY)), rng.integers(0, 5, MANY)
    own, tcm, aided = rng.random((3, MANY)) < 0.5
    columns = StayYear(np.zeros(PEOPLE, np.uint8), *np.zeros((4, PEOPLE), np.int32))
    found = settle_in_order(policy, bill, level, scheme, stays, own, tcm, aided, exam, columns)
    slow = StayYear(np.zeros(PEOPLE, np.uint8), *np.zeros((4, PEOPLE), np.int32))
    for i, who in enumerate(stays["person"].tolist()):
        at = slice(i, i + 1)
        year = StayYear(*(column[[who]] for column in slow))
        chain = (stays[name][at] for name in ("path", "link", "tight", "broken", "charged"))
        bills = StayBills(
            bill[at], level[at], scheme[[who]], *chain, own[at], tcm[at], aided[at], exam[at]
        )  # fmt: skip
        paid = settle_inpatient(policy, bills, year)
        lost = lost_by_skipping(policy, bills, year, paid)
        expected = (paid.fund, paid.critical, paid.aid, lost, paid.due, paid.apart)
        assert found[:, i].tolist() == [int(amount[0]) for amount in expected]
        for column, after in zip(slow, after_stay(year, paid), strict=True):
            column[who] = after[0]
    for mine, theirs in zip(columns, slow, strict=True):
        assert mine.tolist() == theirs.tolist()
