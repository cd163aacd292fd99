"""The calibration from the first design to the re-simulated posterior; knows runs only as a function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sim.calibration.design import far_apart, spread
from sim.calibration.ensemble import medoid
from sim.calibration.predict import Predictor, Runs, corrected, fit_predictor
from sim.calibration.problem import Problem, Simulator
from sim.calibration.sampling import Chain, sample
from sim.calibration.settle import settle
from sim.calibration.waves import closeness, next_wave

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Plan:
    """How many runs go where.

    Attributes
    ----------
    first : int
        Runs of the first design.
    waves : tuple of int
        Runs of each wave.
    refine : tuple of int
        Runs at draws of the posterior so far, after the waves: the emulator is to be best there.
    noise : int
        Runs of one place with different random histories.
    full : int
        Runs of everybody that correct the emulator.
    again : int
        Draws of the posterior that are run again with everybody, its medoid among them.
    settle : int
        Steps from the medoid to a place whose own run fits; a run of everybody each.
    steps : int
        Steps of the walkers through the posterior.
    draws : int
        Draws of the posterior that are kept.
    seed : int
        Keys designs and walks, and the random histories of the runs.
    """

    first: int
    waves: tuple[int, ...]
    refine: tuple[int, ...] = ()
    noise: int = 8
    full: int = 10
    again: int = 20
    settle: int = 2
    steps: int = 1500
    draws: int = 200
    seed: int = 1

    @property
    def sampled(self) -> int:
        """Runs of a sample."""
        return self.first + sum(self.waves) + sum(self.refine) + self.noise

    @property
    def everybody(self) -> int:
        """Runs of everybody."""
        return self.full + self.again + self.settle


WAVES, REFINE = 3, 2
LEAST = 24


def plan_of(budget: int, dimensions: int, seed: int = 1) -> Plan:
    """Share out a budget of sampled runs: noise, three eighths of the rest first, the others in waves.

    Parameters
    ----------
    budget : int
        Runs of a sample, at least `LEAST`; runs of everybody come on top, fewer when the budget is small.
    dimensions : int
        Parameters: the more, the longer the walk through the posterior.
    seed : int, optional
    """
    noise = min(5, max(3, budget // 12))
    rest = budget - noise
    each = rest // 8
    first = rest - (WAVES + REFINE) * each
    full, again = min(10, max(3, budget // 18)), min(20, max(3, budget // 9))
    return Plan(first, (each,) * WAVES, (each,) * REFINE, noise, full, again,
                steps=25 * max(dimensions, 12), seed=seed)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """What one stage of the calibration found.

    Attributes
    ----------
    name : str
        ``wave 1`` …, ``refine 1`` …, ``posterior``.
    runs : int
        Sampled runs behind the emulator.
    r2 : float64 array, shape (k,)
        Of left-out runs, by component.
    volume, nearest : float
        See `sim.calibration.waves.Wave`; NaN for the others.
    """

    name: str
    runs: int
    r2: F64
    volume: float = np.nan
    nearest: float = np.nan


@dataclass(frozen=True)
class Calibration:
    """What a calibration leaves behind.

    Attributes
    ----------
    problem : Problem
    predictor : Predictor
        Fitted to all runs and corrected by all runs of everybody.
    chain : Chain
        Of the posterior.
    draws : float64 array, shape (draws, d + o)
        Of the posterior in the unit cube; row 0 is the medoid, moved to where its own run fits.
    runs, full, again : Runs
        Of a sample; of everybody, for the correction; of everybody at draws of the posterior, the last at the
        medoid.
    foreseen : float64 array, shape (again, t)
        Figures of the runs `again` as the emulator expected them before they were made.
    steps : list of Step
    """

    problem: Problem
    predictor: Predictor
    chain: Chain
    draws: F64
    runs: Runs
    full: Runs
    again: Runs
    foreseen: F64
    steps: list[Step] = field(default_factory=list)


Tell = Callable[[str, Step | None], None]
"""Told the name of a stage when it begins, and what it found when it ends."""


def calibrate(
    problem: Problem, simulate: Simulator, plan: Plan, tell: Tell = lambda stage, step: None
) -> Calibration:
    """Calibrate.

    Parameters
    ----------
    problem : Problem
    simulate : Simulator
        Does runs, or finds them where they are kept.
    plan : Plan
    tell : callable, optional

    Raises
    ------
    RuntimeError
        When so many runs failed that nothing can be fitted.
    """
    steps: list[Step] = []

    def note(step: Step) -> None:
        steps.append(step)
        tell(step.name, step)

    runner = _Runner(problem, simulate, plan.seed)
    tell("first", None)
    noise = runner(np.full((plan.noise, problem.dimensions), 0.5))
    runs = runner(spread(plan.first, problem.dimensions, plan.seed))
    _enough(runs)
    predictor = fit_predictor(problem, runs, noise)
    for number, count in enumerate(plan.waves, 1):
        wave = next_wave(predictor, runs.places, count, plan.seed + number)
        note(Step(f"wave {number}", len(runs), predictor.emulator.r2, wave.volume, wave.nearest))
        runs = runs.joined(runner(wave.places))
        predictor = fit_predictor(problem, runs, noise, closeness(problem, runs, predictor.residual))
    for number, count in enumerate(plan.refine, 1):
        chain = _posterior(predictor, plan, 10 + number)
        note(Step(f"refine {number}", len(runs), predictor.emulator.r2))
        runs = runs.joined(runner(_scattered(chain, count, plan.seed + 10 + number)))
        predictor = fit_predictor(problem, runs, noise, closeness(problem, runs, predictor.residual))
    sampled = predictor
    chain = _posterior(sampled, plan, 1)
    tell("full", None)
    full = runner(_scattered(chain, plan.full, plan.seed), full=True)
    predictor = corrected(sampled, full)
    chain = _posterior(predictor, plan, 2)
    tell("again", None)
    wanted = _scattered(chain, plan.again - 1, plan.seed + 1)
    again = runner(wanted, full=True)
    predictor_before, predictor = predictor, corrected(sampled, full.joined(again))
    chain = _posterior(predictor, plan, 3)
    draws = chain.draws(plan.draws, plan.seed)
    first = medoid(draws, predictor)
    centre = settle(predictor, draws[first], lambda places: runner(places, full=True), plan.settle)
    draws = np.concatenate([centre.places[-1:], np.delete(draws, first, axis=0)])
    again = again.joined(Runs(centre.places[-1:], centre.components[-1:]))
    note(Step("posterior", len(runs), predictor.emulator.r2))
    return Calibration(problem, predictor, chain, draws, runs, full, again,
                       predictor_before.figures(again.places), steps)  # fmt: skip


class _Runner:
    """Gives every run its own random history."""

    def __init__(self, problem: Problem, simulate: Simulator, seed: int) -> None:
        self.problem, self.simulate, self.next = problem, simulate, 1000 * seed

    def __call__(self, places: F64, *, full: bool = False) -> Runs:
        seeds = range(self.next + 1, self.next + 1 + len(places))
        self.next += len(places)
        return Runs(places, self.simulate(places[:, : self.problem.d], seeds, full=full))


def _posterior(predictor: Predictor, plan: Plan, number: int) -> Chain:
    return sample(
        predictor.log_likelihood, predictor.problem.dimensions, plan.steps, 100 * plan.seed + number
    )


def _scattered(chain: Chain, count: int, seed: int) -> F64:
    """Draws of the posterior that lie far from each other."""
    draws = chain.draws(10 * count, seed)
    return draws[far_apart(draws, np.empty((0, draws.shape[1])), count)]


def _enough(runs: Runs) -> None:
    done = len(runs.whole())
    if done < 0.8 * len(runs) or done < 5:
        raise RuntimeError(f"{len(runs) - done} of {len(runs)} runs failed")
