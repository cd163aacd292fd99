from __future__ import annotations

import numpy as np
import pytest

from sim.experiment.reference import DEDUCTIBLE, LIMIT, _choose, _Run, run_reference

RESIDENTS = 20_000


@pytest.fixture(scope="module")
def year():
    return run_reference(RESIDENTS)


def test_the_workload_is_the_stated_one(year):
    assert year.visits.shape[0] == 365
    assert year.by_option.sum() / RESIDENTS == pytest.approx(7.5, rel=0.03)
    assert np.all(year.by_option > 0.01 * year.by_option.sum())  # six options, all in use
    assert year.admissions / RESIDENTS == pytest.approx(0.21, rel=0.1)
    assert 0.08 < year.referrals / RESIDENTS < 0.16
    assert 0.04 < year.spill_overs / year.by_option.sum() < 0.15


def test_capacity_and_beds_are_never_exceeded_and_do_bind(year):
    assert np.all(year.visits <= year.capacity)
    assert np.all(year.occupied >= 0)
    assert np.all(year.occupied <= year.beds)
    assert np.any(year.visits == year.capacity)
    assert np.any((year.occupied == year.beds) & (year.beds > 0))
    assert 0 < year.transfers < 0.1 * year.admissions


def test_nobody_and_no_fen_is_lost(year):
    assert year.visits.sum() == year.episodes + year.referrals - year.waiting
    assert year.visits.sum() == year.by_option.sum()
    assert year.admissions - year.discharges == year.occupied[-1].sum()
    assert year.fund_paid + year.own_paid == year.billed
    assert 0 < year.fund_paid < year.billed


def test_accumulators_hold_the_year():
    run = _Run(2_000, 365, seed=3)
    for day in range(365):
        run.step(day)
    assert run.county.fund_used.sum() == run.fund_paid
    assert run.county.fund_used.max() <= LIMIT
    assert run.county.deductible_used.max() == DEDUCTIBLE
    assert np.all(run.county.fund_used[run.county.deductible_used < DEDUCTIBLE] == 0)
    assert np.all(
        run.calendar.next_day[run.carried >> 3] <= 364
    )  # whoever is on the way has no second episode


def test_same_seed_same_tallies(year):
    again = run_reference(RESIDENTS)
    assert again.visits.tobytes() == year.visits.tobytes()
    assert again.occupied.tobytes() == year.occupied.tobytes()
    assert again.fund_paid == year.fund_paid
    assert run_reference(RESIDENTS, days=40, seed=2).fund_paid != run_reference(RESIDENTS, days=40).fund_paid


def test_the_past_does_not_know_the_length_of_the_run(year):
    assert np.array_equal(run_reference(RESIDENTS, days=50).visits, year.visits[:50])


def test_choice_follows_the_weights():
    draw = np.array([0.0, 0.09, 0.11, 0.49, 0.51, 0.999], dtype=np.float32)
    weights = np.repeat(np.array([[1], [0], [4], [0], [0], [5]], dtype=np.float32), draw.size, axis=1)
    assert _choose(weights, draw.copy()).tolist() == [0, 0, 2, 2, 5, 5]
