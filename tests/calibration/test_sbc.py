"""Simulation-based calibration: intervals hold the truth as often as they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.calibration.design import generator
from sim.calibration.process import Plan, calibrate
from tests.calibration import toy

SETS = 20
PLAN = Plan(96, (32, 32), noise=6, full=6, again=4, steps=200)


@pytest.mark.slow
def test_ninety_percent_intervals_hold_the_truth_nine_times_in_ten() -> None:
    """Truths from the prior, figures from truths, 20 calibrations of ten parameters each.

    200 intervals at 0.9 scatter by 0.021 if they were independent; those of one calibration share their
    figures, so at worst about two in each are one: 0.03. The band is 0.9 with 2.3 such standard deviations
    below (0.83) and two above (0.96).
    """
    held = []
    for number in range(SETS):
        truth = generator("truth", number).random(10)
        plan = replace(PLAN, seed=number + 1)
        found = calibrate(toy.problem(toy.published(truth, number)), toy.simulate, plan)
        low, high = np.quantile(found.chain.places.reshape(-1, 10), [0.05, 0.95], axis=0)
        held.append((low <= truth) & (truth <= high))
    assert 0.83 <= np.mean(held) <= 0.96
