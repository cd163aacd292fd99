"""What baseline and scenarios reach of the goals that a document sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from sim.errors import Text
from sim.experiment.comparison import words
from sim.experiment.comparison.select import Row, records
from sim.indicators.goals import goal_lines
from sim.indicators.published import Published, read_published
from sim.scenario import Scenario

MET = Text("met in nearly all replicates", "几乎各次重复均达到")
MOSTLY = Text("met on average, not in all replicates", "均值达到，但并非各次重复都达到")
SOMETIMES = Text("not met on average, in some replicates", "均值未达到，部分重复达到")
MISSED = Text("not met", "未达到")


@dataclass(frozen=True)
class Reached:
    """One goal and one scenario.

    Attributes
    ----------
    goal : str
        Id of the goal.
    indicator, unit : str
    label, place : Text
        Name of the indicator; whose goal it is or by when.
    source : str
        Document and clause.
    target : float
        In the unit of the indicator, shares 0-1.
    at_most : bool
        Whether the value is to be stayed below; else it is to be reached.
    scenario : str
        Empty for the baseline.
    value, low, high : float
        Mean over the replicates, and where 95 % of single replicates lie.
    """

    goal: str
    indicator: str
    unit: str
    label: Text
    place: Text
    source: str
    target: float
    at_most: bool
    scenario: str
    value: float
    low: float
    high: float

    @property
    def surely(self) -> bool:
        """Whether nearly all replicates lie on one side of the goal."""
        return not self.low <= self.target <= self.high

    @property
    def met(self) -> bool:
        """Whether the mean meets the goal."""
        return self.value <= self.target if self.at_most else self.value >= self.target

    @property
    def verdict(self) -> Text:
        """Say whether the goal is met."""
        if self.met:
            return MET if self.surely else MOSTLY
        return MISSED if self.surely else SOMETIMES


def goals_of(scenarios: Sequence[Scenario]) -> list[Published]:
    """Goals that any of the scenarios sets, each once; those of all documents when none sets any."""
    own = dict.fromkeys(one for scenario in scenarios for one in goal_lines(scenario.goals))
    return list(own) or [one for one in read_published() if one.kind == "goal"]


def reached(table: pd.DataFrame, goals: Sequence[Published]) -> list[Reached]:
    """Hold baseline and scenarios against goals.

    Returns
    -------
    list of Reached
        By goal, the baseline first; goals on what the table does not hold are left out.
    """
    main = table[(table[["group", "scope", "period", "part"]] == "").all(axis=1)]
    rows = records(main)
    found = []
    for goal in goals:
        mine = [row for row in rows if (row["indicator"], row["basis"]) == (goal.indicator, goal.basis)]
        for k, row in enumerate(mine):
            sides = (("before", ""), ("after", row["scenario"])) if k == 0 else (("after", row["scenario"]),)
            found += [_reached(goal, row, side, name) for side, name in sides if row[side] == row[side]]
    return found


def _reached(goal: Published, row: Row, side: str, scenario: str) -> Reached:
    return Reached(
        goal.id, goal.indicator, row["unit"], words.labels()[goal.indicator], goal.place, goal.source,
        goal.value, goal.at_most, scenario, row[side], row[f"{side}_low"], row[f"{side}_high"],
    )  # fmt: skip
