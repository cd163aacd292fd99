"""`countycare stress`: what the county bears under each policy: lost patients, travel, spill-over, harm."""

from __future__ import annotations

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
from sim.cli.screen import Screen
from sim.cli.words import Words
from sim.errors import UserError

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from sim.experiment.batch.engine import Engine
    from sim.experiment.stress.plan import Stress
    from sim.geography.map import Map
    from sim.scenario import Scenario
    from sim.scenario.shocks import Shock

REPLICATES = 5
MOST = 1000
PLACES = 5


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    policies = words.several(
        "SCENARIO", "Scenarios by name or file, each a policy; the others are held against the first.",
        "方案名或方案文件，各为一种政策；其余方案与第一个对比。",
    )  # fmt: skip
    out = results_folder(words)
    shocks = words.option("--shocks", "FILE", "Shocks from a file (YAML).", "冲击清单文件（YAML）。")
    facility = words.option("--facility", "NAME", "Close an institution (id or Chinese name).",
                            "关停一家机构（代码或中文名）。")  # fmt: skip
    doctor = words.option("--doctor", "NAME", "Take one doctor from an institution.", "某机构少一名医生。")
    road = words.option("--road", "A,B", "Block the road between two places.", "中断两地之间的道路。")
    wave = words.option("--wave", "SHARE", "Let an influenza wave reach this share of adults.",
                        "流感高峰，成人发病比例。")  # fmt: skip
    advance = words.option("--advance", "MONTHS", "Pay the advance of a quarter so many months late.",
                           "一个季度的预拨款延迟的月数。")  # fmt: skip
    start = words.option("--from", "DATE", "First day of these shocks; else the fourth counted month's.",
                         "上述冲击的首日；默认为第四个统计月首日。")  # fmt: skip
    until = words.option(
        "--until", "DATE", "Their last day; else that of the scenario.", "末日；默认至期末。"
    )
    replicates = histories(words, REPLICATES)
    sample = share_of_people(words)
    workers, scheduler = where_to_run(words)
    title = words(
        "What the county bears: a place, doctor or road lost, a wave, late money.",
        "压力测试：机构、医生或道路缺失，流感高峰，拨款延迟。",
    )

    @app.command("stress", help=title, rich_help_panel=words("Commands", "命令"))
    def stress(
        ctx: typer.Context,
        policies: list[str] = policies,
        out: str = out,
        shocks: str | None = shocks,
        facility: str | None = facility,
        doctor: str | None = doctor,
        road: str | None = road,
        wave: str | None = wave,
        advance: str | None = advance,
        start: str | None = start,
        until: str | None = until,
        replicates: str = replicates,
        sample: str = sample,
        workers: str = workers,
        scheduler: str | None = scheduler,
    ) -> None:
        from sim.experiment.stress.plan import make_stress
        from sim.scenario import load_scenario
        from sim.scenario.read_shocks import load_shocks

        found = [load_scenario(name) for name in policies]
        chosen = [*(load_shocks(Path(shocks)) if shocks else ())]
        first = values.day(start, "--from") if start else None
        last = values.day(until, "--until") if until else None
        given = {"facility": facility, "doctor": doctor, "road": road, "wave": wave, "advance": advance}
        chosen += _typed({name: text for name, text in given.items() if text}, found[0], first, last)
        count = values.whole(replicates, "--replicates", 1, MOST)
        plan = make_stress(found, chosen, values.share(sample, "--sample"), count)
        _stress(ctx.obj, plan, Path(out), engine_of(workers, scheduler))


def _typed(given: dict[str, str], scenario: Scenario, start: date | None, end: date | None) -> list[Shock]:
    """Shocks of the options; without any the options of days are too much."""
    from sim.experiment.stress.plan import next_quarter, usual_start, usual_wave
    from sim.scenario.shocks import Kind, Shock

    if not given and (start or end):
        raise UserError(
            "--from and --until go with --facility, --doctor, --road, --wave or --advance",
            "--from 和 --until 须与 --facility、--doctor、--road、--wave 或 --advance 同用",
        )
    found = []
    for name, text in given.items():
        kind = Kind(name)
        day = start or usual_start(scenario)
        places: tuple[str, ...] = (text,)
        amount = 1.0
        if kind is Kind.ROAD:
            places = tuple(one.strip() for one in text.replace("，", ",").split(","))
            if len(places) != 2:
                raise UserError(f"{text!r} should be two places, A,B", f"“{text}”应为两个地点：A,B", "--road")
        elif kind is Kind.WAVE:
            places, amount = (), values.share(text, "--wave")
            day = start or usual_wave(scenario, day) or day
        elif kind is Kind.ADVANCE:
            places, amount = (), float(values.whole(text, "--advance", 1, 12))
            day = next_quarter(day)
        found.append(Shock(name, kind, day, end, places, amount))
    return found


def _stress(screen: Screen, plan: Stress, out: Path, engine: Engine) -> None:
    from sim.experiment.stress.counts import execute
    from sim.experiment.stress.run import REPORT, TABLE, carry_out

    with told_when_interrupted(out):
        table = carry_out(plan, out, runs_of(screen, engine, execute))
    show(screen, plan, table)
    screen.line()
    screen.line(screen(f"All values: {out / TABLE}", f"全部数值：{out / TABLE}"))
    screen.line(screen(f"Report: {out / REPORT}", f"报告：{out / REPORT}"))


def show(screen: Screen, plan: Stress, table: pd.DataFrame) -> None:
    """Print what each shock changes under each policy, and where patients go instead."""
    from sim.experiment.stress import words

    first = plan.policies[0]
    map_ = first.map(first.values(first.begin))
    for shock in plan.shocks:
        screen.line()
        screen.line(words.title(shock, map_).say(screen.language))
        _table(screen, plan, table, shock)
        for policy in plan.policies:
            told = _moved(screen, table, policy.name, shock, map_)
            if told:
                screen.line(f"{policy.title.say(screen.language)}{screen(': ', '：')}{told}")
    screen.line()
    screen.line(words.HOW.say(screen.language))


def _table(screen: Screen, plan: Stress, table: pd.DataFrame, shock: Shock) -> None:
    from rich.table import Table

    from sim.experiment.stress import words
    from sim.experiment.stress.measures import ASPECTS, MEASURES
    from sim.experiment.stress.report import whole

    shown = Table(box=None, pad_edge=False)
    shown.add_column("")
    for policy in plan.policies:
        shown.add_column(screen("without", "无冲击"), justify="right")
        shown.add_column(policy.name, justify="right", max_width=24)
    by = [whole(table, policy.name, shock.id) for policy in plan.policies]
    aspect = ""
    for one in MEASURES:
        if not one.whole:
            continue
        if one.aspect != aspect:
            aspect = one.aspect
            shown.add_row(ASPECTS[aspect].say(screen.language))
        cells = []
        for rows in by:
            row = rows[one.id]
            span = words.interval(row["low"], row["high"], one.unit)
            told = words.change(row["difference"], one.unit)
            cells += [words.value(row["before"], one.unit), f"{told} ({span})" if span else told]
        shown.add_row(f"  {one.label.say(screen.language)}", *cells)
    screen.table(shown)


def _moved(screen: Screen, table: pd.DataFrame, policy: str, shock: Shock, map_: Map) -> str:
    """Tell where most visits moved from and to."""
    from sim.experiment.stress import words
    from sim.experiment.stress.table import moved_places
    from sim.scenario.shocks import Kind

    if not (table[(table["policy"] == policy) & (table["shock"] == shock.id)]["difference"].abs() > 0).any():
        return (words.NO_ADVANCE if shock.kind is Kind.ADVANCE else words.NOTHING).say(screen.language)
    rows = moved_places(table, policy, shock.id, "visits", PLACES)
    return screen(", ", "，").join(
        f"{words.place(map_, str(scope)).say(screen.language)} {words.change(float(moved), 'times')}"
        for scope, moved in rows[["scope", "difference"]].itertuples(index=False, name=None)
    )
