"""The central set: a run tells by how much the emulator is off, and a short step takes it back."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.calibration.predict import Predictor, Runs
from sim.calibration.problem import Problem
from sim.calibration.settle import misfit, nearby_fit, settle

F64 = npt.NDArray[np.float64]
OFF = 0.3
"""By how much the made-up emulator is too low, on the scale of the figure."""


def problem() -> Problem:
    """Two parameters; one figure, the logarithm of the only component, published as 0.5 (sd 0.01)."""
    return Problem(("a", "b"), (), ("figure",), np.array([0.5]), np.array([[1e-4]]), np.array([True]),
                   lambda components, how: np.log(components), lambda places: 2.0 * places - 1.0)  # fmt: skip


class Straight:
    """An emulator whose figure is the first coordinate."""

    def predict(self, x: F64) -> F64:
        return x[:, :1]


def predictor() -> Predictor:
    nothing = np.zeros((1, 1))
    return Predictor(problem(), Straight(), np.zeros(1), nothing, nothing)  # type: ignore[arg-type]


def run(places: F64) -> Runs:
    return Runs(places, np.exp(2.0 * places[:, :1] - 1.0 + OFF))


def test_one_step_takes_back_what_the_run_tells() -> None:
    start = np.array([0.5, 0.8])
    found = nearby_fit(predictor(), start, np.array([OFF]))
    assert abs(2.0 * found[0] - 1.0 + OFF - 0.5) < 0.01
    assert abs(found[1] - 0.8) < 1e-6  # what moves nothing stays


def test_the_last_run_is_the_one_that_fits_best() -> None:
    found = settle(predictor(), np.array([0.5, 0.8]), run, 2)
    square = misfit(problem(), found)
    assert len(found) == 3 and square[-1] == square.min() and square.max() > 100 > 1 > square[-1]


def test_a_failed_run_ends_it() -> None:
    def failing(places: F64) -> Runs:
        return Runs(places, np.full((len(places), 1), np.nan))

    assert len(settle(predictor(), np.array([0.5, 0.8]), failing, 2)) == 1
