"""Risk-adjusted saving on the signed: regression to the mean and selection are no merit."""

from __future__ import annotations

import numpy as np

from sim.money.risk import risk_group, savings_on_signed

AGES, SPENT = np.array([15.0, 45.0, 65.0]), np.array([1.0, 1_000.0])


def test_people_of_the_same_risk():
    age, chronic = np.array([14, 15, 70, 70, 70]), np.array([False, False, False, True, True])
    group = risk_group(age, chronic, np.array([0, 0, 0, 999, 1_000]), AGES, SPENT)
    assert group.tolist() == [0, 6, 18, 22, 23]


def test_who_signs_after_a_bad_year_saves_nothing_once_adjusted():
    """Two cost 1,000 last year and 400 this year, one signed, one not; two cost nothing and then 100."""
    community, signed = np.zeros(4, int), np.array([True, False, False, False])
    last, this = np.array([1_000, 1_000, 0, 0]), np.array([400, 400, 100, 100])
    group = risk_group(np.full(4, 30), np.zeros(4, bool), last, AGES, SPENT)
    plain, adjusted = savings_on_signed(community, signed, group, this, last, 1)
    assert plain.tolist() == [600]
    assert adjusted.tolist() == [0]


def test_true_saving_stays():
    community, signed = np.array([1, 1]), np.array([True, False])
    plain, adjusted = savings_on_signed(
        community, signed, np.zeros(2, int), np.array([300, 500]), np.array([500, 500]), 2
    )
    assert plain.tolist() == [0, 200]
    assert adjusted.tolist() == [0, 100]
