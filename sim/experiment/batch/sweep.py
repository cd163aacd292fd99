"""A sweep carried out: the runs of a design, done or found in a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from sim.experiment.batch.design import Design, Planned, identity
from sim.experiment.batch.engine import engine_for
from sim.experiment.batch.folder import BatchFolder
from sim.experiment.batch.job import Job
from sim.experiment.batch.read_design import load_design
from sim.experiment.batch.results import load_results
from sim.experiment.batch.runner import DoRuns, doing


def sweep(
    design: Design | str | Path,
    *,
    out: str | Path,
    workers: int = 1,
    scheduler: str | None = None,
    resume: bool | None = None,
) -> pd.DataFrame:
    """Run a design of many scenarios.

    Parameters
    ----------
    design : Design, str or Path
        A design, or its file.
    out : str or Path
        Folder of the runs.
    workers : int
        Processes at a time. A script guards its beginning with ``if __name__ == "__main__"``.
    scheduler : str, optional
        Address of a Dask scheduler that already runs, instead of processes of this machine.
    resume : bool, optional
        Whether to go on with an earlier sweep in the folder; if it is the same when left out.

    Returns
    -------
    pd.DataFrame
        Values of every run that was done: see `sim.experiment.batch.results.load_results`.

    Raises
    ------
    UserError
        When the design is wrong (see `sim.experiment.batch.read_design.load_design`), or the folder holds
        something else.
    """
    plan = design if isinstance(design, Design) else load_design(Path(design))
    carry_out(plan, Path(out), doing(engine_for(workers, scheduler)), resume)
    return load_results(out)


def carry_out(
    design: Design,
    out: Path,
    do_runs: DoRuns,
    resume: bool | None,
    tell: Callable[[Sequence[Planned], Sequence[Job], set[str]], None] = lambda *planned: None,
) -> dict[str, int]:
    """Do what is missing of a sweep.

    Parameters
    ----------
    design : Design
    out : Path
    do_runs : callable
    resume : bool or None
        See `sweep`.
    tell : callable
        Told before the first run: the points, all runs, and the keys of those that are done.

    Returns
    -------
    dict of str to int
        Runs by how they ended.
    """
    planned = design.plan()
    jobs = [job for one in planned for job in one.jobs]
    with BatchFolder(out, identity(design), resume=resume) as folder:
        folder.store.plan(planned)
        tell(planned, jobs, folder.store.done())
        do_runs(folder, jobs)
        title = {"en": design.base.title.en, "zh": design.base.title.zh}
        folder.finish({"title": title, "runs": len({job.key for job in jobs})})
        return folder.store.counts()
