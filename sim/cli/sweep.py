"""`countycare sweep`: a design of many runs, done on this machine or a cluster, resumable."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sim.cli.batch import duration, engine_of, runs_of, told_when_interrupted, where_to_run
from sim.cli.screen import Screen
from sim.cli.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiment.batch.design import Design, Planned
    from sim.experiment.batch.engine import Engine
    from sim.experiment.batch.job import Job


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    design = words.argument("DESIGN", "Design file (YAML).", "设计文件（YAML）。")
    out = words.required("--out", "DIR", "Folder for the results.", "结果文件夹。")
    resume = words.switch(
        "--resume", "Go on with an interrupted sweep in the folder.", "继续文件夹中中断的批量运行。"
    )
    workers, scheduler = where_to_run(words)
    title = words("Run a design of many scenarios.", "按设计批量运行多个方案。")

    @app.command("sweep", help=title, rich_help_panel=words("Commands", "命令"))
    def sweep(
        ctx: typer.Context,
        design: str = design,
        out: str = out,
        resume: bool = resume,
        workers: str = workers,
        scheduler: str | None = scheduler,
    ) -> None:
        from sim.experiment.batch.read_design import load_design

        plan = load_design(Path(design))
        _sweep(ctx.obj, plan, Path(out), engine_of(workers, scheduler), resume=resume)


def _sweep(screen: Screen, design: Design, out: Path, engine: Engine, *, resume: bool) -> None:
    from sim.experiment.batch.sweep import carry_out

    def announce(planned: Sequence[Planned], jobs: Sequence[Job], done: set[str]) -> None:
        _announce(screen, design, planned, jobs, done, engine)

    with told_when_interrupted(out, "--resume"):
        counts = carry_out(design, out, runs_of(screen, engine), resume, announce)
    _report(screen, counts, out)


def _announce(
    screen: Screen,
    design: Design,
    planned: Sequence[Planned],
    jobs: Sequence[Job],
    done: set[str],
    engine: Engine,
) -> None:
    """Say how many runs there are and about how long they take, before they begin."""
    from sim.experiment.batch.probe import seconds_of

    left = {job.key for job in jobs} - done
    points = len(planned)
    screen.note(
        screen(
            f"{points} points × {design.replicates} replicates: {len(jobs)} runs, {len(left)} to do",
            f"{points} 个设计点 × {design.replicates} 次重复：共 {len(jobs)} 次运行，待运行 {len(left)} 次",
        )
    )
    for one in planned:
        if one.fault is not None:
            told = ", ".join(f"{name}={level}" for name, level in one.point.items())
            screen.note(screen(f"left out: {told}: ", f"略去：{told}：") + one.fault.say(screen.language))
    if left:
        each = seconds_of(design.base, design.sample)
        time = duration(screen, each * len(left) / engine.workers)
        screen.note(screen(f"about {time} with {engine.workers} at a time",
                           f"{engine.workers} 个同时运行，预计约{time}"))  # fmt: skip


def _report(screen: Screen, counts: dict[str, int], out: Path) -> None:
    screen.line(
        screen(
            f"{counts['done']} runs done, {counts['failed']} failed. Results: countycare results {out}",
            f"完成 {counts['done']} 次，失败 {counts['failed']} 次。查看结果：countycare results {out}",
        )
    )
