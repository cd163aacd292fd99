"""What a lesson is made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.errors import Text
from sim.experiment.batch.job import Job, replicates
from sim.experiment.batch.outcome import Key
from sim.experiment.comparison import words
from sim.experiment.comparison.table import directions
from sim.scenario import Scenario

CHARTS = ("bars", "months", "groups")
MOVES = ("up", "down", "hardly")


@dataclass(frozen=True)
class Side:
    """One of the scenarios of a lesson, with its levers as data and in words."""

    id: str
    title: Text
    does: Text
    scenario: Scenario


@dataclass(frozen=True)
class About:
    """Which number is meant: a value of one scenario, or its difference from another's.

    Attributes
    ----------
    key : Key
        Value of a run.
    side, against : str
        Ids of scenarios; `against` is empty where the value itself is meant.
    """

    key: Key
    side: str
    against: str = ""

    @property
    def unit(self) -> Text:
        """Unit of the number as people read it: shares in per cent, their differences in points."""
        return words.unit_of(directions()[self.key.indicator][0], difference=bool(self.against))

    @property
    def scale(self) -> float:
        """What a value of the model is multiplied by to be in `unit`."""
        return words.scaled(1.0, directions()[self.key.indicator][0])

    @property
    def label(self) -> Text:
        """Name of the indicator."""
        return words.labels()[self.key.indicator]


@dataclass(frozen=True)
class Question:
    """Something to guess before the run.

    Attributes
    ----------
    id : str
    ask : Text
    about : About
        What answers it.
    low, high : float
        Ends of what may be guessed, in the unit of `about`.
    """

    id: str
    ask: Text
    about: About
    low: float
    high: float

    @property
    def step(self) -> float:
        """Step of a guess: a round number that divides the range into about two hundred."""
        rough = (self.high - self.low) / 200
        power = 10.0 ** math.floor(math.log10(rough))
        return next(power * one for one in (1, 2, 5, 10) if power * one >= rough * (1 - 1e-9))


@dataclass(frozen=True)
class Claim:
    """A sentence on what the model shows, in a form that can be held against a run.

    Attributes
    ----------
    says : Text
    about : About
    moves : str
        ``up``, ``down``, or ``hardly`` (by no more than `within`); empty where bounds are given.
    at_least, at_most : float
        Bounds of the number, in the unit of `about`; infinite where none.
    """

    says: Text
    about: About
    moves: str = ""
    at_least: float = -math.inf
    at_most: float = math.inf

    def holds(self, value: float) -> bool:
        """Whether a number, in the unit of `about`, is as the sentence says; nothing known is no yes."""
        if self.moves == "up":
            return value > 0
        if self.moves == "down":
            return value < 0
        return self.at_least <= value <= self.at_most


@dataclass(frozen=True)
class Evidence:
    """What is known from elsewhere: a sentence, whose it is, and the row of the tables of figures."""

    says: Text
    source: str
    figure: str


@dataclass(frozen=True)
class Reveal:
    """A chart of the answer: one value by scenario, by month, or by a dimension of groups."""

    key: Key
    chart: str
    groups: str = ""


@dataclass(frozen=True)
class Debrief:
    """What to talk about afterwards.

    Attributes
    ----------
    mechanism : Text
        Why the model does what it does.
    shows : tuple of Claim
        What it shows; checked against the run the group has just made.
    evidence : tuple of Evidence
    assumed, equity, discuss : Text
        What is assumption; who gains and who loses; a question for the group.
    """

    mechanism: Text
    shows: tuple[Claim, ...]
    evidence: tuple[Evidence, ...]
    assumed: Text
    equity: Text
    discuss: Text


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Attributes
    ----------
    id : str
        Name of its file.
    order : int
        Place among the lessons.
    title, brief : Text
    minutes : int
        How long to plan for.
    sample : float
        Share of the people simulated.
    replicates : int
        Random histories of each scenario, the same for all of them.
    sides : tuple of Side
        The first is the one to begin from.
    questions, reveal : tuple
    debrief : Debrief
    """

    id: str
    order: int
    title: Text
    brief: Text
    minutes: int
    sample: float
    replicates: int
    sides: tuple[Side, ...]
    questions: tuple[Question, ...]
    reveal: tuple[Reveal, ...]
    debrief: Debrief

    def jobs(self, sample: float | None = None, count: int | None = None) -> dict[str, Sequence[Job]]:
        """Runs by scenario, with central values; a smaller sample or fewer histories where asked for."""
        return {
            side.id: replicates(side.scenario, count or self.replicates, sample or self.sample, drawn=False)
            for side in self.sides
        }
