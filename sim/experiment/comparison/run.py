"""A comparison carried out: its runs done or found in a folder, its table and report written there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from sim.experiment.batch.engine import engine_for
from sim.experiment.batch.folder import BatchFolder
from sim.experiment.batch.runner import DoRuns, doing, outcomes
from sim.experiment.comparison.plan import Comparison, identity, make_comparison
from sim.experiment.comparison.precision import FIRST, next_count
from sim.experiment.comparison.report import write_report
from sim.experiment.comparison.table import Side
from sim.experiment.comparison.table import compare as compare_sides
from sim.scenario import Scenario, scenario_of

TABLE, REPORT = "comparison.csv", "report.html"
REPLICATES = 10
MOST = 1000


def compare(
    scenarios: Sequence[Scenario | str | Path],
    *,
    out: str | Path,
    replicates: int = REPLICATES,
    precision: float | None = None,
    sample: float = 1.0,
    workers: int = 1,
    scheduler: str | None = None,
) -> pd.DataFrame:
    """Compare scenarios under the same random histories and draws of the uncertain numbers.

    Parameters
    ----------
    scenarios : sequence of Scenario, str or Path
        Scenarios, or their names or files; the first is the one the others are held against.
    out : str or Path
        Folder of the runs, the table and the report; one of an interrupted call goes on.
    replicates : int
        Random histories, at least 2, each with a draw of the uncertain numbers.
    precision : float, optional
        Half width of the interval of headline shares, in points, up to which replicates are added instead.
    sample : float
        Share of the people simulated.
    workers : int
        Processes at a time. A script guards its beginning with ``if __name__ == "__main__"``.
    scheduler : str, optional
        Address of a Dask scheduler that already runs, instead of processes of this machine.

    Returns
    -------
    pd.DataFrame
        See `sim.experiment.comparison.table.compare`.

    Raises
    ------
    UserError
        See `sim.experiment.comparison.plan.make_comparison`; or when the folder holds something else.
    """
    comparison = make_comparison([scenario_of(one) for one in scenarios], sample)
    do_runs = doing(engine_for(workers, scheduler))
    return carry_out(comparison, Path(out), replicates, precision, do_runs)[0]


def carry_out(
    comparison: Comparison,
    out: Path,
    replicates: int,
    precision: float | None,
    do_runs: DoRuns,
    more: Callable[[int, int], None] = lambda count, following: None,
) -> tuple[pd.DataFrame, int]:
    """Do what is missing of a comparison, and write what it found.

    Parameters
    ----------
    comparison : Comparison
    out : Path
    replicates : int
    precision : float or None
        See `compare`.
    do_runs : callable
    more : callable
        Told that so many replicates are not enough, and how many are done next.

    Returns
    -------
    table : pd.DataFrame
    replicates : int
        How many were done.
    """
    with BatchFolder(out, identity(comparison)) as folder:
        count = FIRST if precision else replicates
        while True:
            table = table_of(folder, comparison, count, do_runs)
            following = next_count(table, count, precision, MOST) if precision else count
            if following <= count:
                break
            more(count, following)
            count = following
        folder.write_table(TABLE, table)
        folder.write(REPORT, write_report(comparison, table, count))
        folder.finish({"replicates": count})
    return table, count


def table_of(folder: BatchFolder, comparison: Comparison, count: int, do_runs: DoRuns) -> pd.DataFrame:
    """Do what is missing of the runs and make the table of so many replicates."""
    plan = [({"scenario": one.name}, comparison.drawn(one, count), None) for one in comparison.scenarios]
    folder.store.plan(plan)
    do_runs(folder, comparison.jobs(count))
    return compare_sides(
        [
            Side(
                one.name,
                outcomes(folder.store, comparison.drawn(one, count)),
                outcomes(folder.store, comparison.central(one, count)),
            )
            for one in comparison.scenarios
        ]
    )
