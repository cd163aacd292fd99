"""The command line with runs that take a moment: components follow from the parameters by a formula.

As a program: ``python -m tests.calibration.fake_runs WORDS…``. Each run begun leaves a file in
the folder that the environment names.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sim.calibration.design import generator
from sim.calibration.observation import needed
from sim.calibration.targets import read_targets
from sim.cli.screen import Screen
from sim.experiment.batch.engine import Engine
from sim.experiment.batch.folder import BatchFolder
from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import Outcome
from sim.experiment.batch.runner import run_missing

FOLDER = "FAKE_RUNS_FOLDER"
MOVED = ("choice.constant.city", "choice.constant.general", "needs.festival.other")


def work(job: Job, version: str) -> Outcome:
    """Leave sums whose logarithms are linear in three numbers, with noise; everybody's have hardly any."""
    (Path(os.environ[FOLDER]) / f"{job.key}-{time.monotonic_ns()}").touch()
    time.sleep(0.03)
    values = job.scenario.values(job.scenario.start)
    declared = job.scenario.parameters
    place = [
        (values[path] - declared[path].low) / (declared[path].high - declared[path].low) for path in MOVED
    ]
    names = needed(read_targets().targets)
    shape = generator("shape", 1).standard_normal((len(names), len(MOVED)))
    noise = generator("noise", job.seed).standard_normal(len(names)) * (0.001 if job.sample == 1 else 0.02)
    sums = 1000.0 * np.exp(shape @ np.array(place) + noise)
    return Outcome({}, {}, 0.03, dict(zip(names, sums.tolist(), strict=True)))


def fake_runs(screen: Screen, folder: BatchFolder, jobs: Sequence[Job], engine: Engine) -> None:
    """Do the missing runs by the formula, in the same processes and store as real ones."""
    run_missing(folder.store, jobs, engine, work=work)


if __name__ == "__main__":
    import sim.cli.calibrate
    import sim.experiment.batch.probe
    from sim.cli.main import main
    from tests.calibration import fake_runs as this  # workers must find `work` by name

    sim.cli.calibrate.do_runs = this.fake_runs
    sim.experiment.batch.probe.seconds_of = lambda scenario, sample: 1.0
    sys.argv[0] = "countycare"
    main()
