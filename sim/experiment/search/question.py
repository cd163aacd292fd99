"""What is asked: goals, the levers that may be moved, and what they cost."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.experiment.batch.design import OFF, ON, Level, Point, at
from sim.experiment.batch.outcome import Key
from sim.experiment.batch.version import code_version
from sim.policy.catalogue import load_levers
from sim.scenario import Scenario

TODAY = "today"
HUNDREDTH, LEAST_SCALE = 0.01, 1e-9
NEAR = 2
"""Steps of a range that two packages may lie apart and still be alike."""
STEPS = 20
"""Steps into which a range is divided: no two packages that nobody could tell apart."""


@dataclass(frozen=True)
class Aim:
    """One goal.

    Attributes
    ----------
    key : Key
        Value it is about.
    bound : float or None
        In the unit of the indicator; None for the value of the base scenario.
    at_most : bool
        Whether the value is to stay below the bound; else it is to reach it.
    scale : float or None
        Miss that counts as one when goals are weighed against each other; None for a hundredth of the bound
        or of today's value, whichever is farther from 0.
    """

    key: Key
    bound: float | None
    at_most: bool
    scale: float | None

    def limit(self, today: float) -> float:
        """Bound in numbers, given the base scenario's value."""
        return today if self.bound is None else self.bound

    def miss(self, value: float, today: float) -> float:
        """How far the goal is missed, in its scale; 0 when it is met, infinite when nothing is known."""
        if math.isnan(value):
            return math.inf
        gap = value - self.limit(today) if self.at_most else self.limit(today) - value
        return max(gap, 0.0) / self.scale_at(today)

    def scale_at(self, today: float) -> float:
        """Miss that counts as one, given the base scenario's value."""
        return self.scale or max(HUNDREDTH * abs(self.limit(today)), HUNDREDTH * abs(today), LEAST_SCALE)


@dataclass(frozen=True)
class Question:
    """What may be done to reach what.

    Attributes
    ----------
    base : Scenario
    sample : float
    replicates : int
        Random histories of each package while searching.
    check : int
        Histories, each with a draw of the uncertain numbers, with which the best packages are checked.
    runs : int
        Most runs to search with; the check comes on top.
    townships : int
        Histories of the best package in each township alone, to tell which goes first; 0 for none.
    aims : tuple of Aim
    choices : mapping of str to tuple
        By lever ``(off, on)``, by path of a number its low and high end.
    costs : mapping of str to float
        Yuan a year by lever, as the user gives them.
    most_yuan : float
        What may be spent on the levers switched on; infinite for no limit.
    """

    base: Scenario
    sample: float
    replicates: int
    check: int
    runs: int
    aims: tuple[Aim, ...]
    choices: Mapping[str, tuple[Level, ...]]
    costs: Mapping[str, float]
    most_yuan: float = math.inf
    townships: int = 0

    @property
    def names(self) -> list[str]:
        """Names of what may be moved, in the order of the file."""
        return list(self.choices)

    def point(self, x: Sequence[float]) -> dict[str, Level]:
        """Package of a place in the unit cube: a lever is on from a half up, a number lies in its range."""
        found: dict[str, Level] = {}
        for name, share in zip(self.names, x, strict=True):
            low, high = self.choices[name][0], self.choices[name][-1]
            if isinstance(low, str) or isinstance(high, str):
                found[name] = ON if share >= 0.5 else OFF
                continue
            value = low + round(share * STEPS) / STEPS * (high - low)
            parameter = self.base.parameters.get(name)
            found[name] = float(round(value)) if parameter and parameter.is_integer else value
        return found

    def place(self, point: Point) -> list[float]:
        """Return the place of a package in the unit cube; numbers of a lever that is off lie at 0."""
        found = []
        for name in self.names:
            level, low, high = point[name], self.choices[name][0], self.choices[name][-1]
            if isinstance(level, str):
                found.append(1.0 if level == ON else 0.0)
            elif idle(name, point):
                found.append(0.0)
            else:
                found.append((level - float(low)) / (float(high) - float(low)))
        return found

    def scenario(self, point: Point) -> Scenario:
        """Return the scenario of a package."""
        return at(self.base, point)

    def alike(self, point: Point, other: Point) -> bool:
        """Whether two packages are the same to whoever decides: levers alike, numbers a step or two apart."""
        if any(point[name] != other[name] for name in self.names if isinstance(point[name], str)):
            return False
        pairs = zip(self.place(point), self.place(other), strict=True)
        return all(abs(a - b) <= NEAR / STEPS + 1e-9 for a, b in pairs)

    def yuan(self, point: Point) -> float:
        """What the levers switched on cost a year, as far as the user has said."""
        return sum(self.costs.get(name, 0.0) for name, level in point.items() if level == ON)

    def effort(self, point: Point) -> float:
        """What a package takes: yuan where costs are given, else the number of levers switched on."""
        used = {use.lever for use in self.base.levers}
        if self.costs:
            return self.yuan(point)
        return float(sum(level == ON and name not in used for name, level in point.items()))


def idle(name: str, point: Point) -> bool:
    """Whether a number belongs to a lever that the package switches off."""
    levers = load_levers()
    return any(
        level == OFF and name in levers[lever].dials for lever, level in point.items() if lever in levers
    )


def identity(question: Question) -> dict[str, object]:
    """What a search is, for its folder."""
    return {
        "kind": "search",
        "base": question.base.name,
        "scenario_hash": question.base.hash,
        "sample": question.sample,
        "goals": [
            [*aim.key, TODAY if aim.bound is None else aim.bound, aim.at_most, aim.scale]
            for aim in question.aims
        ],
        "choices": {name: list(levels) for name, levels in question.choices.items()},
        "costs": dict(question.costs),
        "most_yuan": None if math.isinf(question.most_yuan) else question.most_yuan,
        "replicates": question.replicates,
        "townships": question.townships,
        "code": code_version(),
    }
