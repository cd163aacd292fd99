"""`countycare search`: which affordable package of levers reaches a goal, and how surely."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sim.cli.batch import engine_of, results_folder, runs_of, told_when_interrupted, where_to_run
from sim.cli.screen import Screen
from sim.cli.words import Words

if TYPE_CHECKING:
    from sim.experiment.batch.engine import Engine
    from sim.experiment.search.answer import Checked
    from sim.experiment.search.question import Aim, Question
    from sim.experiment.search.search import Searched
    from sim.experiment.search.townships import First

MOST_TOWNSHIPS = 5
FAR = 0.9
"""Share of replicates from which a package is said to reach the goals."""


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    goals = words.argument("GOALS", "File of goals and of levers that may be moved (YAML).",
                           "目标与可用杠杆文件（YAML）。")  # fmt: skip
    out = results_folder(words)
    workers, scheduler = where_to_run(words)
    title = words("Find the package of levers that reaches a goal.", "寻找能达到目标的政策组合。")

    @app.command("search", help=title, rich_help_panel=words("Commands", "命令"))
    def search(
        ctx: typer.Context,
        goals: str = goals,
        out: str = out,
        workers: str = workers,
        scheduler: str | None = scheduler,
    ) -> None:
        from sim.experiment.search.read_question import load_question

        _search(ctx.obj, load_question(Path(goals)), Path(out), engine_of(workers, scheduler))


def _search(screen: Screen, question: Question, out: Path, engine: Engine) -> None:
    from sim.experiment.search.run import TABLE, carry_out

    screen.note(screen(f"searching with {question.runs} runs", f"以 {question.runs} 次运行搜索"))

    def checking() -> None:
        screen.note(screen("checking the best packages", "复核最佳组合"))

    with told_when_interrupted(out):
        found = carry_out(question, out, runs_of(screen, engine), checking)
    _show(screen, question, found.searched, found.checked, found.ceiling)
    if found.first:
        _townships(screen, question, found.first)
    screen.line()
    screen.line(screen(f"All packages: {out / TABLE}", f"全部组合：{out / TABLE}"))


def _show(
    screen: Screen, question: Question, found: Searched, checked: Sequence[Checked], ceiling: float
) -> None:
    best = checked[0] if checked else None
    if best is not None and best.chance >= FAR and not best.harms:
        _line(screen, "This package reaches the goals:", "以下组合可达到目标：")
    elif not found.helps:
        _line(screen, "No package within these levers and ranges comes nearer to the goals than today. "
              "The nearest:",
              "在这些杠杆和范围内，没有组合比现状更接近目标。最接近的是：")  # fmt: skip
    else:
        _line(
            screen, "No package within these levers and ranges surely reaches all goals. The closest:",
            "在这些杠杆和范围内，没有组合能可靠达到全部目标。最接近的是：",
        )  # fmt: skip
    for place, one in enumerate(checked):
        screen.line()
        _package(screen, question, one, place + 1)
    screen.line()
    _held_back(screen, question, found, best, ceiling)
    for aim, emulator in zip(question.aims, found.emulators, strict=True):
        fit = "–" if emulator is None else f"{emulator.r2:.2f}"
        _line(screen, f"Emulator of {aim.key.indicator}: R² of left-out runs {fit}",
              f"{aim.key.indicator} 替代模型：留一 R² {fit}")  # fmt: skip


def _package(screen: Screen, question: Question, one: Checked, number: int) -> None:
    from sim.experiment.comparison import words
    from sim.experiment.search.answer import package
    from sim.policy.catalogue import load_levers
    from sim.policy.wording import AUTHORITIES
    from sim.scenario.grounds import note

    chance = f"{100 * one.chance:.0f} %"
    screen.line(f"{number}. {package(one.tried.point)}")
    _line(screen, f"   all goals met in {chance} of {question.check} replicates",
          f"   {question.check} 次重复中 {chance} 达到全部目标")  # fmt: skip
    for k, aim in enumerate(question.aims):
        screen.line(f"   {_goal(screen, aim, one.values[:, k].mean(), one.today[:, k].mean())}")
    if one.harms:
        named = screen(", ", "、").join(
            words.labels()[key.indicator].say(screen.language)
            + (screen(" of the poorest fifth", "（最低收入组）") if key.group else "")
            for key in one.harms
        )
        _line(screen, f"   clearly worse: {named}", f"   明显变差：{named}")
    levers = [load_levers()[name] for name, level in one.tried.point.items() if level == "on"]
    for lever in levers:
        who = AUTHORITIES[lever.changed_by].say(screen.language)
        cost = question.costs.get(lever.id)
        told = lever.cost.say(screen.language)
        if cost is not None:
            told = screen(f"{cost:,.0f} yuan a year", f"每年 {cost:,.0f} 元")
        screen.line(f"   {lever.label.say(screen.language)}: {who}; {told}")
    assumed = note((lever.id for lever in levers), question.base.posterior)
    if assumed:
        screen.line(f"   {assumed.say(screen.language)}")


def _goal(screen: Screen, aim: Aim, value: float, today: float) -> str:
    from sim.experiment.comparison import words
    from sim.experiment.comparison.table import directions

    unit = directions()[aim.key.indicator][0]
    limit = aim.limit(today)
    sign = "≤" if aim.at_most else "≥"
    missed = aim.miss(value, today) > 0
    mark = "✗" if missed else "✓"
    label = words.labels()[aim.key.indicator].say(screen.language)
    by = (
        screen(", missed by ", "，差 ") + words.change(abs(value - limit), unit).lstrip("+") if missed else ""
    )
    return f"{mark} {label} {words.value(value, unit)} ({sign} {words.value(limit, unit)}{by})"


def _townships(screen: Screen, question: Question, first: Sequence[First]) -> None:
    """Say in which township the best package does most for its cost, and from which that cannot be told."""
    unit = screen(" for each million yuan a year", "（每百万元/年）")
    if not any(question.costs.values()):
        unit = screen(" for each per cent of the people", "（每百分之一人口）")
    screen.line()
    _line(screen, f"Which township first: how much less the goals are missed{unit}, "
          f"{question.townships} replicates:",
          f"哪个乡镇先行：目标差距的缩小{unit}，{question.townships} 次重复：")  # fmt: skip
    for place, one in enumerate(first[:MOST_TOWNSHIPS], 1):
        gain = one.gain
        span = "" if math.isnan(gain.low) else f" ({gain.low:+.3g} … {gain.high:+.3g})"
        screen.line(f"   {place}. {one.name.say(screen.language)} {gain.value:+.3g}{span}")
    alike = [one for one in first[1:] if not first[0].told_from(one)]
    if alike:
        names = screen(", ", "、").join(one.name.say(screen.language) for one in alike)
        _line(screen, f"   cannot be told apart from the first: {names}", f"   与第一名无法区分：{names}")


def _held_back(
    screen: Screen, question: Question, found: Searched, best: Checked | None, ceiling: float
) -> None:
    """Say which goals no package reached, how near any came, and the ceiling that absence sets."""
    from sim.experiment.comparison import words
    from sim.experiment.comparison.table import directions
    from sim.experiment.search.answer import LEANS_ON_ABSENCE, discover

    for k, aim in enumerate(question.aims):
        if min(one.misses[k] for one in found.tried) > 0:
            values = [float(one.values[k]) for one in found.tried]
            unit = directions()[aim.key.indicator][0]
            near = words.value(min(values) if aim.at_most else max(values), unit)
            label = words.labels()[aim.key.indicator].say(screen.language)
            _line(screen, f"No package met: {label}; the nearest came to {near}",
                  f"没有组合达到：{label}；最接近为 {near}")  # fmt: skip
        if aim.key.indicator in LEANS_ON_ABSENCE and not aim.at_most:
            limit = aim.limit(float(found.today[k]))
            told = f"{100 * ceiling:.1f} %"
            over = limit > ceiling
            _line(
                screen,
                f"Insured who live away put a ceiling of {told} on the in-county visit rate"
                + (": the goal lies above it." if over else "."),
                f"外出参保人使县域内就诊率不超过 {told}" + ("：目标高于此上限。" if over else "。"),
            )
    box = discover(question, best) if best is not None else None
    if box is not None:
        paths, found_box = box
        _line(
            screen,
            f"It fails most (in {100 * found_box.density:.0f} % of the cases) where:",
            f"在以下情形最易失败（{100 * found_box.density:.0f}% 的情况）：",
        )
        for k, path in enumerate(paths):
            parameter = question.base.parameters[path]
            if found_box.low[k] > parameter.low or found_box.high[k] < parameter.high:
                screen.line(f"   {path}: {found_box.low[k]:.3g} … {found_box.high[k]:.3g}")


def _line(screen: Screen, en: str, zh: str) -> None:
    screen.line(screen(en, zh))
