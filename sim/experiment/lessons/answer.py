"""What the runs of a lesson answer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.experiment.batch.outcome import Key, Outcome
from sim.experiment.lessons.lesson import About, Claim, Lesson
from sim.experiment.paired import Difference, paired

Values = Mapping[Key, float]
Runs = Mapping[str, Sequence[Values]]
"""Values of each random history, by scenario of the lesson."""


def values_of(outcomes: Mapping[str, Sequence[Outcome]]) -> dict[str, list[Values]]:
    """Keep of each run what a lesson may ask for."""
    return {side: [one.values for one in runs] for side, runs in outcomes.items()}


def answer(about: About, runs: Runs) -> Difference:
    """Return the number a question asks for, with its 95 % interval over the random histories.

    Returns
    -------
    Difference
        In the unit of `about`; for a value that is no difference the mean over histories and its interval.
    """
    having = _series(runs, about.side, about.key)
    without = _series(runs, about.against, about.key) if about.against else np.zeros_like(having)
    return paired(about.scale * without, about.scale * having)


def _series(runs: Runs, side: str, key: Key) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([one.get(key, math.nan) for one in runs[side]])


@dataclass(frozen=True)
class Found:
    """A claim held against a run.

    Attributes
    ----------
    claim : Claim
    number : Difference
        What the run shows.
    holds : bool
        Whether the mean is as the claim says.
    sure : bool
        Whether the interval says so too.
    """

    claim: Claim
    number: Difference
    holds: bool
    sure: bool


def findings(lesson: Lesson, runs: Runs) -> list[Found]:
    """Hold every claim of the debrief against the runs."""
    found = []
    for claim in lesson.debrief.shows:
        number = answer(claim.about, runs)
        ends = (number.low, number.high)
        found.append(
            Found(claim, number, claim.holds(number.value), all(claim.holds(one) for one in ends))
        )  # fmt: skip
    return found
