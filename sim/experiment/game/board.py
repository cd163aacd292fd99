"""The board of results: several scores, and no total."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.experiment.batch.outcome import Key
from sim.experiment.comparison.table import directions
from sim.experiment.game.game import Game, Measure
from sim.experiment.paired import F64, Difference, movement, paired

Values = Mapping[Key, float]


@dataclass(frozen=True)
class Cell:
    """One team's value of one measure.

    Attributes
    ----------
    value : float
        Mean over the histories.
    against : Difference
        From the county in which nobody does anything, in the same histories.
    verdict : str
        ``better``, ``worse``, ``unclear``, or empty where neither way is better.
    best : bool
        Whether it is clearly better than the county of nobody, and no other team clearly better than it.
    """

    value: float
    against: Difference
    verdict: str
    best: bool


@dataclass(frozen=True)
class Row:
    """A measure with the cell of every team, and the value where nobody does anything."""

    measure: Measure
    unit: str
    better: str
    idle: float
    cells: Mapping[str, Cell]


def board(game: Game, idle: Sequence[Values], teams: Mapping[str, Sequence[Values]]) -> list[Row]:
    """Hold the teams against the county in which nobody does anything.

    Parameters
    ----------
    game : Game
    idle : sequence of mapping of Key to float
        Values of each random history without any lever.
    teams : mapping of str to sequence of mapping
        The same by team.
    """
    return [_row(measure, idle, teams) for measure in game.board]


def _row(measure: Measure, idle: Sequence[Values], teams: Mapping[str, Sequence[Values]]) -> Row:
    unit, better = directions()[measure.key.indicator]
    nothing = _series(idle, measure.key)
    found = {name: _series(runs, measure.key) for name, runs in teams.items()}

    def verdict(moved: Difference) -> str:
        return movement(better, moved.low, moved.high)

    cells = {}
    for name, values in found.items():
        against = paired(nothing, values)
        held = verdict(against)
        beaten = any(verdict(paired(values, other)) == "better" for other in found.values())
        cells[name] = Cell(_mean(values), against, held, held == "better" and not beaten)
    return Row(measure, unit, better, _mean(nothing), cells)


def _series(runs: Sequence[Values], key: Key) -> F64:
    return np.array([one.get(key, math.nan) for one in runs])


def _mean(values: F64) -> float:
    return float(np.nanmean(values)) if len(values) and (~np.isnan(values)).any() else math.nan
