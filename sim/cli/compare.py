"""`countycare compare`: scenarios held against the first, under the same histories and uncertain numbers."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sim.cli import values
from sim.cli.batch import (
    engine_of,
    results_folder,
    runs_of,
    share_of_people,
    told_when_interrupted,
    where_to_run,
)
from sim.cli.screen import Screen
from sim.cli.words import Words

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiment.batch.engine import Engine
    from sim.experiment.comparison.plan import Comparison

REPLICATES = 10
MOST = 1000


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    scenarios = words.several(
        "SCENARIO", "Scenarios by name or file; the first is the one the others are held against.",
        "方案名或方案文件；其余方案与第一个对比。",
    )  # fmt: skip
    out = results_folder(words)
    replicates = words.option(
        "--replicates", "N",
        f"Random histories, each with a draw of the uncertain numbers (default {REPLICATES}).",
        f"随机历史次数，每次另抽一组不确定参数（默认 {REPLICATES}）。",
    )  # fmt: skip
    precision = words.option(
        "--precision", "POINTS",
        "As many replicates as give headline shares this half width of the interval.",
        "重复至主要占比的区间半宽达到此百分点为止。",
    )  # fmt: skip
    sample = share_of_people(words)
    workers, scheduler = where_to_run(words)
    title = words(
        "Compare scenarios: what differs, for whom, and how sure.", "对比方案：差在哪里、对谁、多有把握。"
    )

    @app.command("compare", help=title, rich_help_panel=words("Commands", "命令"))
    def compare(
        ctx: typer.Context,
        scenarios: list[str] = scenarios,
        out: str = out,
        replicates: str | None = replicates,
        precision: str | None = precision,
        sample: str = sample,
        workers: str = workers,
        scheduler: str | None = scheduler,
    ) -> None:
        from sim.errors import UserError

        if replicates and precision:
            raise UserError(
                "give --replicates or --precision, not both", "--replicates 与 --precision 只能给一个"
            )
        count = values.whole(replicates or str(REPLICATES), "--replicates", 2, MOST)
        points = values.points(precision, "--precision") if precision else None
        share = values.share(sample, "--sample")
        _compare(ctx.obj, scenarios, Path(out), share, count, points, engine_of(workers, scheduler))


def _compare(
    screen: Screen,
    names: list[str],
    out: Path,
    sample: float,
    replicates: int,
    precision: float | None,
    engine: Engine,
) -> None:
    from sim.experiment.comparison.plan import make_comparison
    from sim.experiment.comparison.run import REPORT, TABLE, carry_out
    from sim.scenario import load_scenario

    def more(count: int, following: int) -> None:
        screen.note(
            screen(f"{count} replicates are not enough: {following}", f"{count} 次不够，增至 {following} 次")
        )

    comparison = make_comparison([load_scenario(name) for name in names], sample)
    with told_when_interrupted(out):
        table, count = carry_out(comparison, out, replicates, precision, runs_of(screen, engine), more)
    show(screen, comparison, table, count)
    screen.line()
    screen.line(screen(f"All values: {out / TABLE}", f"全部数值：{out / TABLE}"))
    screen.line(screen(f"Report: {out / REPORT}", f"报告：{out / REPORT}"))


def show(screen: Screen, comparison: Comparison, table: pd.DataFrame, replicates: int) -> None:
    """Print the headline table of each scenario against the first."""
    from rich.table import Table

    from sim.experiment.comparison import words
    from sim.experiment.comparison.select import plain
    from sim.indicators.registry import HEADLINE
    from sim.scenario.grounds import new_levers, note

    language = screen.language
    base = comparison.scenarios[0]
    main = plain(table)
    for one in comparison.scenarios[1:]:
        screen.line()
        screen.line(f"{one.title.say(language)}  {screen('against', '对比')}  {base.title.say(language)}")
        screen.line(
            screen(
                f"{replicates} replicates; 95 % interval of the mean difference; shares in % and points",
                f"{replicates} 次重复；均值差的 95% 区间；占比以 % 和百分点计",
            )
        )
        shown = Table(box=None, pad_edge=False)
        shown.add_column("")
        for head in (screen("first", "基准"), screen("this", "本方案"), screen("difference", "差异"),
                     screen("interval", "区间"), screen("better in", "改善比例")):  # fmt: skip
            shown.add_column(head, justify="right")
        shown.add_column(screen("verdict", "结论"))
        rows = main[main["scenario"] == one.name].set_index("indicator")
        for name in [name for name in HEADLINE if name in rows.index]:
            shown.add_row(*_row(screen, name, rows.loc[name].to_dict()))
        screen.table(shown)
        harmed = _harm(screen, comparison, table, one.name)
        if harmed:
            screen.line(screen("Clearly worse: ", "明显变差：") + harmed)
        assumed = note(new_levers(base, one), one.posterior)
        if assumed:
            screen.line(assumed.say(language))
    screen.line()
    for text in words.HOW_TO_READ:
        screen.line(text.say(language))


def _row(screen: Screen, name: str, row: dict[Any, Any]) -> list[str]:
    from sim.experiment.comparison import words
    from sim.policy.wording import percent

    unit = row["unit"]
    verdict = words.VERDICTS[row["verdict"]].say(screen.language)
    needed = words.more(row["more_replicates"]).say(screen.language)
    return [
        words.labels()[name].say(screen.language),
        words.value(row["before"], unit),
        words.value(row["after"], unit),
        *words.change_and_interval(row),
        "" if math.isnan(row["p_better"]) else percent(row["p_better"], 0).say(screen.language),
        f"{verdict} ({needed})" if needed else verdict,
    ]


def _harm(screen: Screen, comparison: Comparison, table: pd.DataFrame, name: str) -> str:
    """Name the guards that clearly get worse for the poorest fifth or in emergencies."""
    from sim.experiment.comparison import words
    from sim.experiment.comparison.summary import harms

    groups = words.groups(comparison.scenarios[0].values(comparison.scenarios[0].start))
    return screen(", ", "；").join(harms(table, name, groups, screen.language))
