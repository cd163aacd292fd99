"""An attribution carried out: its runs done or found in a folder, its tables and report written there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from sim.experiment.attribution.movers import Movers
from sim.experiment.attribution.players import make_game
from sim.experiment.attribution.report import write_report
from sim.experiment.attribution.table import Plan, identity
from sim.experiment.attribution.table import attribute as attribute_runs
from sim.experiment.batch.engine import engine_for
from sim.experiment.batch.folder import BatchFolder
from sim.experiment.batch.runner import DoRuns, doing, outcomes
from sim.experiment.batch.version import code_version
from sim.scenario import Scenario, scenario_of

TABLE, REPORT, MOVERS = "attribution.csv", "attribution.html", "movers.csv"


def attribute(
    first: Scenario | str | Path,
    second: Scenario | str | Path,
    *,
    out: str | Path,
    by_family: bool = False,
    replicates: int = 5,
    sample: float = 1.0,
    workers: int = 1,
    scheduler: str | None = None,
) -> pd.DataFrame:
    """Find out which lever of a package causes how much of what it changes.

    Parameters
    ----------
    first, second : Scenario, str or Path
        Scenarios, or their names or files: where one starts from, and whose differences are attributed.
    by_family : bool
        Whole families instead of levers.
    out : str or Path
    replicates, workers : int
    sample : float
    scheduler : str, optional
        All as for `sim.compare`.

    Returns
    -------
    pd.DataFrame
        See `sim.experiment.attribution.table.attribute`.

    Raises
    ------
    UserError
        When the scenarios do not differ or are of other places or days, or the folder holds something else.
    """
    game = make_game(scenario_of(first), scenario_of(second), by_family=by_family)
    return carry_out(Plan(game, sample, replicates), Path(out), doing(engine_for(workers, scheduler)))[0]


def carry_out(
    plan: Plan, out: Path, do_runs: DoRuns, counting: Callable[[Plan], Movers] | None = None
) -> tuple[pd.DataFrame, Movers | None]:
    """Do what is missing of an attribution, and write what it found.

    Parameters
    ----------
    plan : Plan
    out : Path
    do_runs : callable
    counting : callable, optional
        Counts who moves why, which is then written too.

    Returns
    -------
    table : pd.DataFrame
    movers : Movers or None
    """
    with BatchFolder(out, identity(plan, code_version())) as folder:
        table = table_of(folder, plan, do_runs)
        folder.write_table(TABLE, table)
        folder.write(REPORT, write_report(plan, table))
        moved = counting(plan) if counting else None
        if moved is not None:
            folder.write(MOVERS, moved.table().to_csv(index=False, lineterminator="\n"))
        folder.finish({"replicates": plan.replicates, "runs": runs_of(plan)})
    return table, moved


def runs_of(plan: Plan) -> int:
    """How many runs an attribution is made of."""
    return len({job.key for job in plan.jobs().values()})


def table_of(folder: BatchFolder, plan: Plan, do_runs: DoRuns) -> pd.DataFrame:
    """Do what is missing of the runs and make the table."""
    jobs = plan.jobs()
    folder.store.plan(
        (
            {"joined": "+".join(sorted(one))},
            [job for (coalition, _), job in jobs.items() if coalition == one],
            None,
        )
        for one in dict.fromkeys(coalition for coalition, _ in jobs)
    )
    do_runs(folder, list(jobs.values()))
    found = dict(zip(jobs, outcomes(folder.store, list(jobs.values())), strict=True))
    return attribute_runs(plan, found)
