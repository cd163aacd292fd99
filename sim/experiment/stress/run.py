"""A stress test carried out: its runs done or found in a folder, its table and report written there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sim.experiment.batch.engine import engine_for
from sim.experiment.batch.folder import BatchFolder
from sim.experiment.batch.runner import DoRuns, doing, outcomes
from sim.experiment.stress.counts import execute
from sim.experiment.stress.plan import Stress, identity, make_stress
from sim.experiment.stress.report import write_report
from sim.experiment.stress.table import tabulate
from sim.scenario import Scenario, scenario_of
from sim.scenario.shocks import Shock

TABLE, REPORT = "stress.csv", "stress.html"


def stress(
    policies: Sequence[Scenario | str | Path],
    shocks: Sequence[Shock] = (),
    *,
    out: str | Path,
    sample: float = 1.0,
    replicates: int = 5,
    workers: int = 1,
    scheduler: str | None = None,
) -> pd.DataFrame:
    """Find out what a county bears under each policy.

    Parameters
    ----------
    policies : sequence of Scenario, str or Path
        Scenarios, or their names or files; the first is the one the others are held against.
    shocks : sequence of Shock
        Without any, those of `sim.experiment.stress.plan.usual_shocks`.
    out : str or Path
    sample : float
    replicates, workers : int
    scheduler : str, optional
        All as for `sim.compare`; one random history will do.

    Returns
    -------
    pd.DataFrame
        See `sim.experiment.stress.table.tabulate`.

    Raises
    ------
    UserError
        See `sim.experiment.stress.plan.make_stress`; or when the folder holds something else.
    """
    plan = make_stress([scenario_of(one) for one in policies], shocks, sample, replicates)
    return carry_out(plan, Path(out), doing(engine_for(workers, scheduler), execute))


def carry_out(plan: Stress, out: Path, do_runs: DoRuns) -> pd.DataFrame:
    """Do what is missing of a stress test, and write what it found; return the table."""
    jobs = plan.jobs()
    with BatchFolder(out, identity(plan)) as folder:
        folder.store.plan(
            ({"policy": policy, "shock": shock}, runs, None) for (policy, shock), runs in jobs.items()
        )
        do_runs(folder, [job for runs in zip(*jobs.values(), strict=True) for job in runs])
        table = tabulate(plan, {key: outcomes(folder.store, runs) for key, runs in jobs.items()})
        folder.write_table(TABLE, table)
        folder.write(REPORT, write_report(plan, table))
        folder.finish({"replicates": plan.replicates})
    return table
