"""What the bench compares: the same county for all, at any size, and the time of a day by step."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import UserError
from sim.experiment import contenders as module
from sim.experiment import steps
from sim.experiment.bench import REFERENCE, bench
from sim.experiment.contenders import NUMPY, Contender, contenders, county_of, prepare_numpy, run_model
from sim.geography.map import build_map
from sim.indicators.tally import Flow
from sim.policy.catalogue import load_levers


def test_the_yardstick_comes_first_and_the_model_second():
    found = contenders(mirror=False)
    assert found[0] is REFERENCE
    assert [one.run for one in found[1:]] == [run_model] * (len(found) - 1)
    assert len(contenders()) == len(found) + 2


def test_without_the_source_there_is_no_mirror(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "ROOT", tmp_path)
    assert contenders(mirror=False)
    with pytest.raises(UserError, match="checkout"):
        contenders()


@pytest.mark.parametrize("residents", [1_000, 500_000])
def test_a_county_of_any_size(residents):
    scenario, map_, people = county_of(residents)
    assert len(people) == residents
    assert len(np.unique(people.id)) == residents
    assert (np.diff(people.village) >= 0).all()
    assert (scenario.until - scenario.start).days + 1 == module.YEAR
    whole = build_map(scenario.counties, scenario.values(scenario.begin)).facilities
    share = residents / 417_428  # insured people of Lulong
    assert np.allclose(map_.facilities["doctors"], whole["doctors"] * share, rtol=1e-3)
    assert (np.abs(map_.facilities["beds"] - whole["beds"] * share) <= 1 + 0.001 * whole["beds"]).all()


def test_every_lever_that_no_other_excludes_is_on():
    scenario, _, _ = county_of(1_000)
    plan, levers = module.with_every_lever(scenario), load_levers()
    on = {use.lever for use in plan.levers}
    assert {use.start for use in plan.levers} == {plan.start}
    left_out = levers.keys() - on
    assert all(
        on & set(levers[one].excludes) or any(one in levers[other].excludes for other in on)
        for one in left_out
    )
    assert len(left_out) < 0.1 * len(levers)


def test_twins_have_lives_of_their_own():
    _, _, people = county_of(900_000)
    same = np.flatnonzero(np.diff(people.id % module.COPY) == 0)
    assert len(same) > 400_000
    assert (people.id[same] != people.id[same + 1]).all()
    assert int(people.id.max()) < 2**52  # ids of the newborn begin there


def test_the_model_is_a_contender():
    (yardstick, model) = bench([REFERENCE, Contender(NUMPY, run_model, prepare=prepare_numpy)], [1_000])
    assert model.ratio == pytest.approx(model.cpu_seconds / yardstick.cpu_seconds)
    assert model.peak_bytes > 50e6


@pytest.mark.slow
def test_mirror_and_model_do_the_same_work():
    model, mirror = prepare_numpy(500), module.prepare_mirror_ill(500)
    day = mirror.facility_day()
    assert day.shape[1] == model.scenario.warmup_days
    assert day[0].sum() == model.state.tally.facility_table(Flow.OUTPATIENT_COUNT).sum() > 0
    assert np.array_equal(day[2][-1], model.state.occupied)


def test_every_step_of_the_day_is_timed_and_named():
    named = steps.steps()
    assert set(steps.WHAT) <= set(named)
    costs = steps.time_by_step(1_000, days=20)
    assert [cost.step for cost in costs] == [name for name in named if name in steps.WHAT]
    assert sum(cost.share for cost in costs) == pytest.approx(1)
    table = steps.step_table(costs, 1_000, "zh")
    assert table.row_count == len(costs) + 1
