"""A place to be calibrated: its scenario, figures and priors as a problem, and its runs as a simulator."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sim.calibration.dose import within
from sim.calibration.folder import calibration_folder
from sim.calibration.observation import needed, observe
from sim.calibration.priors import OBSERVATION, SIMULATION, Prior, of_part, read_priors, seen_under
from sim.calibration.problem import Problem
from sim.calibration.targets import Targets, read_targets
from sim.errors import UserError
from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import Outcome
from sim.scenario import Scenario, load_scenario
from sim.scenario.free import with_free

F64 = npt.NDArray[np.float64]
LEAST = 0.5
"""Half an event (or yuan): what stands for a component that a run left empty, so that it has a logarithm."""
GRID = np.linspace(0.0, 1.0, 4001)
"""Places in the unit interval between which coordinates are taken as straight."""
RunAll = Callable[[Sequence[Job]], list[Outcome | None]]
"""Does runs, or finds them where they are kept, in order; None for one that failed."""


@dataclass(frozen=True)
class Place:
    """What is calibrated.

    Attributes
    ----------
    scenario : Scenario
        Without draws of its own; ends with the last day of the figures.
    targets : Targets
    priors : tuple of Prior
    sample : float
        Share of the people simulated, but for the runs of everybody.
    """

    scenario: Scenario
    targets: Targets
    priors: tuple[Prior, ...]
    sample: float

    @property
    def simulated(self) -> tuple[Prior, ...]:
        """Parameters of the simulation."""
        return of_part(self.priors, SIMULATION)

    @property
    def observed(self) -> tuple[Prior, ...]:
        """Parameters of the observation."""
        return of_part(self.priors, OBSERVATION)

    @property
    def ordered(self) -> tuple[Prior, ...]:
        """All parameters in the order of a place in the unit cube."""
        return self.simulated + self.observed

    @cached_property
    def components(self) -> tuple[str, ...]:
        """Names of the components that the figures are made of."""
        return needed(self.targets.targets, self.targets.doses)

    def values(self, places: F64) -> F64:
        """Values of all parameters at places in the unit cube, shape (n, d + o)."""
        return _columns(self.ordered, places)

    def under(self, place: F64) -> Scenario:
        """Return the scenario under the simulation parameters at a place in the unit cube."""
        values = _columns(self.simulated, place[None, :])[0]
        named = {prior.id: float(value) for prior, value in zip(self.simulated, values, strict=True)}
        return with_free(self.scenario, named, self.targets.until)

    def problem(self) -> Problem:
        """Return what is fitted to what."""
        targets = self.targets
        return Problem(
            tuple(prior.id for prior in self.simulated),
            tuple(prior.id for prior in self.observed),
            tuple(one.id for one in targets.targets),
            targets.values(),
            targets.covariance(),
            targets.fitted(),
            self._observe,
            self._coordinates,
            self._credible,
        )

    def named(self, components: F64) -> dict[str, F64]:
        """Components of runs by name."""
        return dict(zip(self.components, components.T, strict=True))

    def seen(self, how: F64) -> Mapping[str, F64 | float]:
        """Every observation parameter at places of shape (n, o)."""
        given = _columns(self.observed, how)
        return seen_under({prior.id: column for prior, column in zip(self.observed, given.T, strict=True)})

    def _observe(self, components: F64, how: F64) -> F64:
        figures = observe(self.targets.targets, self.named(components), self.seen(how))
        scaled = [one.to_scale(figures[:, k]) for k, one in enumerate(self.targets.targets)]
        return np.stack(np.broadcast_arrays(*scaled, np.zeros(len(components)))[:-1], axis=1)

    def _credible(self, components: F64) -> npt.NDArray[np.bool_]:
        return within(self.named(components), self.targets.doses)

    def _coordinates(self, places: F64) -> F64:
        columns = zip(places.T, self._grids, strict=True)
        return np.stack([np.interp(column, GRID, grid) for column, grid in columns], axis=1)

    @cached_property
    def _grids(self) -> list[F64]:
        """Coordinates of each simulation parameter at `GRID`; quantiles are costly and asked for often."""
        return [_straightened(one, GRID) for one in self.simulated]


def _columns(priors: Sequence[Prior], places: F64) -> F64:
    return np.stack([prior.at(places[:, k]) for k, prior in enumerate(priors)], axis=1)


def _straightened(prior: Prior, place: F64) -> F64:
    """Value between its limits from -1 to 1, by logarithm where its prior is one of logarithms."""
    value, low, high = prior.at(place), prior.low, prior.high
    if prior.distribution == "lognormal":
        value, low, high = np.log(value), float(np.log(low)), float(np.log(high))
    return np.asarray(2.0 * (value - low) / (high - low) - 1.0)


class PlaceRuns:
    """Runs of a place as a simulator; see `sim.calibration.problem.Simulator`."""

    def __init__(self, place: Place, run_all: RunAll) -> None:
        self.place, self.run_all = place, run_all

    def __call__(self, places: F64, seeds: Sequence[int], *, full: bool) -> F64:
        """Run, and take the components."""
        share = 1.0 if full else self.place.sample
        jobs = [Job(self.place.under(one), seed, share) for one, seed in zip(places, seeds, strict=True)]
        names = self.place.components
        found = np.full((len(jobs), len(names)), np.nan)
        for row, outcome in zip(found, self.run_all(jobs), strict=True):
            if outcome is not None:
                row[:] = [max(outcome.components.get(name, 0.0), LEAST) for name in names]
        return found


def load_place(name: str, targets: Path | None, priors: Path | None, sample: float) -> Place:
    """Read a scenario with its figures and priors.

    Parameters
    ----------
    name : str
        Shipped scenario or file.
    targets, priors : Path, optional
        The shipped ones when not given; shipped targets are of one scenario only.
    sample : float

    Raises
    ------
    UserError
        When the figures are of another scenario or of days that it does not hold.
    """
    scenario = load_scenario(name)
    figures = read_targets(targets)
    if targets is None and figures.scenario != scenario.name:
        raise UserError(
            f"the figures that ship are of {figures.scenario}; give those of {scenario.name} with --targets",
            f"随附的指标值属于 {figures.scenario}；请用 --targets 给出 {scenario.name} 的指标值",
            name,
        )
    first = date(figures.until.year, 1, 1)
    if scenario.start > first or scenario.until < figures.until:
        raise UserError(
            f"the scenario should hold all days from {first} to {figures.until}, the days of the figures",
            f"方案应包含指标值所属的全部日期：{first} 至 {figures.until}",
            name,
        )
    place = Place(
        replace(scenario.with_dates(until=figures.until), posterior=None),
        figures,
        read_priors(priors or calibration_folder() / "priors.yaml"),
        sample,
    )
    place.under(np.full(len(place.simulated), 0.5))  # a prior that means nothing here is told at once
    return place
