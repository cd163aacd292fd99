"""The search: a first spread of runs, an emulator, runs where it promises most, and a check of the best."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

from sim import randomness
from sim.errors import UserError
from sim.experiment.batch.design import OFF, ON, Level
from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import Outcome
from sim.experiment.comparison.table import directions
from sim.experiment.search.emulator import Emulator, fit
from sim.experiment.search.pareto import front
from sim.experiment.search.question import Question, idle
from sim.policy.catalogue import load_levers
from sim.scenario import Scenario

F64 = npt.NDArray[np.float64]
FIRST = 3
"""Runs of the first spread for each thing that may be moved, as far as half of all runs allow."""
BATCH = 6
"""Packages tried between two fits of the emulator."""
CANDIDATES = 4000
CHECKED = 5
"""Packages of the front that are checked at most."""
RunAll = Callable[[Sequence[Job]], list[Outcome]]


@dataclass(frozen=True)
class Tried:
    """A package that was run.

    Attributes
    ----------
    point : dict
        Level by lever or path.
    scenario : Scenario
    values : float64 array, shape (goals,)
        Mean over replicates.
    misses : float64 array, shape (goals,)
        How far each goal is missed, in its scale.
    effort : float
        See `Question.effort`.
    """

    point: dict[str, Level]
    scenario: Scenario
    values: F64
    misses: F64
    effort: float

    @property
    def miss(self) -> float:
        """All goals together."""
        return float(self.misses.sum())


@dataclass(frozen=True)
class Searched:
    """What the search found, before the check.

    Attributes
    ----------
    today : float64 array, shape (goals,)
        Values of the base scenario.
    tried : list of Tried
        In the order run; the first is the base scenario.
    emulators : list of Emulator or None
        By goal; None where nothing moved.
    """

    today: F64
    tried: list[Tried]
    emulators: list[Emulator | None]

    @property
    def front(self) -> list[Tried]:
        """Packages that no other beats in miss and effort, nearest to the goals first."""
        best = front(np.array([[one.miss, one.effort] for one in self.tried]))
        chosen = [one for one, keep in zip(self.tried, best, strict=True) if keep]
        return sorted(chosen, key=nearest_first)

    @property
    def worth_checking(self) -> list[Tried]:
        """Packages of the front; all of them where doing nothing is as near to the goals and takes less."""
        found = [one for one in self.front if one.point]
        return found or sorted((one for one in self.tried if one.point), key=nearest_first)

    @property
    def helps(self) -> bool:
        """Whether any package comes nearer to the goals than the base scenario."""
        return min(one.miss for one in self.tried) < self.tried[0].miss


def nearest_first(one: Tried) -> tuple[float, float]:
    """Order of packages: by miss, then by effort."""
    return one.miss, one.effort


def search(question: Question, run_all: RunAll) -> Searched:
    """Spend the runs of a question.

    Parameters
    ----------
    question : Question
    run_all : callable
        Does runs, or finds them where they are kept, in order.

    Raises
    ------
    UserError
        When no package at all makes a valid scenario.
    """
    base = _outcomes(question, [question.base], run_all)[0]
    today = _values(question, base)
    tried = [Tried({}, question.base, today, _misses(question, today, today), 0.0)]
    most = max(question.runs // question.replicates, 2)
    first = list(_valid(question, _first(question, most), tried))
    if not first:
        raise UserError(
            "no combination of these levers makes a valid scenario; check what they need (countycare levers)",
            "这些杠杆没有任何组合构成有效方案；请检查其前提（countycare levers）",
        )
    tried += _run(question, first, today, run_all)
    emulators = _fit(question, tried)
    while len(tried) < most:
        proposed = _propose(question, tried, emulators, today, min(BATCH, most - len(tried)))
        if not proposed:
            break
        tried += _run(question, proposed, today, run_all)
        emulators = _fit(question, tried)
    return Searched(today, tried, emulators)


def _first(question: Question, most: int) -> list[dict[str, Level]]:
    """All levers on, then places that fill the cube."""
    d = len(question.names)
    count = int(np.clip(FIRST * (d + 1), 4, max(most // 2, 4)))
    rng = np.random.default_rng(randomness.stream("search.first", d))
    cube = qmc.LatinHypercube(d, rng=rng).random(count)
    return [question.point(row) for row in (np.ones(d), *cube)]


def _valid(
    question: Question, points: Iterable[dict[str, Level]], tried: Sequence[Tried]
) -> Iterator[tuple[dict[str, Level], Scenario]]:
    """Yield packages that are affordable, valid and new; levers that lack what they need come off."""
    known = {one.scenario.hash for one in tried}
    seen: set[tuple[tuple[str, Level], ...]] = set()
    for raw in points:
        point = _mended(question, raw)
        # Numbers of a lever that is off make no other package.
        mark = tuple((name, level) for name, level in point.items() if not idle(name, point))
        if mark in seen or question.yuan(point) > question.most_yuan:
            continue
        seen.add(mark)
        try:
            scenario = question.scenario(point)
        except UserError:
            continue
        if scenario.hash not in known:
            known.add(scenario.hash)
            yield point, scenario


def _mended(question: Question, point: dict[str, Level]) -> dict[str, Level]:
    """Switch off levers whose prerequisites neither the base nor the package has, again and again."""
    levers, mended = load_levers(), dict(point)
    fixed = {use.lever for use in question.base.levers if use.lever not in point}
    while True:
        on = fixed | {name for name, level in mended.items() if level == ON}
        lacking = [name for name in on - fixed if not set(levers[name].needs) <= on]
        if not lacking:
            return mended
        mended |= dict.fromkeys(lacking, OFF)


def _outcomes(question: Question, scenarios: Sequence[Scenario], run_all: RunAll) -> list[list[Outcome]]:
    jobs = [
        [Job(one, k + 1, question.sample) for k in range(question.replicates)] for one in scenarios
    ]  # fmt: skip
    flat = run_all([job for each in jobs for job in each])
    return [flat[k * question.replicates : (k + 1) * question.replicates] for k in range(len(jobs))]


def _values(question: Question, outcomes: Sequence[Outcome]) -> F64:
    """Mean of each goal's value over replicates."""
    found = [[one.values.get(aim.key, np.nan) for one in outcomes] for aim in question.aims]
    return np.array([np.mean(one) for one in found])


def _misses(question: Question, values: F64, today: F64) -> F64:
    return np.array(
        [aim.miss(v, t) for aim, v, t in zip(question.aims, values, today, strict=True)], np.float64
    )


def _run(
    question: Question, packages: Sequence[tuple[dict[str, Level], Scenario]], today: F64, run_all: RunAll
) -> list[Tried]:
    outcomes = _outcomes(question, [scenario for _, scenario in packages], run_all)
    found = []
    for (point, scenario), runs in zip(packages, outcomes, strict=True):
        values = _values(question, runs)
        misses = _misses(question, values, today)
        found.append(Tried(point, scenario, values, misses, question.effort(point)))
    return found


def _fit(question: Question, tried: Sequence[Tried]) -> list[Emulator | None]:
    moved = [one for one in tried if one.point]
    x = np.array([question.place(one.point) for one in moved])
    units = directions()
    found: list[Emulator | None] = []
    for k, aim in enumerate(question.aims):
        y = np.array([one.values[k] for one in moved])
        known = ~np.isnan(y)
        share = units[aim.key.indicator][0] == "share"
        found.append(fit(x[known], y[known], share=share) if known.sum() > 3 and y[known].std() > 0 else None)
    return found


def _propose(
    question: Question,
    tried: Sequence[Tried],
    emulators: Sequence[Emulator | None],
    today: F64,
    count: int,
) -> list[tuple[dict[str, Level], Scenario]]:
    """Packages that the emulator expects to miss least, and among equals to take least effort."""
    d, made = len(question.names), len(tried)
    rng = np.random.default_rng(randomness.stream("search.next", made))
    best = sorted((one for one in tried if one.point), key=lambda one: one.miss)[: 2 * BATCH]
    near = np.repeat([question.place(one.point) for one in best], 100, axis=0)
    turned = rng.random(near.shape) < 2.0 / d
    near = np.where(turned, rng.random(near.shape), near)
    cube = np.concatenate([rng.random((CANDIDATES, d)), near])
    points = [question.point(row) for row in cube]
    places = np.array([question.place(one) for one in points])
    miss = np.zeros(len(points))
    for aim, emulator, now in zip(question.aims, emulators, today, strict=True):
        if emulator is not None:
            value = emulator.predict(places)
            gap = value - aim.limit(now) if aim.at_most else aim.limit(now) - value
            miss += np.maximum(gap, 0.0) / aim.scale_at(float(now))
    effort = np.array([question.effort(one) for one in points])
    order = np.lexsort((effort, np.round(miss, 3)))
    return list(islice(_valid(question, (points[k] for k in order), tried), count))
