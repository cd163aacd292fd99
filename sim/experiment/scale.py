"""What large experiments cost: a prefecture in one process, many runs at once, a province on a cluster.

Everything is measured by running it here, but for the province, which is worked out from what was measured;
`Scale.check` holds the same working-out against runs that were done. Seconds are CPU seconds, which a busy
machine changes little, and by the clock where that is what is asked for.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psutil

from sim.experiment.batch.engine import Pool
from sim.experiment.batch.job import Job
from sim.experiment.bench import Growth, Row, growth, in_fresh_process, peak_memory
from sim.experiment.contenders import YEAR
from sim.experiment.province import COUNTY, Projection, memory_of, project, year_of
from sim.experiment.run import collect, prepare, release, run_scenario
from sim.experiment.sampling import Agreement, counted, sample_agrees

PREFECTURE = "qinhuangdao-2024"
UNITS = (
    "shanhaiguan-2024", "beidaihe-2024", "funing-2024", "qinglong-2024", "changli-2024", "lulong-2024",
)  # fmt: skip
"""The six units of the prefecture, each by itself."""
TINY = 0.001
"""Share of the people of a run that only loads and compiles."""
Note = Callable[[str], None]


@dataclass(frozen=True)
class Stage:
    """What part of a run took.

    Attributes
    ----------
    stage : str
        ``built`` (geography, people, tables), ``warm_up``, ``year`` (the counted days) or ``tables``.
    days : int
        Days simulated in it.
    seconds, cpu_seconds : float
        By the clock, and of this process.
    """

    stage: str
    days: int
    seconds: float
    cpu_seconds: float


@dataclass(frozen=True)
class Whole:
    """A whole area in one process.

    Attributes
    ----------
    scenario : str
    people : int
        People simulated, the absent insured included.
    stages : tuple of Stage
    peak_bytes : int
        Largest resident memory, the interpreter and libraries included.
    """

    scenario: str
    people: int
    stages: tuple[Stage, ...]
    peak_bytes: int

    def cpu_seconds(self, *names: str) -> float:
        """CPU seconds of some stages; of all when none is named."""
        return sum(one.cpu_seconds for one in self.stages if not names or one.stage in names)

    @property
    def beside_the_year(self) -> float:
        """CPU seconds of the run for each of its counted days' own."""
        return self.cpu_seconds() / self.cpu_seconds("year")


@dataclass(frozen=True)
class Parallel:
    """Runs of several counties and histories, so many at a time.

    Attributes
    ----------
    workers, runs, people : int
        Processes, runs done, and people in all of them together.
    seconds : float
        By the clock, processes being ready.
    cpu_seconds : float
        Of all runs.
    efficiency : float
        Clock time of one process over `workers` times that of these; what others do on the machine counts.
    efficiency_cpu : float
        CPU seconds of the runs one at a time over those so many at a time: what sharing memory and caches
        leaves; nothing else is shared.
    """

    workers: int
    runs: int
    people: int
    seconds: float
    cpu_seconds: float
    efficiency: float
    efficiency_cpu: float


@dataclass(frozen=True)
class Scale:
    """All that was measured, and what follows.

    Attributes
    ----------
    cores, memory_bytes : int
        Of this machine.
    sample : float
        Share of the people with which `whole` and `parallel` were run.
    check : tuple of float
        CPU seconds of the prefecture as worked out from its units, and as measured.
    """

    cores: int
    memory_bytes: int
    sample: float
    whole: Whole
    parallel: tuple[Parallel, ...]
    growth: Growth
    projection: tuple[Projection, ...]
    check: tuple[float, float]
    agreement: tuple[Agreement, ...]


def run_whole(name: str = PREFECTURE, sample: float = 1.0, days: int | None = None) -> Whole:
    """Run a scenario from building to tables in a process of its own.

    Parameters
    ----------
    name : str
    sample : float
        Share of the people.
    days : int, optional
        Counted days; all of the scenario when left out.
    """
    return in_fresh_process(_whole, name, sample, days)


def _whole(name: str, sample: float, days: int | None) -> Whole:
    plan = counted(name, days)
    run_scenario(counted(name, 1), sample=TINY)  # loads, compiles, and makes the map once and for all
    stages = []

    def stage(what: str, length: int, wall: float, cpu: float) -> None:
        stages.append(Stage(what, length, time.perf_counter() - wall, time.process_time() - cpu))

    clocks = time.perf_counter(), time.process_time()
    model = prepare(plan, sample=sample)
    stage("built", 0, *clocks)
    for what, length in (("warm_up", plan.warmup_days), ("year", model.days - plan.warmup_days)):
        clocks = time.perf_counter(), time.process_time()
        for _ in range(length):
            model.step()
        stage(what, length, *clocks)
    clocks = time.perf_counter(), time.process_time()
    collect(model)
    stage("tables", 0, *clocks)
    return Whole(name, len(model.state.people), tuple(stages), peak_memory())


def run_parallel(jobs: Sequence[Job], workers: Sequence[int] = (1, 2)) -> list[Parallel]:
    """Do the same runs with different numbers of processes.

    Parameters
    ----------
    jobs : sequence of Job
    workers : sequence of int
        The first is what the others are held against; usually 1.
    """
    found: list[Parallel] = []
    for count in workers:
        pool = Pool(count)
        executor = pool.start()
        try:
            list(executor.map(_load, [jobs[0]] * (2 * count)))
            began = time.perf_counter()
            done = list(executor.map(_timed, jobs))
            seconds = time.perf_counter() - began
        finally:
            pool.stop(executor)
        cpu, people = sum(one for one, _ in done), sum(one for _, one in done)
        first = found[0] if found else None
        found.append(
            Parallel(
                count, len(jobs), people, seconds, cpu,
                first.seconds * first.workers / (count * seconds) if first else 1.0,
                first.cpu_seconds / cpu if first else 1.0,
            )
        )  # fmt: skip
    return found


def _load(job: Job) -> None:
    run_scenario(job.scenario.with_dates(until=job.scenario.start), sample=TINY)


def _timed(job: Job) -> tuple[float, int]:
    """CPU seconds of a run, and its people."""
    began = time.process_time()
    model = prepare(job.scenario, seed=job.seed, sample=job.sample)
    for _ in range(model.days):
        model.step()
    collect(model)
    release(model)
    return time.process_time() - began, len(model.state.people)


def measure(
    rows: Sequence[Row],
    sample: float = 1.0,
    workers: Sequence[int] = (1, 2),
    days: int | None = None,
    note: Note = lambda told: None,
) -> Scale:
    """Measure everything.

    Parameters
    ----------
    rows : sequence of Row
        Years of the model alone at two sizes or more.
    sample : float
        Share of the people of every run, to try it out; 1 for everybody.
    workers : sequence of int
        Processes at a time.
    days : int, optional
        Counted days; a year when left out.
    note : callable, optional
        Told what is being measured.
    """
    note("whole")
    whole = run_whole(PREFECTURE, sample, days)
    note("parallel")
    jobs = [Job(counted(name, days), seed, sample) for seed in (1, 2) for name in UNITS]
    parallel = run_parallel(jobs, workers)
    note("agreement")
    agreement = sample_agrees(PREFECTURE, sample, days)
    # Real places cost more than one county multiplied, which the growth is measured on: they set the level.
    length = sum(one.days for one in whole.stages if one.stage == "year")
    last, grown = parallel[-1], growth(rows)[0]

    def expected(people: int) -> float:
        return year_of(rows, people) * length / YEAR * whole.beside_the_year

    counties = parallel[0].cpu_seconds / (last.runs * expected(last.people // last.runs))
    prefecture = whole.cpu_seconds() / expected(whole.people)
    heavier = whole.peak_bytes / memory_of(grown, whole.people)
    units = [
        one
        for unit, level in ((COUNTY, counties), (round(whole.people / sample), prefecture))
        for one in project(rows, whole.beside_the_year * level, last.efficiency_cpu, unit, heavier=heavier)
    ]
    check = expected(whole.people) * counties, whole.cpu_seconds()
    return Scale(
        psutil.cpu_count(logical=True) or os.cpu_count() or 1, psutil.virtual_memory().total, sample,
        whole, tuple(parallel), grown, tuple(units), check,
        tuple(agreement),
    )  # fmt: skip
