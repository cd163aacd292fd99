from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.care.learning import updated_belief, updated_wait

SHARES = st.floats(0, 1)


def believe(belief, good, seen, rate):
    return float(updated_belief(np.array([belief]), np.array([good]), np.array([seen]), rate)[0])


def test_belief_by_hand():
    assert believe(0.8, 1, 1, 0.1) == pytest.approx(0.82)
    assert believe(0.8, 0, 1, 0.1) == pytest.approx(0.72)
    assert believe(0.8, 0, 0, 0.1) == 0.8
    assert believe(0.8, 1, 2, 0.5) == pytest.approx(0.8 + 0.75 * (0.5 - 0.8))


@given(SHARES, st.integers(0, 40), st.booleans(), st.floats(0, 0.5))
def test_many_cases_at_once_are_as_many_single_ones(belief, seen, good, rate):
    one_by_one = belief
    for _ in range(seen):
        one_by_one = believe(one_by_one, int(good), 1, rate)
    assert believe(belief, seen * good, seen, rate) == pytest.approx(one_by_one, abs=1e-12)


@given(SHARES, st.integers(0, 40), st.integers(0, 40), SHARES)
def test_belief_stays_between_what_was_believed_and_seen(belief, good, bad, rate):
    after = believe(belief, good, good + bad, rate)
    share = good / max(good + bad, 1)
    low, high = sorted([belief, share if good + bad else belief])
    assert low - 1e-12 <= after <= high + 1e-12


def test_waits_move_to_what_was_seen():
    wait = updated_wait(np.array([10.0, 10.0, 10.0]), np.array([60.0, 0.0, 0.0]), np.array([3, 0, 5]), 0.1)
    assert wait.tolist() == [pytest.approx(11.0), 10.0, pytest.approx(9.0)]
