"""`countycare calibrate`: numbers that published figures make plausible, with what the figures leave open."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sim.cli import values
from sim.cli.batch import do_runs, duration, engine_of, told_when_interrupted, where_to_run
from sim.cli.screen import Screen
from sim.cli.words import Words

if TYPE_CHECKING:
    import pandas as pd

    from sim.calibration.place import Place
    from sim.calibration.process import Plan, Step
    from sim.experiment.batch.engine import Engine
    from sim.experiment.batch.folder import BatchFolder
    from sim.experiment.batch.job import Job
    from sim.experiment.batch.outcome import Outcome

MOST = 100_000
LEAST = 24
STAGES = {
    "first": ("first runs", "首批运行"),
    "full": ("runs of everybody, which correct those of a sample", "全人口运行（校正抽样运行）"),
    "again": ("draws of the posterior run again with everybody", "后验样本全人口复核"),
    "posterior": ("posterior", "后验"),
}


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    scenario = words.argument(
        "SCENARIO", "Shipped scenario, scenario file, or the folder of your own county's tables.",
        "内置方案名、方案文件，或本县数据表所在的文件夹。",
    )  # fmt: skip
    out = words.required("--out", "DIR", "Folder for the results.", "结果文件夹。")
    targets = words.option("--targets", "FILE", "Published figures (YAML).", "已公布指标值文件（YAML）。")
    priors = words.option(
        "--priors", "FILE", "Free parameters and priors (YAML).", "自由参数及先验（YAML）。"
    )
    budget = words.option("--budget", "N", "Runs of a sample; some runs of everybody come on top.",
                          "抽样运行次数；另加少量全人口运行。", "320")  # fmt: skip
    sample = words.option("--sample", "S", "Share of the people in them.", "抽样运行的人口比例。", "0.05")
    resume = words.switch("--resume", "Go on with an interrupted calibration in the folder.",
                          "继续文件夹中中断的校准。")  # fmt: skip
    workers, scheduler = where_to_run(words)
    title = words("Calibrate a scenario to published figures.", "按已公布指标值校准方案。")

    @app.command("calibrate", help=title, rich_help_panel=words("Commands", "命令"))
    def calibrate(
        ctx: typer.Context,
        scenario: str = scenario,
        out: str = out,
        targets: str | None = targets,
        priors: str | None = priors,
        budget: str = budget,
        sample: str = sample,
        resume: bool = resume,
        workers: str = workers,
        scheduler: str | None = scheduler,
    ) -> None:
        from sim.calibration.place import load_place
        from sim.calibration.process import plan_of
        from sim.cli.county import show_worths
        from sim.county.worth import own_files
        from sim.scenario import shipped_names

        count = values.whole(budget, "--budget", LEAST, MOST)
        share = values.share(sample, "--sample")
        own = None if scenario in shipped_names() else own_files(Path(scenario))
        named = (Path(targets) if targets else None, Path(priors) if priors else None)
        if own:
            scenario, named = str(own[0]), (named[0] or own[1], named[1] or own[2])
        place = load_place(scenario, *named, share)
        plan = plan_of(count, len(place.priors))
        _calibrate(ctx.obj, place, plan, Path(out), engine_of(workers, scheduler), resume=resume)
        if own:
            show_worths(ctx.obj, Path(out))


def _calibrate(screen: Screen, place: Place, plan: Plan, out: Path, engine: Engine, *, resume: bool) -> None:
    from sim.calibration.place import PlaceRuns
    from sim.calibration.process import calibrate
    from sim.calibration.record import identity, summary
    from sim.calibration.results import posterior_text, tables
    from sim.experiment.batch.folder import BatchFolder

    record = identity(place, plan)
    with told_when_interrupted(out, "--resume"), BatchFolder(out, record, resume=resume) as folder:
        progress = _Progress(screen, folder, engine, place, plan)
        done = calibrate(place.problem(), PlaceRuns(place, progress.run), plan, progress)
        found = tables(place, done)
        for name, table in found.items():
            folder.write(f"{name}.csv", table.to_csv(index=False, lineterminator="\n", float_format="%.6g"))
        folder.write("posterior.csv", posterior_text(place, done))
        folder.finish(summary(place, done, folder.store))
    _report(screen, found, out)


class _Progress:
    """Does runs through the store of the folder, and tells the stage and the time that is left in all."""

    def __init__(self, screen: Screen, folder: BatchFolder, engine: Engine, place: Place, plan: Plan) -> None:
        from sim.experiment.batch.probe import seconds_of

        self.screen, self.folder, self.engine, self.plan = screen, folder, engine, plan
        self.jobs: list[Job] = []
        self.stage = ""
        self.sampled, self.everybody = plan.sampled, plan.everybody
        self.each = [seconds_of(place.scenario, place.sample), seconds_of(place.scenario, 1.0)]

    def __call__(self, stage: str, step: Step | None) -> None:
        """Tell what a stage found."""
        self.stage = name = self._name(stage)
        if step is None:
            return
        say, r2 = self.screen, sorted(step.r2)
        middle, least = r2[len(r2) // 2], r2[0]
        say.note(
            say(
                f"{name}: emulator of {step.runs} runs; R² of left-out runs {middle:.2f} (median), "
                f"{least:.2f} (least)",
                f"{name}：替代模型基于 {step.runs} 次运行；留一 R² 中位数 {middle:.2f}，最低 {least:.2f}",
            )
        )
        if not math.isnan(step.volume):
            share, nearest = f"{100 * step.volume:.3g}", f"{step.nearest:.1f}"
            say.note(
                say(
                    f"   {share} % of the prior not ruled out; nearest implausibility {nearest}",
                    f"   先验中未排除 {share}%；最小不合理度 {nearest}",
                )
            )

    def run(self, jobs: Sequence[Job]) -> list[Outcome | None]:
        """Do the runs that are missing."""
        self.jobs += jobs
        self.folder.store.plan([({"stage": self.stage}, self.jobs, None)])
        left = sum(n * each for n, each in zip((self.sampled, self.everybody), self.each, strict=True))
        time_left = duration(self.screen, left / self.engine.workers)
        self.screen.note(
            self.screen(
                f"{self.stage or self._name('first')}: {len(jobs)} runs; about {time_left} left in all",
                f"{self.stage or self._name('first')}：{len(jobs)} 次运行；全部完成约剩{time_left}",
            )
        )
        began, before = time.monotonic(), len(self.folder.store.done())
        do_runs(self.screen, self.folder, jobs, self.engine)
        made = len(self.folder.store.done()) - before
        full = int(jobs[0].sample == 1.0)
        if made:
            self.each[full] = (time.monotonic() - began) * self.engine.workers / made
        if full:
            self.everybody -= len(jobs)
        else:
            self.sampled -= len(jobs)
        return [self.folder.store.outcome(job.key) for job in jobs]

    def _name(self, stage: str) -> str:
        if stage in STAGES:
            return self.screen(*STAGES[stage])
        kind, _, number = stage.rpartition(" ")
        if kind == "refine":
            return self.screen(
                f"round {number} of {len(self.plan.refine)} around the posterior",
                f"后验附近第 {number}/{len(self.plan.refine)} 轮",
            )
        return self.screen(
            f"wave {number} of {len(self.plan.waves)}", f"第 {number}/{len(self.plan.waves)} 轮"
        )


def _report(screen: Screen, found: dict[str, pd.DataFrame], out: Path) -> None:
    """Show the fit and what stays assumed."""
    from rich.table import Table

    table = Table(screen("figure", "指标"), screen("published", "已公布"), screen("simulated", "模拟"),
                  screen("90 % of what would be published", "预计公布值 90% 区间"), "", box=None)  # fmt: skip
    for name in ("fit", "held_out"):
        for row in found[name].to_dict("records"):
            label = " ".join(str(row[key]) for key in ("id", "indicator", "period", "scope") if row[key])
            inside = "✓" if row["inside"] else "✗"
            mark = screen(" held out", " 未参与拟合") if row["role"] == "held_out" else ""
            table.add_row(label, f"{row['published']:.4g}", f"{row['medoid']:.4g}",
                          f"{row['low']:.4g} – {row['high']:.4g}", inside + mark)  # fmt: skip
    screen.table(table)
    known = found["identifiability"]
    count = int((known["status"] == "identified").sum())
    screen.line(
        screen(
            f"{count} of {len(known)} parameters are identified by the figures; the others stay assumptions.",
            f"{len(known)} 个参数中 {count} 个可由指标值识别，其余仍为假设。",
        )
    )
    at_bound = ", ".join(known.loc[known["bound"] != "", "id"])
    if at_bound:
        screen.line(screen(f"At the end of their range: {at_bound}", f"位于取值范围边缘：{at_bound}"))
    screen.line(screen(f"Draws and tables: {out}", f"后验样本与表格：{out}"))
