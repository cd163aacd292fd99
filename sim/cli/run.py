"""`countycare run`: one scenario, simulated, written and told."""

from __future__ import annotations

from pathlib import Path

import typer

from sim.cli.request import Request, how_to_run, read
from sim.cli.screen import Screen, Steps
from sim.cli.words import Words
from sim.errors import Interrupted


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    scenario = words.argument(
        "SCENARIO", "Name of a shipped scenario, or a scenario file.", "内置方案名或方案文件。"
    )
    out = words.required(
        "--out", "DIR", "Folder for the results; must be new or empty.", "结果文件夹；须为新建或空文件夹。"
    )
    seed = words.option(
        "--seed", "N", "Which random history of the county.", "随机种子：县里的哪一种偶然。", "1"
    )
    until = words.option("--until", "DATE", "Last simulated day.", "最后一个模拟日。")
    years = words.option("--years", "N", "Whole years from the first counted day on.", "自起始日起的整年数。")
    sample, draw, kernel = how_to_run(words)
    events = words.switch(
        "--events", "Also write every visit (visits.parquet).", "另写每次就诊明细（visits.parquet）。"
    )
    as_json = words.switch("--json", "Print JSON instead of tables.", "输出 JSON 而非表格。")
    force = words.switch("--force", "Replace earlier results in the folder.", "替换文件夹中以前的结果。")
    title = words("Simulate a scenario and write its indicators.", "模拟一个方案并写出指标。")

    @app.command("run", help=title, rich_help_panel=words("Commands", "命令"))
    def run(
        ctx: typer.Context,
        scenario: str = scenario,
        out: str = out,
        seed: str = seed,
        until: str | None = until,
        years: str | None = years,
        sample: str = sample,
        draw: str = draw,
        kernel: str = kernel,
        events: bool = events,
        as_json: bool = as_json,
        force: bool = force,
    ) -> None:
        request = read(scenario, seed, sample, draw, kernel, until, years)
        from sim.indicators.goals import goal_lines

        goal_lines(request.scenario.goals)  # a wrong goal is told before the run and not after it
        _run(ctx.obj, request, Path(out), events=events, as_json=as_json, force=force)


def _run(screen: Screen, request: Request, out: Path, *, events: bool, as_json: bool, force: bool) -> None:
    from sim.experiment.output import OutputFolder, write_result

    folder = OutputFolder(out, replace=force)
    try:
        with folder, Steps(screen) as steps:
            from sim.experiment.run import run_scenario

            result = run_scenario(
                request.scenario,
                seed=request.seed,
                sample=request.sample,
                draw=request.draw,
                kernel=request.kernel,
                events_path=folder.part("visits.parquet") if events else None,
                progress=steps,
            )
            steps(0, 0, "results")
            write_result(folder, result, events=events)
    except KeyboardInterrupt as error:
        if folder.staged:
            raise Interrupted(
                f"Interrupted; the earlier results in {out} are untouched.",
                f"已中断；{out} 中以前的结果未改动。",
            ) from error
        raise Interrupted(
            f"Interrupted; {out} is marked incomplete (run again with --force to replace it).",
            f"已中断；{out} 已标记为不完整（加 --force 重新运行可替换）。",
        ) from error

    from sim.cli import report

    if as_json:
        report.as_json(screen, request.scenario, result, out)
    else:
        report.show(screen, request, result, out)
