"""Work that takes a moment instead of a run, for workers in processes of their own."""

from __future__ import annotations

import os
import time
from pathlib import Path

from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import Key, Outcome
from sim.scenario import load_scenario

FOLDER = "FAKE_WORK_FOLDER"
"""Environment variable: where work leaves a file for each time it was begun."""
VALUE = Key("in_county_visit_rate", "happened")


def jobs(count: int) -> list[Job]:
    """Different jobs that are never truly run."""
    plan = load_scenario("beidaihe-2024")
    return [Job(plan, seed, 0.1) for seed in range(1, count + 1)]


def quick(job: Job, version: str) -> Outcome:
    """Take a moment; the value is the seed."""
    _note(job)
    time.sleep(0.05)
    return Outcome({VALUE: float(job.seed)}, {}, 0.05)


def with_faults(job: Job, version: str) -> Outcome:
    """Raise for one job, kill the worker over another, once for a third."""
    begun = _note(job)
    if job.seed == 2:
        raise ValueError("no such thing")
    if job.seed == 3 or (job.seed == 5 and begun == 1):
        os.kill(os.getpid(), 9)
    return quick(job, version)


def _note(job: Job) -> int:
    """Leave a file, and tell how many times the job was begun."""
    folder = Path(os.environ[FOLDER])
    (folder / f"{job.seed}-{os.getpid()}-{time.monotonic_ns()}").touch()
    return len(list(folder.glob(f"{job.seed}-*")))
