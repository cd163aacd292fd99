"""The long work behind the page, done at a desk of the office."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

import pandas as pd

from sim.experiment.attribution.run import table_of as attribution_of
from sim.experiment.attribution.table import Plan
from sim.experiment.attribution.table import identity as identity_of_plan
from sim.experiment.batch.folder import BatchFolder
from sim.experiment.batch.job import Job
from sim.experiment.batch.probe import seconds_of
from sim.experiment.batch.runner import DoRuns, run_missing
from sim.experiment.batch.version import code_version
from sim.experiment.comparison.plan import identity
from sim.experiment.comparison.run import table_of
from sim.scenario import Scenario
from sim.ui.office import Desk, Work
from sim.ui.pages.compare.choice import Choice


@dataclass(frozen=True)
class Found:
    """A comparison that was made.

    Attributes
    ----------
    choice : Choice
    replicates : int
    table : pd.DataFrame
        Of `sim.experiment.comparison.table.compare`.
    """

    choice: Choice
    replicates: int
    table: pd.DataFrame

    def is_of(self, choice: Choice | None, replicates: int) -> bool:
        """Whether it is what is chosen now."""
        return choice is not None and replicates == self.replicates and marks(choice) == marks(self.choice)


@dataclass(frozen=True)
class Attributed:
    """An attribution that was made."""

    plan: Plan
    table: pd.DataFrame


def marks(choice: Choice) -> tuple[float, tuple[tuple[str, str], ...]]:
    """What decides the result of a comparison: sample, scenarios, and their titles."""
    scenarios = choice.comparison.scenarios
    return choice.comparison.sample, tuple((one.hash, one.title.zh) for one in scenarios)


@cache
def _root() -> tempfile.TemporaryDirectory[str]:
    """Folder for runs, which lasts as long as the server."""
    return tempfile.TemporaryDirectory(prefix="countycare-", ignore_cleanup_errors=True)


def folder_of(session: str, mark: object) -> Path:
    """Folder of one piece of work of a session: begun again, it goes on where it stopped."""
    name = blake2b(repr((session, mark)).encode(), digest_size=16).hexdigest()
    return Path(_root().name) / name


def comparing(session: str, choice: Choice, replicates: int) -> Work[Found]:
    """Work that makes a comparison."""

    def work(desk: Desk) -> Found:
        known = identity(choice.comparison)
        with BatchFolder(folder_of(session, known), known) as folder:
            return Found(choice, replicates, table_of(folder, choice.comparison, replicates, _at(desk)))

    return work


def attributing(session: str, plan: Plan) -> Work[Attributed]:
    """Work that makes an attribution."""

    def work(desk: Desk) -> Attributed:
        known = identity_of_plan(plan, code_version())
        with BatchFolder(folder_of(session, known), known) as folder:
            return Attributed(plan, attribution_of(folder, plan, _at(desk)))

    return work


@dataclass(frozen=True)
class Timing:
    """About how many seconds one run takes, and how many are done at a time."""

    seconds: float
    workers: int


def timing(scenario: Scenario, sample: float) -> Work[Timing]:
    """Work that measures about how long one run takes, from a few days of it."""
    return lambda desk: Timing(desk.call(seconds_of, scenario, sample), desk.engine.workers)


def _at(desk: Desk) -> DoRuns:
    """What does the missing runs of a folder at a desk."""

    def do_runs(folder: BatchFolder, jobs: Sequence[Job]) -> None:
        run_missing(folder.store, jobs, desk.engine, lambda done, total: desk.tell(done / max(total, 1)))

    return do_runs
