"""A batch in a process of its own, to be killed; arguments: folder, number of jobs, scheduler."""

from __future__ import annotations

import sys
from pathlib import Path

from sim.experiment.batch.engine import Dask, Pool
from sim.experiment.batch.runner import run_missing
from sim.experiment.batch.store import Store
from tests.experiment.batch import fakes

if __name__ == "__main__":
    folder, count, scheduler = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    with Store(folder) as store:
        run_missing(store, fakes.jobs(count), Dask(scheduler) if scheduler else Pool(2), work=fakes.quick)
