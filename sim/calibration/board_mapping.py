"""The mapping of the validation board: which runs mimic a study, and what is read from them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.calibration.board_effects import Published
from sim.calibration.board_verdict import Effect, effect_of
from sim.errors import Text
from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import Key, Outcome
from sim.experiment.batch.version import code_version
from sim.scenario import Scenario

F64 = npt.NDArray[np.float64]
PERCENT, POINTS, DIFFERENCE, ODDS = WAYS = ("percent", "points", "difference", "odds_ratio")
WINDOWS = {"month": 12.0, "year": 1.0}
"""Lengths of a window, as how many of them a year has."""


@dataclass(frozen=True)
class Pair:
    """Two scenarios of one place that differ by the policy of a study.

    Attributes
    ----------
    id : str
    label : Text
        What is mimicked, and how.
    without, having : Scenario
    sample : float
        Share of the people simulated.
    """

    id: str
    label: Text
    without: Scenario
    having: Scenario
    sample: float

    def sides(self, replicates: int) -> tuple[list[Job], list[Job]]:
        """Runs without and with the policy: history r with parameter draw r, the same on both sides."""
        without, having = (
            [Job(one, r, self.sample, r) for r in range(1, replicates + 1)]
            for one in (self.without, self.having)
        )
        return without, having


class Term(NamedTuple):
    """A value of a run and its weight in a sum."""

    key: Key
    times: float = 1.0


@dataclass(frozen=True)
class Measure:
    """How a study's number is computed from the two sides of a pair.

    Attributes
    ----------
    terms : tuple of Term
        Their weighted sum is the quantity.
    way : str
        ``percent`` change, ``points`` (change of a share in percentage points), ``difference``, or
        ``odds_ratio`` of the share.
    within : str
        Empty, or a window (`WINDOWS`): events per person and year become the share of people with at least
        one in the window, as if they came as a Poisson stream.
    per : str
        Empty, or a share (indicator) by whose change the effect is divided: the effect on those whom the
        policy reached.
    times : float
        Multiplies the effect, to bring it to the study's unit.
    """

    terms: tuple[Term, ...]
    way: str
    within: str = ""
    per: str = ""
    times: float = 1.0

    @property
    def neutral(self) -> float:
        """Value of no effect."""
        return 1.0 if self.way == ODDS else 0.0

    def quantity(self, outcome: Outcome) -> float:
        """Return the quantity in one run; NaN where a value is missing."""
        total = sum(term.times * outcome.values.get(term.key, math.nan) for term in self.terms)
        return -math.expm1(-total / WINDOWS[self.within]) if self.within else total

    def of_pair(self, without: Outcome, having: Outcome) -> float:
        """Return the effect in one replicate; NaN where it cannot be told."""
        before, after = self.quantity(without), self.quantity(having)
        if self.way == PERCENT:
            effect = 100 * (after / before - 1) if before else math.nan
        elif self.way == ODDS:
            return after * (1 - before) / (before * (1 - after)) if before * (1 - after) else math.nan
        else:
            effect = (100 if self.way == POINTS else 1) * (after - before)
        if self.per:
            key = Key(self.per, "happened")
            reached = having.values.get(key, math.nan) - without.values.get(key, math.nan)
            effect = effect / reached if reached else math.nan
        return effect * self.times

    def effect(self, without: list[Outcome], having: list[Outcome]) -> Effect:
        """Sum up the replicates."""
        found = [self.of_pair(a, b) for a, b in zip(without, having, strict=True)]
        return effect_of(np.array(found, np.float64), self.neutral)


@dataclass(frozen=True)
class Row:
    """A published effect and how the model answers it, or why it does not.

    Attributes
    ----------
    published : Published
    pair : Pair or None
        None where it is not comparable.
    measure : Measure or None
    margin : float
        For a study that found no effect: what is of no importance, in the effect's unit; else NaN.
    note : Text
        What the comparison leaves out; why there is none.
    """

    published: Published
    pair: Pair | None
    measure: Measure | None
    margin: float
    note: Text


@dataclass(frozen=True)
class Board:
    """All rows, in the order of the published effects, with the usual number of replicates."""

    rows: tuple[Row, ...]
    replicates: int

    def chosen(self, ids: tuple[str, ...]) -> Board:
        """Return the board of some rows; all of them when none is named."""
        rows = tuple(row for row in self.rows if not ids or row.published.id in ids)
        return Board(rows, self.replicates)

    def pairs(self) -> list[Pair]:
        """Pairs that the rows need, each once, in their order."""
        return list({row.pair.id: row.pair for row in self.rows if row.pair is not None}.values())

    def jobs(self, replicates: int) -> list[Job]:
        """All runs, replicate by replicate; sides that pairs share come several times with the same key."""
        sides = [side for pair in self.pairs() for side in pair.sides(replicates)]
        return [job for turn in zip(*sides, strict=True) for job in turn]


def identity() -> dict[str, object]:
    """What a validation is, for its folder: more rows and replicates may join it."""
    return {"kind": "validation", "code": code_version()}
