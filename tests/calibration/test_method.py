"""The parts of the method, each on numbers that can be checked by hand, then all of it on the toy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from sim.calibration.design import far_apart, generator, spread
from sim.calibration.emulator import fit_emulator
from sim.calibration.identify import identify
from sim.calibration.information import worth_of_knowing, worth_of_measuring
from sim.calibration.predict import F64, Runs, corrected, fit_predictor
from sim.calibration.problem import to_places, to_scores
from sim.calibration.process import LEAST, Calibration, Plan, calibrate, plan_of
from sim.calibration.sampling import sample
from sim.calibration.sensitivity import sensitivity
from sim.experiment.ridge import fit_ridge
from tests.calibration import toy

TRUTH = np.array([0.3, 0.7, 0.6, 0.4, 0.55, 0.35, 0.6, 0.5, 0.4, 0.2])
PLAN = Plan(96, (32, 32), noise=6, full=6, again=6, steps=300)


@pytest.fixture(scope="module")
def done() -> Calibration:
    return calibrate(toy.problem(toy.published(TRUTH, 3)), toy.simulate, PLAN)


def test_the_design_fills_the_cube() -> None:
    points = spread(64, 5, 1)
    assert ((points > 0) & (points < 1)).all()
    assert (np.histogram(points[:, 3], bins=8, range=(0, 1))[0] == 8).all()
    assert (spread(64, 5, 1) == points).all() and (spread(64, 5, 2) != points).any()


def test_points_far_apart_are_chosen_one_after_another() -> None:
    candidates = np.array([[0.1], [0.5], [0.95]])
    assert far_apart(candidates, np.array([[0.0]]), 2).tolist() == [2, 1]


def test_scores_and_places_go_back_and_forth() -> None:
    assert to_places(np.array([0.0, 1.959964]))[1] == pytest.approx(0.975)
    assert to_scores(np.array([0.5, 0.025])) == pytest.approx([0.0, -1.959964])


def test_errors_of_left_out_runs_are_those_of_fits_without_them() -> None:
    rng = generator("test", 1)
    x, y, weight = rng.random((12, 2)), rng.random(12), rng.random(12) + 0.5
    ridges = np.array([1e-9])
    whole = fit_ridge(x, y, weight, ridges)
    keep = np.arange(12) != 4
    without = fit_ridge(x[keep], y[keep], weight[keep], ridges)
    assert whole.errors[4] == pytest.approx(y[4] - without.predict(x[[4]])[0], abs=1e-6)


def test_the_emulator_learns_bends_and_products_of_many_parameters_from_few_runs() -> None:
    rng = generator("test", 2)
    x = 2.0 * rng.random((200, 40)) - 1.0
    logs = x[:, 0] + 0.5 * x[:, 1] * x[:, 2] + 0.4 * x[:, 1] + 0.4 * x[:, 2] - 0.6 * x[:, 3] ** 2
    emulator = fit_emulator(x, np.exp(np.stack([logs, -logs], axis=1)))
    assert (emulator.r2 > 0.95).all()
    near, far = emulator.leverage(np.stack([np.zeros(40), np.ones(40)]))
    assert 0 < near < 0.5 < far


def test_walkers_find_a_normal_posterior() -> None:
    """Prior N(0, 1) in scores, one figure 2 with error 0.5: mean 1.6, standard deviation 0.447."""
    chain = sample(lambda places: -0.5 * ((to_scores(places)[:, 0] - 2.0) / 0.5) ** 2, 3, 800, 1)
    scores = to_scores(chain.places.reshape(-1, 3))
    assert scores[:, 0].mean() == pytest.approx(1.6, abs=0.05)
    assert scores[:, 0].std() == pytest.approx(0.447, abs=0.05)
    assert scores[:, 1].std() == pytest.approx(1.0, abs=0.08)
    again = sample(lambda places: -0.5 * ((to_scores(places)[:, 0] - 2.0) / 0.5) ** 2, 3, 800, 1)
    assert (again.places == chain.places).all()


def test_the_figures_of_the_truth_are_met(done: Calibration) -> None:
    seen = toy.observe(done.again.components[-1:], done.draws[:1, 8:])[0]
    gap = np.abs(seen - done.problem.values) / toy.SD
    assert (gap[toy.FITTED] < 1.5).all()
    low, high = np.quantile(done.draws, [0.02, 0.98], axis=0)
    assert ((low < TRUTH) & (high > TRUTH)).sum() >= 8


def test_waves_rule_most_of_the_prior_out_but_not_the_figures(done: Calibration) -> None:
    waves = done.steps[:-1]
    assert all(step.volume < 0.02 and step.nearest < 3.0 for step in waves)
    assert done.steps[-1].runs == 160 and (done.steps[-1].r2 > 0.9).all()


def test_what_no_figure_tells_stays_as_it_was(done: Calibration) -> None:
    draws, prior = done.chain.draws(4000, 1), np.linspace(0, 1, 2001)
    found = [identify(column, column, prior) for column in draws.T]
    named = dict(zip((*toy.NAMES, *toy.OBSERVED), found, strict=True))
    assert not named["price"].identified and 0.9 < named["price"].ratio < 1.1
    assert named["outside"].identified and named["outside_stay"].identified
    assert not any(one.bound for one in found)


def test_everybody_corrects_the_emulator_of_a_sample(done: Calibration) -> None:
    """The toy's runs of everybody differ from those of a sample by known shares."""
    before = replace(done.predictor, shift=np.zeros(10))
    after = corrected(before, done.full.joined(done.again))
    assert np.abs(after.shift - toy.BIAS).max() < 0.015
    assert np.abs(after.shift - toy.BIAS).mean() < 0.5 * np.abs(toy.BIAS).mean()


def test_failed_runs_leave_the_others() -> None:
    def broken(places: F64, seeds: Sequence[int], *, full: bool) -> F64:
        sums = toy.simulate(places, seeds, full=full)
        sums[np.array(seeds) % 10 == 0] = np.nan
        return sums

    plan = Plan(60, (20,), noise=5, full=4, again=3, steps=60)
    found = calibrate(toy.problem(toy.published(TRUTH, 3)), broken, plan)
    assert np.isnan(found.runs.components).any() and np.isfinite(found.predictor.lack).all()

    def dead(places: F64, seeds: Sequence[int], *, full: bool) -> F64:
        return np.full((len(places), 10), np.nan)

    with pytest.raises(RuntimeError, match="60 of 60"):
        calibrate(found.problem, dead, plan)


def test_noise_is_not_lack_of_fit() -> None:
    problem = toy.problem(toy.published(TRUTH, 3))
    places = spread(128, 10, 5)
    same = np.full((8, 10), 0.5)
    runs = Runs(places, toy.simulate(places[:, :8], range(1, 129), full=False))
    noise = Runs(same, toy.simulate(same[:, :8], range(200, 208), full=False))
    found = fit_predictor(problem, runs, noise)
    assert (np.diag(found.lack) < np.diag(found.residual)).all()
    exact = fit_predictor(problem, runs, Runs(same, np.repeat(noise.components[:1], 8, axis=0)))
    assert np.diag(exact.lack) == pytest.approx(np.diag(exact.residual))


def test_sobol_indices_name_what_moves_a_figure(done: Calibration) -> None:
    found = sensitivity(done.predictor)
    names = (*toy.NAMES, *toy.OBSERVED)
    assert names[int(found.total[toy.TARGETS.index("stays_a_head")].argmax())] == "stays"
    assert found.total[:, names.index("price")].max() < 0.02


def test_worth_of_a_number_is_the_variance_it_explains() -> None:
    rng = generator("test", 3)
    x = rng.standard_normal((4000, 3))
    results = (2.0 * x[:, 0] + x[:, 1])[:, None]
    assert worth_of_knowing(x, results)[:, 0] == pytest.approx([0.8, 0.2, 0.0], abs=0.04)
    measured = worth_of_measuring(x, np.array([0.0, 1.0, 1.0]), results)[:, 0]
    assert measured == pytest.approx([0.8, 0.1, 0.0], abs=0.04)


def test_a_budget_is_shared_out() -> None:
    for budget in (LEAST, 60, 400):
        plan = plan_of(budget, 10)
        assert plan.sampled == budget and plan.full >= 3 and plan.again >= 3
    assert plan_of(400, 10).everybody == 32
