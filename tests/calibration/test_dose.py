"""The dose check: recorded referrals and patients of dispatched doctors move no more than their part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sim.calibration.dose import ADMISSIONS, PRIMARY_VISITS, Doses, doses
from sim.calibration.folder import calibration_folder
from sim.calibration.priors import read_priors
from sim.experiment.batch.outcome import outcome_of
from sim.experiment.run import run_scenario
from sim.scenario import load_scenario


def test_doses_by_hand():
    sums = {"stays.county.residents.q1": 60.0, "stays.city.residents.q23": 30.0, "stays.x.employees.q1": 10.0,
            "stay_bill.city": 9.0, "up_referrals": 1.0, "down_referrals": 0.5, "expert_patients": 2.0,
            "visits.home": 1000.0, "up_referrals.130324": 7.0}  # fmt: skip
    assert doses(sums) == Doses(0.015, 0.002)


def test_the_limits_are_those_of_the_recorded_counts():
    assert pytest.approx((2614 + 1270) / 300_000, abs=1e-3) == ADMISSIONS
    assert pytest.approx(44_140 / 9_700_000, abs=5e-4) == PRIMARY_VISITS


@pytest.mark.slow
def test_no_run_credits_recorded_doses_with_more_than_their_part():
    """The six units, with as many patients a person-time as the prior allows."""
    scenario = load_scenario("qinhuangdao-2024").with_dates(until=date(2024, 9, 30))
    priors = {prior.id: prior for prior in read_priors(calibration_folder() / "priors.yaml")}
    most = {"capability.dispatch.patients": priors["capability.dispatch.patients"].high}
    run = run_scenario(replace(scenario, posterior=None).with_overrides(most), sample=0.05)
    found = doses(outcome_of(run).components)
    assert 0.005 < found.admissions <= ADMISSIONS
    assert 0.001 < found.primary_visits <= PRIMARY_VISITS
