"""What an audit leaves of the money for an act."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.care.audit import audited

MONEY = st.floats(-1e7, 1e7)
SHARE = st.floats(0, 1)


def one(change, bill=10_000.0, over=0.2, under=0.1, excess=0.0):
    return float(audited(np.array(change), np.array(bill), over, under, excess))


def test_by_hand():
    assert one(5_000) == pytest.approx(5_000 - 2_000)  # found out for more than today
    assert one(1_500) == 0  # what is left is no loss
    assert one(-5_000) == pytest.approx(-5_000 + 1_000)  # found out for withholding
    assert one(-500) == 0
    assert one(5_000, excess=0.3) == pytest.approx(3_000 - 600)  # and for what is not needed today
    assert one(0, excess=0.3) == pytest.approx(-600)


@given(MONEY, st.floats(0, 1e7), SHARE, SHARE)
def test_without_what_is_needless_today_an_audit_only_holds_back(change, bill, over, under):
    left = one(change, bill, over, under)
    assert abs(left) <= abs(change) + 1e-6
    assert left * change >= 0
    assert one(change, bill, 0.0, 0.0, 0.5) == change
