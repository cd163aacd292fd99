"""One run from Python, as `countycare run` does it."""

from __future__ import annotations

from pathlib import Path

from sim.errors import UserError
from sim.experiment.output import OutputFolder, write_result
from sim.experiment.run import Progress, RunResult, run_scenario
from sim.indicators.goals import goal_lines
from sim.scenario import Scenario, scenario_of


def run(
    scenario: Scenario | str | Path,
    *,
    out: str | Path | None = None,
    seed: int = 1,
    sample: float = 1.0,
    draw: int = 0,
    kernel: str = "auto",
    events: bool = False,
    force: bool = False,
    progress: Progress | None = None,
) -> RunResult:
    """Simulate a scenario.

    Parameters
    ----------
    scenario : Scenario, str or Path
        A scenario, or its name or file.
    out : str or Path, optional
        Folder for the results as files; must be new or empty.
    seed : int
        Which random history.
    sample : float
        Share of people simulated, above 0 and up to 1.
    draw : int
        Which draw of the uncertain numbers; 0 for their central values.
    kernel : str
        ``"auto"``, ``"numpy"`` or ``"numba"``; the results are the same.
    events : bool
        Whether every visit and stay is written too (``visits.parquet``); needs `out`.
    force : bool
        Replace earlier results in the folder.
    progress : Progress, optional
        Told how far the run is.

    Returns
    -------
    RunResult
        With the tables `indicators`, `facilities`, `groups`, `ledger` and `fund`.

    Raises
    ------
    UserError
        When the scenario, its goals, the sample or the folder are wrong.
    """
    plan = scenario_of(scenario)
    goal_lines(plan.goals)  # a wrong goal is told before the run and not after it
    if not 0 < sample <= 1:
        raise UserError(
            f"a sample of {sample} should be above 0 and up to 1", f"抽样比例 {sample} 应大于 0、不超过 1"
        )
    if out is None:
        if events:
            raise UserError(
                "every visit is written to a folder: give out", "就诊明细须写入文件夹：请给出 out"
            )
        return run_scenario(plan, seed=seed, sample=sample, draw=draw, kernel=kernel, progress=progress)
    with OutputFolder(Path(out), replace=force) as folder:
        result = run_scenario(
            plan, seed=seed, sample=sample, draw=draw, kernel=kernel, progress=progress,
            events_path=folder.part("visits.parquet") if events else None,
        )  # fmt: skip
        write_result(folder, result, events=events)
    return result
