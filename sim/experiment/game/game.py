"""What a county game is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from sim.errors import Text
from sim.experiment.batch.outcome import Key
from sim.policy.catalogue import load_levers
from sim.policy.lever import Lever
from sim.scenario import Scenario
from sim.scenario.shocks import Kind

ASPECTS = {
    "access": Text("access", "可及性"),
    "fund": Text("fund", "基金"),
    "burden": Text("burden", "负担"),
    "health": Text("health", "健康"),
    "harm": Text("harm", "伤害"),
    "fairness": Text("fairness", "公平"),
}
"""What may be won or lost; there is no total."""


@dataclass(frozen=True)
class Purse:
    """Yuan that each team gets every year, and what they rest on."""

    yuan: int
    evidence: str
    source: Text


@dataclass(frozen=True)
class Offer:
    """A lever that teams may buy.

    Attributes
    ----------
    id : str
        Of the lever in the catalogue.
    settings : mapping of str to float
        Values other than the catalogue's.
    once, yearly : int
        Yuan in the first year, and in every year in which it is in force.
    evidence : str
    source : Text
        Of the cost.
    """

    id: str
    settings: Mapping[str, float]
    once: int
    yearly: int
    evidence: str
    source: Text

    @property
    def lever(self) -> Lever:
        """The lever, with its label and what it acts through."""
        return load_levers()[self.id]


@dataclass(frozen=True)
class Future:
    """Something that befalls every team in a year that nobody knows.

    Attributes
    ----------
    id : str
    title, told : Text
        Its name, and what is read out when it comes.
    month, day : int
        First day of it within the year.
    numbers : mapping of str to float
        Numbers that hold from that day on.
    kind : Kind or None
        Shock that comes instead: a wave (`amount`: share of adults), or doctors who leave the largest
        township centre (`amount`: how many).
    amount : float
    source : Text
        What it rests on.
    """

    id: str
    title: Text
    told: Text
    month: int
    day: int
    numbers: Mapping[str, float]
    kind: Kind | None
    amount: float
    source: Text

    def begins(self, year: int) -> date:
        """First day in a year."""
        return date(year, self.month, self.day)


@dataclass(frozen=True)
class Measure:
    """A column of the board: a value and which aspect it belongs to."""

    key: Key
    aspect: str


@dataclass(frozen=True)
class Game:
    """A game.

    Attributes
    ----------
    id : str
        Name of its file.
    title, brief, discuss : Text
    base : Scenario
        The county of everybody; its last day is that of the last round.
    rounds : int
        Years.
    sample : float
    replicates : int
        Random histories, the same for all teams.
    purse : Purse
        What is not spent of it is kept.
    offers : tuple of Offer
    futures : tuple of Future
    board : tuple of Measure
    """

    id: str
    title: Text
    brief: Text
    discuss: Text
    base: Scenario
    rounds: int
    sample: float
    replicates: int
    purse: Purse
    offers: tuple[Offer, ...]
    futures: tuple[Future, ...]
    board: tuple[Measure, ...]

    def year(self, round_: int) -> int:
        """Calendar year of a round, counted from 1."""
        return self.base.start.year + round_ - 1

    def offer(self, id_: str) -> Offer | None:
        """Offer of a lever; None where it is not for sale."""
        return next((one for one in self.offers if one.id == id_), None)

    def fate(self, seed: int) -> tuple[Future | None, ...]:
        """What comes in each round: each future once at most, nothing in the first year.

        Parameters
        ----------
        seed : int
            Of the room; the same seed has the same fate.
        """
        rng = np.random.default_rng(seed)
        later = self.rounds - 1
        order = [self.futures[int(k)] for k in rng.permutation(len(self.futures))][:later]
        calm: list[Future | None] = [None] * (later - len(order))
        drawn = [*order, *calm]
        return (None, *(drawn[int(k)] for k in rng.permutation(later)))
