"""Designs of experiments (试验设计): which combinations of levers and numbers a sweep runs.

A factor is a lever of the catalogue (switched on or off) or the path of a number. A point gives each factor
of its part a level; a factor that is not in the part stays as the base scenario has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np
from scipy.stats import qmc

from sim.declare import DISCRETE_UNITS
from sim.errors import Text, UserError
from sim.experiment.batch.job import Job, replicates
from sim.experiment.batch.version import code_version
from sim.policy.catalogue import load_levers
from sim.policy.use import LeverUse, completed
from sim.scenario import Scenario

KINDS = ("factorial", "one_at_a_time", "latin_hypercube", "sobol", "list")
FILLING = ("latin_hypercube", "sobol")
ON, OFF = "on", "off"
Level = float | str
Point = Mapping[str, Level]


@dataclass(frozen=True)
class Part:
    """A design that is not crossed with the others of the same sweep.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    levels : mapping of str to tuple of (float or str)
        By factor: the levels, or the two ends of its range for a kind that fills the space.
    points : int
        How many points to fill the space with; 0 for the other kinds.
    """

    kind: str
    levels: Mapping[str, tuple[Level, ...]]
    points: int = 0


class Planned(NamedTuple):
    """A point with its runs, one a replicate; none where it makes no valid scenario, and why."""

    point: Point
    jobs: tuple[Job, ...]
    fault: Text | None = None


@dataclass(frozen=True)
class Design:
    """What a sweep runs.

    Attributes
    ----------
    base : Scenario
    sample : float
        Share of the people simulated.
    replicates : int
        Random histories of each point.
    drawn : bool
        Whether replicate r also takes parameter draw r (0: central values); otherwise all take the central.
    parts : tuple of Part
    seed : int
        Keys the points that fill a space.
    """

    base: Scenario
    sample: float
    replicates: int
    drawn: bool
    parts: tuple[Part, ...]
    seed: int = 1

    def points(self) -> list[Point]:
        """All points, part by part, each once."""
        found: list[Point] = []
        for part in self.parts:
            found += [point for point in points_of(part, self) if point not in found]
        return found

    def plan(self) -> list[Planned]:
        """Points with their runs, or with what is wrong with them."""
        return [self._planned(point) for point in self.points()]

    def _planned(self, point: Point) -> Planned:
        try:
            scenario = at(self.base, point)
        except UserError as error:
            return Planned(point, (), error.text)
        return Planned(
            point, tuple(replicates(scenario, self.replicates, self.sample, drawn=self.drawn))
        )  # fmt: skip


def points_of(part: Part, design: Design) -> Iterator[Point]:
    """Yield the points of a part."""
    names = list(part.levels)
    match part.kind:
        case "factorial":
            yield from (dict(zip(names, levels, strict=True)) for levels in product(*part.levels.values()))
        case "list":
            yield from (
                dict(zip(names, levels, strict=True)) for levels in zip(*part.levels.values(), strict=True)
            )
        case "one_at_a_time":
            yield {}
            yield from ({name: level} for name in names for level in part.levels[name])
        case _:
            yield from _filling(part, design)


def _filling(part: Part, design: Design) -> Iterator[Point]:
    names = list(part.levels)
    rng = np.random.default_rng(design.seed)
    sampler: qmc.QMCEngine = (
        qmc.LatinHypercube(len(names), rng=rng)
        if part.kind == "latin_hypercube"
        else qmc.Sobol(len(names), rng=rng)
    )
    for row in sampler.random(part.points):
        yield {
            name: _between(name, part.levels[name], float(u), design)
            for name, u in zip(names, row, strict=True)
        }


def _between(name: str, ends: Sequence[Level], u: float, design: Design) -> Level:
    """Level at a share of the way; one of the levels given where there is nothing in between."""
    parameter = design.base.parameters.get(name)
    if parameter is None or isinstance(ends[0], str) or isinstance(ends[-1], str):
        return ends[min(int(u * len(ends)), len(ends) - 1)]
    low, high = float(ends[0]), float(ends[-1])
    if parameter.is_integer or parameter.unit in DISCRETE_UNITS:
        return low + min(int(u * (high - low + 1)), int(high - low))
    return low + u * (high - low)


def at(base: Scenario, point: Point) -> Scenario:
    """Return the scenario of a point.

    A lever switched on joins with the catalogue's values from the first counted day, unless the base uses it
    already; a number that a lever of the scenario sets is set there, any other from the first day on, and one
    of a lever that the point switches off has no effect.

    Raises
    ------
    UserError
        When it makes no valid scenario: a lever lacks what it needs, a number is out of range.
    """
    levers = load_levers()
    uses = [use for use in base.levers if point.get(use.lever) != OFF]
    used = {use.lever for use in uses}
    new = [name for name, level in point.items() if name in levers and level == ON and name not in used]
    uses += [completed(LeverUse(name, base.start), levers[name]) for name in new]
    off = [levers[name] for name, level in point.items() if level == OFF and name in levers]
    numbers = {
        name: float(level)
        for name, level in point.items()
        if name not in levers and not any(name in lever.dials for lever in off)
    }
    return base.with_uses(uses).with_numbers(numbers)


def identity(design: Design) -> dict[str, object]:
    """What a sweep is, for its folder: two calls with the same identity do the same runs."""
    return {
        "kind": "sweep",
        "base": design.base.name,
        "scenario_hash": design.base.hash,
        "sample": design.sample,
        "replicates": design.replicates,
        "parameters": "drawn" if design.drawn else "central",
        "points": [dict(point) for point in design.points()],
        "code": code_version(),
    }
