"""`countycare attribute`: which lever of a package causes how much of what it changes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sim.cli import values
from sim.cli.batch import (
    engine_of,
    histories,
    results_folder,
    runs_of,
    share_of_people,
    told_when_interrupted,
    where_to_run,
)
from sim.cli.screen import Screen, Steps
from sim.cli.words import Words

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiment.attribution.movers import Movers
    from sim.experiment.attribution.table import Plan
    from sim.experiment.batch.engine import Engine

REPLICATES = 5
MOST = 1000
BY = ("lever", "family")


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    first = words.argument("A", "Scenario to start from.", "起点方案。")
    second = words.argument("B", "Scenario whose differences are attributed.", "待归因的方案。")
    out = results_folder(words)
    by = words.option("--by", "|".join(BY), "Levers or whole families.", "按杠杆或按类别归因。", BY[0])
    replicates = histories(words, REPLICATES)
    sample = share_of_people(words)
    movers = words.switch(
        "--movers", "Also tell who moves by an own decision and who because others do (one history).",
        "另外区分自身决策改变者与受他人影响者（一个随机历史）。",
    )  # fmt: skip
    workers, scheduler = where_to_run(words)
    title = words("Which lever causes how much of a change.", "变化中各项政策杠杆各占多少。")

    @app.command("attribute", help=title, rich_help_panel=words("Commands", "命令"))
    def attribute(
        ctx: typer.Context,
        first: str = first,
        second: str = second,
        out: str = out,
        by: str = by,
        replicates: str = replicates,
        sample: str = sample,
        movers: bool = movers,
        workers: str = workers,
        scheduler: str | None = scheduler,
    ) -> None:
        from sim.experiment.attribution.players import make_game
        from sim.experiment.attribution.table import Plan
        from sim.scenario import load_scenario

        family = values.one_of(by, "--by", BY) == "family"
        count = values.whole(replicates, "--replicates", 2, MOST)
        share = values.share(sample, "--sample")
        game = make_game(load_scenario(first), load_scenario(second), by_family=family)
        plan = Plan(game, share, count)
        _attribute(ctx.obj, plan, Path(out), engine_of(workers, scheduler), with_movers=movers)


def _attribute(screen: Screen, plan: Plan, out: Path, engine: Engine, *, with_movers: bool) -> None:
    from sim.experiment.attribution.run import REPORT, TABLE, carry_out

    with told_when_interrupted(out):
        counting = partial(_movers, screen) if with_movers else None
        table, movers = carry_out(plan, out, runs_of(screen, engine), counting)
    _show(screen, plan, table)
    if movers is not None:
        _show_movers(screen, movers)
    screen.line()
    screen.line(screen(f"All values: {out / TABLE}", f"全部数值：{out / TABLE}"))
    screen.line(screen(f"Report: {out / REPORT}", f"报告：{out / REPORT}"))


def _show(screen: Screen, plan: Plan, table: pd.DataFrame) -> None:
    """Print what each player adds to the main shares, in points."""
    from rich.table import Table

    from sim.experiment.attribution.report import HOW, IN_FIGURES, assumed_in
    from sim.experiment.attribution.table import largest
    from sim.experiment.comparison import words

    language = screen.language
    screen.line(f"{plan.game.a.title.say(language)} → {plan.game.b.title.say(language)}")
    screen.line(HOW[plan.is_exact].say(language))
    shown = Table(box=None, pad_edge=False)
    shown.add_column("")
    chosen = [name for name in IN_FIGURES if name in set(table["indicator"])]
    for name in chosen:
        shown.add_column(words.labels()[name].say(language), justify="right", max_width=14)
    by = {name: {row["player"]: row for row in largest(table, name)} for name in chosen}
    for row in largest(table, chosen[0]):
        cells = [by[name][row["player"]] for name in chosen]
        shown.add_row(str(row[f"label_{language}"]), *(words.change(one["value"], "share") for one in cells))
    screen.table(shown)
    assumed = assumed_in(plan).say(language)
    if assumed:
        screen.line(assumed)


def _movers(screen: Screen, plan: Plan) -> Movers:
    """Count who moves why in the first history with central values."""
    from sim.experiment.attribution.movers import count_movers

    with Steps(screen) as steps:
        return count_movers(plan.game.a, plan.game.b, sample=plan.sample, tell=steps)


def _show_movers(screen: Screen, movers: Movers) -> None:
    own, others = int(movers.own.sum()), int(movers.others.sum())
    through = movers.change - movers.by_own_decision
    screen.line()
    screen.line(
        screen(
            f"Of {movers.choices:,} choices {own:,} are turned by the rules themselves; of the "
            f"{movers.matched:,} made in both counties on the same day {others:,} are turned by others: "
            "waits, what villages tell, an earlier turn.",
            f"{movers.choices:,} 次就医选择中，{own:,} 次因规则本身而改变；两种情形下同日作出的 "
            f"{movers.matched:,} 次中，{others:,} 次受他人影响而改变（候诊、口碑、此前经历）。",
        )
    )
    screen.line(
        screen(
            f"Choices in the county: {100 * movers.change:+.2f} points, {100 * movers.by_own_decision:+.2f} "
            f"by own decision and {100 * through:+.2f} through others.",
            f"县域内选择占比变化 {100 * movers.change:+.2f} 个百分点，其中自身决策 "
            f"{100 * movers.by_own_decision:+.2f}，受他人影响 {100 * through:+.2f}。",
        )
    )
