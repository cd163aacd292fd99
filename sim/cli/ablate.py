"""`countycare ablate`: every lever switched on alone, and off alone, with the same random histories."""

from __future__ import annotations

import time
from pathlib import Path

import typer

from sim.cli import values
from sim.cli.screen import Screen, Steps
from sim.cli.words import Words


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    scenario = words.argument(
        "SCENARIO", "Name of a shipped scenario, or a scenario file.", "内置方案名或方案文件。"
    )
    out = words.required(
        "--out",
        "DIR",
        "Folder for the results; one of an interrupted call goes on.",
        "结果文件夹；中断过的可继续。",
    )
    sample = words.option(
        "--sample", "SHARE", "Share of the people to simulate.", "抽样模拟的人口比例。", "1"
    )
    seeds = words.option("--seeds", "N", "Random histories of each pair.", "每对比较用几个随机种子。", "5")
    levers = words.option(
        "--levers", "ID,ID", "Only these levers; all otherwise.", "只比较这些杠杆；默认全部。"
    )
    workers = words.option("--workers", "N", "Runs at a time.", "同时运行的进程数。", "1")
    title = words(
        "Switch each policy lever on alone and off alone, and compare with what is claimed.",
        "逐项单独启用、单独停用政策杠杆，并与文件主张对照。",
    )

    @app.command("ablate", help=title, rich_help_panel=words("Commands", "命令"))
    def ablate(
        ctx: typer.Context,
        scenario: str = scenario,
        out: str = out,
        sample: str = sample,
        seeds: str = seeds,
        levers: str | None = levers,
        workers: str = workers,
    ) -> None:
        _ablate(
            ctx.obj,
            scenario,
            Path(out),
            values.share(sample, "--sample"),
            values.whole(seeds, "--seeds", 1, 1000),
            [] if levers is None else [one.strip() for one in levers.split(",")],
            values.whole(workers, "--workers", 1, 256),
        )


def _ablate(
    screen: Screen, name: str, out: Path, sample: float, seeds: int, ids: list[str], workers: int
) -> None:
    from sim.cli.ablation import show
    from sim.cli.main import Interrupted
    from sim.experiment.ablation import compare
    from sim.experiment.ablation.plan import plan
    from sim.experiment.ablation.runs import AblationFolder, jobs_of, run_all
    from sim.scenario import load_scenario

    scenario = load_scenario(name)
    pairs = plan(scenario, ids)
    compare.check_claims(pairs)
    different = [one for pair in pairs for one in (pair.without, pair.having) if one]
    numbers = range(1, seeds + 1)
    jobs = jobs_of(different, numbers, sample)
    try:
        with AblationFolder(out, scenario, sample) as folder:
            with Steps(screen) as steps:
                outcomes = run_all(folder, jobs, workers, Left(screen, steps))
            runs = {
                one.hash: [outcomes[job.key] for job in jobs if job.scenario.hash == one.hash]
                for one in different
            }
            table = compare.table(pairs, runs)
            folder.finish(
                table.to_csv(index=False, lineterminator="\n", float_format="%.8g"),
                {
                    "scenario": scenario.name, "title": {"en": scenario.title.en, "zh": scenario.title.zh},
                    "seeds": list(numbers), "levers": sorted({pair.lever.id for pair in pairs}),
                    "start": scenario.start, "until": scenario.until, "runs": len(jobs),
                },
            )  # fmt: skip
    except KeyboardInterrupt as error:
        raise Interrupted(
            f"Interrupted; {out} is marked incomplete (the same call again does what is missing).",
            f"已中断；{out} 已标记为不完整（用同样的命令可接着运行缺少的部分）。",
        ) from error
    show(screen, table, scenario, seeds, sample, out)


class Left:
    """Tells how many runs are done and how long the others will take."""

    def __init__(self, screen: Screen, steps: Steps) -> None:
        self.screen = screen
        self.steps = steps
        self.began = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Tell; with a terminal by the bar, otherwise a line a run."""
        if self.steps.bar is not None:
            self.steps(done, total, "runs")
            return
        if not done:
            self.screen.note(self.screen(f"{total} runs to do", f"待运行 {total} 次"))
            return
        left = (time.monotonic() - self.began) / done * (total - done)
        told = (
            self.screen(f"{left / 60:.0f} min", f" {left / 60:.0f} 分钟")
            if left > 90
            else self.screen(f"{left:.0f} s", f" {left:.0f} 秒")
        )
        self.screen.note(
            self.screen(f"{done}/{total} runs, about {told} left", f"{done}/{total} 次，约剩{told}")
        )
