"""The dose check: recorded referrals and patients of dispatched doctors move no more than their part."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.calibration.dose import doses, within
from sim.calibration.targets import read_targets
from sim.experiment.batch.outcome import outcome_of
from sim.experiment.run import run_scenario
from sim.scenario import load_scenario

SUMS = {"stays.county.residents.q1": 60.0, "stays.city.residents.q23": 30.0, "stays.x.employees.q1": 10.0,
        "stay_bill.city": 9.0, "up_referrals": 1.0, "down_referrals": 0.5, "expert_patients": 2.0,
        "visits.home": 1000.0, "up_referrals.130324": 7.0}  # fmt: skip


def test_doses_by_hand():
    sums = {name: np.array([value, 2.0 * value]) for name, value in SUMS.items()}
    sums["up_referrals"] = np.array([1.0, 1.0])
    found = doses(sums)
    assert found.admissions == pytest.approx([0.015, 0.01]) and found.primary_visits == pytest.approx(0.002)
    assert within(sums, [("admissions", 0.012)]).tolist() == [False, True]
    assert within(sums, [("admissions", 0.012), ("primary_visits", 0.001)]).tolist() == [False, False]
    assert within(sums, []).tolist() == [True, True]


def test_the_limits_are_those_of_the_recorded_counts():
    limits = dict(read_targets().doses)
    assert limits["admissions"] == pytest.approx((2614 + 1270) / 300_000, abs=1e-3)
    assert limits["primary_visits"] == pytest.approx(44_140 / 9_700_000, abs=5e-4)


@pytest.mark.slow
def test_the_central_run_credits_recorded_doses_with_no_more_than_their_part():
    scenario = load_scenario("qinhuangdao-2024").with_dates(until=date(2024, 9, 30))
    components = outcome_of(run_scenario(scenario.draw(0, 1), sample=0.05)).components
    sums = {name: np.array([value]) for name, value in components.items()}
    assert within(sums, read_targets().doses).all()
    found = doses(sums)
    assert found.admissions > 0.005 and found.primary_visits > 0.001
