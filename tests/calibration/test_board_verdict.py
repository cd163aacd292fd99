"""Verdicts of the validation board, with numbers worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import t

from sim.calibration.board_effects import Published
from sim.calibration.board_verdict import (
    INSIDE,
    NONE,
    OPPOSITE,
    SAME,
    Effect,
    effect_of,
    verdict_of,
)
from sim.errors import Text

NAN = math.nan


def published(value: float, low: float = NAN, high: float = NAN, finding: str = "effect") -> Published:
    return Published("EF1", Text("a", "甲"), "", "", finding, value, low, high, "%", "B", "", "")


def model(value: float, low: float, high: float, neutral: float = 0.0) -> Effect:
    return Effect(value, low, high, low, high, neutral)


@pytest.mark.parametrize(
    ("study", "effect", "verdict"),
    [
        (published(10.0), model(8, 4, 12), INSIDE),
        (published(10.0), model(2, 1, 3), SAME),
        (published(10.0), model(-2, -3, -1), OPPOSITE),
        (published(-10.0), model(-2, -3, -1), SAME),
        # The study is unsure enough to hold the model's mean.
        (published(10.0, 1.0, 19.0), model(2, 1.5, 3), INSIDE),
        # Of an interval with one end only nothing lies inside.
        (published(10.0, 1.0), model(2, 1.5, 3), SAME),
        (published(10.0), model(0, 0, 0), NONE),
        (published(1.0, finding="sign"), model(0.1, -1, 1), SAME),
        (published(-1.0, finding="sign"), model(0.1, -1, 1), OPPOSITE),
        # Odds ratios are held against one.
        (published(1.35), model(1.1, 1.05, 1.2, neutral=1.0), SAME),
        (published(1.35), model(0.9, 0.8, 0.95, neutral=1.0), OPPOSITE),
    ],
)  # fmt: skip
def test_a_size_or_a_sign(study: Published, effect: Effect, verdict: str) -> None:
    assert verdict_of(study, effect) == verdict


@pytest.mark.parametrize(
    ("value", "effect", "verdict"),
    [
        (NAN, model(3, 1.5, 4), INSIDE),  # reaches into the margin of 2
        (NAN, model(3, 2.5, 4), OPPOSITE),  # an effect where none was found
        (5.0, model(3, 2.5, 4), SAME),  # the study's own value, though not told apart from zero
        (-5.0, model(3, 2.5, 4), OPPOSITE),
        (NAN, model(0, 0, 0), INSIDE),
    ],
)
def test_a_study_that_found_none(value: float, effect: Effect, verdict: str) -> None:
    assert verdict_of(published(value, finding="null"), effect, margin=2.0) == verdict


def test_replicates_are_summed_up_by_students_t() -> None:
    effect = effect_of(np.array([1.0, 2.0, 3.0, NAN]))
    quantile = t.ppf(0.975, 2)
    assert effect.value == 2.0
    assert effect.high - 2 == pytest.approx(quantile * math.sqrt(4 / 3))  # a fourth replicate
    assert effect.mean_high - 2 == pytest.approx(quantile / math.sqrt(3))  # the mean
    assert not effect.clear
    assert effect_of(np.array([2.0, 2.1, 2.2])).clear


def test_ratios_are_summed_up_by_their_logarithms() -> None:
    effect = effect_of(np.array([0.5, 2.0]), neutral=1.0)
    assert effect.value == pytest.approx(1.0)
    assert effect.low == pytest.approx(1 / effect.high)
    assert not effect.clear
