"""Records that earn money, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.care.recording import kept_of_fee, recorded_share, recorded_value, reward_of_care, worth_of_record
from sim.money.score import Lines

LINES = Lines(np.array([0.25]), np.array([0.65]), np.array([1e-3]))


def test_what_a_team_records():
    assert recorded_value(np.array([30.0, 0.0]), np.array([10.0, 0.0]), np.array([80.0, 0.0])).tolist() == [
        0.5,
        0.0,
    ]


def test_one_record_more_by_hand():
    """4,000 yuan over 0.4 of the way, 100 patients: 100 yuan each; nothing beyond the goal or far below."""
    money, chronic = np.array([400_000.0]), np.array([100.0])
    worth = [worth_of_record(money, np.array([at]), chronic, LINES)[0] for at in (0.5, 0.7, 0.1)]
    assert worth == pytest.approx([10_000, 0, 0])


def test_what_is_left_of_the_money():
    kept = [kept_of_fee(np.array([0.2]), np.array([at]), LINES)[0] for at in (0.1, 0.45, 0.8)]
    assert kept == pytest.approx([0.8, 0.9, 1.0])
    assert kept_of_fee(np.array([0.0]), np.array([0.1]), LINES)[0] == 1.0


def test_records_follow_what_they_earn_and_fear_what_is_found():
    usual, weight = np.array([0.3]), np.array([np.log(2.0)])
    share = [float(recorded_share(usual, np.array([worth]), np.array([fine]), weight)[0]) for worth, fine in
             ((0.0, 0.0), (10_000.0, 0.0), (10_000.0, 10_000.0), (0.0, 10_000.0))]  # fmt: skip
    assert share == pytest.approx([0.3, 6 / 13, 0.3, 3 / 17])
    assert share[0] == 0.3


def test_a_record_that_stands_anyway_rewards_no_care():
    recorded = np.array([0.25, 1.0])
    assert reward_of_care(np.full(2, 100.0), np.zeros(2), recorded).tolist() == [75.0, 0.0]
    assert reward_of_care(np.full(2, 100.0), np.full(2, 40.0), recorded).tolist() == [85.0, 40.0]
