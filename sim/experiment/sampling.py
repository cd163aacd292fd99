"""Whether sampled runs tell what a run with everybody would."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from scipy.stats import t as student

from sim.experiment.batch.outcome import Key, outcome_of
from sim.experiment.bench import in_fresh_process
from sim.experiment.paired import LEVEL
from sim.experiment.run import run_scenario
from sim.indicators.registry import HEADLINE
from sim.scenario import Scenario, load_scenario

SHARE = 0.1
"""Share of the people of the sampled runs that are held against whole ones."""
SAMPLED = 5
"""Sampled runs that are held against a whole one."""


@dataclass(frozen=True)
class Agreement:
    """One indicator of a whole run and of sampled ones.

    Attributes
    ----------
    indicator : str
    whole : float
        Value of the run with everybody.
    sampled, low, high : float
        Mean of the sampled runs, and where the value of a run with everybody is to be expected (95 %).
    """

    indicator: str
    whole: float
    sampled: float
    low: float
    high: float

    @property
    def agrees(self) -> bool:
        """Whether the whole run lies where the sampled ones say."""
        return self.low <= self.whole <= self.high


def counted(name: str, days: int | None) -> Scenario:
    """Scenario with so many counted days; all its days for None."""
    plan = load_scenario(name)
    return plan if days is None else plan.with_dates(until=plan.start + timedelta(days=days - 1))


def agree(whole: Sequence[dict[str, float]], sampled: Sequence[dict[str, float]], share: float
          ) -> list[Agreement]:  # fmt: skip
    """Hold whole runs against sampled ones.

    Parameters
    ----------
    whole, sampled : sequence of dict
        Headline values of each run; at least one and two.
    share : float
        People of a sampled run over those of a whole one.

    Notes
    -----
    Chance in a whole run has about the sampled runs' variance times `share`; the interval is Student's.
    """
    found = []
    for name in (one for one in HEADLINE if one in whole[0]):
        values = np.array([one[name] for one in sampled])
        mean, spread = float(values.mean()), float(values.std(ddof=1))
        width = math.sqrt(1 / len(values) + share / len(whole)) * spread
        half = float(student.ppf((1 + LEVEL) / 2, len(values) - 1)) * width
        at = float(np.mean([one[name] for one in whole]))
        found.append(Agreement(name, at, mean, mean - half, mean + half))
    return found


def headline_of(name: str, sample: float, seed: int, days: int | None = None) -> dict[str, float]:
    """Headline values of a run, as happened, of its main period."""
    values = outcome_of(run_scenario(counted(name, days), seed=seed, sample=sample)).values
    return {key.indicator: values[key] for one in HEADLINE if (key := Key(one, "happened")) in values}


def sample_agrees(name: str, sample: float, days: int | None = None) -> list[Agreement]:
    """Run once with everybody, or with `sample` of them, and several times with a tenth of those."""
    whole = in_fresh_process(headline_of, name, sample, 1, days)
    sampled = [headline_of(name, sample * SHARE, seed, days) for seed in range(2, 2 + SAMPLED)]
    return agree([whole], sampled, SHARE)
