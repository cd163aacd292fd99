"""`countycare county`: a county office's own tables, checked and made into a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sim.cli import values
from sim.cli.screen import Screen
from sim.cli.words import Words
from sim.county import BASE, FORMATS, SCENARIO

HEADLINE = "in_county_visit_rate"
"""Indicator of a policy question that names none."""

if TYPE_CHECKING:
    from sim.county.assumed import Assumption


def register(app: typer.Typer, words: Words) -> None:
    """Add the group of commands."""
    panel = words("Commands", "命令")
    title = words(
        "Your own county: templates, checks, and a scenario of it.", "您自己的县：模板、检查与生成方案。"
    )
    group = typer.Typer(help=title)
    app.add_typer(group, name="county", rich_help_panel=panel)
    _new(group, words, panel)
    _worth(group, words, panel)
    folder = words.argument("DIR", "Folder with the filled tables.", "已填表的文件夹。")
    as_json = words.switch("--json", "Print JSON.", "输出 JSON。")
    check_title = words(
        "Check the tables: one line per problem, exit code 2 when there is one.",
        "检查数据表：每个问题一行，有问题时退出码为 2。",
    )

    @group.command("check", help=check_title, rich_help_panel=panel)
    def check(ctx: typer.Context, folder: str = folder, as_json: bool = as_json) -> None:
        _check(ctx.obj, Path(folder), as_json=as_json)

    out = words.option(
        "--out",
        "FILE",
        "Scenario to write; scenario.yaml in the folder if left out.",
        "要写出的方案文件；默认为该文件夹中的 scenario.yaml。",
    )
    build_title = words(
        "Make a scenario of the tables and tell what was assumed.", "由数据表生成方案，并列出所作假设。"
    )

    @group.command("build", help=build_title, rich_help_panel=panel)
    def build(ctx: typer.Context, folder: str = folder, out: str | None = out) -> None:
        screen: Screen = ctx.obj
        from sim.county.build import build_county
        from sim.county.notes import notes_on

        built = build_county(Path(folder), Path(out) if out else None)
        for note in notes_on(Path(folder)):
            screen.line(note.say(screen.language))
        _tell_assumed(screen, built.assumed)
        screen.line(
            screen(
                f"Written: {built.file} (assumptions: {built.data / 'assumptions.csv'}). Next:",
                f"已写出：{built.file}（假设清单：{built.data / 'assumptions.csv'}）。下一步：",
            )
        )
        screen.line(
            f"  countycare run {built.file} --sample 0.1 --out results/{built.file.parent.name or 'own'}"
        )


def _worth(group: typer.Typer, words: Words, panel: str) -> None:
    folder = words.argument(
        "CALIBRATION", "Folder of a finished `calibrate`.", "已完成的 calibrate 结果文件夹。"
    )
    about = words.option(
        "--about", "INDICATOR", "Whose uncertainty counts; all fitted shares if left out.",
        "关心哪个指标的不确定性；默认为全部已拟合占比。",
    )  # fmt: skip
    compare = words.option(
        "--compare", "DIR", "Results of `compare`: what would make a policy's effect surer instead.",
        "compare 的结果文件夹：改为说明怎样使政策效果更有把握。",
    )  # fmt: skip
    title = words(
        "Numbers you have and lack, and how much surer each would make the results.",
        "已有与所缺的数字，各能使结果的把握提高多少。",
    )

    @group.command("worth", help=title, rich_help_panel=panel)
    def worth(
        ctx: typer.Context, folder: str = folder, about: str | None = about, compare: str | None = compare
    ) -> None:
        if compare:
            _show_question(ctx.obj, Path(folder), Path(compare), about or HEADLINE)
        else:
            show_worths(ctx.obj, Path(folder), about or "")


def show_worths(screen: Screen, folder: Path, about: str = "") -> None:
    """Print what a calibration says each number would be worth."""
    from rich.table import Table

    from sim.county.worth import worths

    told, asked = worths(folder, about)
    heads = {
        "lack": screen("You lack (worth of having it)", "所缺（补上后的价值）"),
        "own": screen("You have (worth of measuring it again)", "已有（再测一次的价值）"),
        "parameter": screen("Nobody reports it (worth of knowing it)", "无人上报（查明后的价值）"),
    }
    table = Table(
        screen("Number", "数字"), screen("Uncertainty gone, %", "可消除的不确定性 %"),
        screen("What it takes", "需要什么"), box=None,
    )  # fmt: skip
    for kind, head in heads.items():
        rows = [one for one in told if one.kind == kind]
        if rows:
            table.add_row(head, "", "", style="bold")
        for one in rows:
            says = "" if kind == "own" else one.needs.say(screen.language)
            table.add_row(f"  {one.label.say(screen.language)}", f"{100 * one.share:.1f}", says)
    screen.table(table)
    what = about or screen(f"the mean over {', '.join(asked)}", f"{'、'.join(asked)} 的平均")
    screen.line(
        screen(
            f"Percent of the variance that is left after the calibration, of: {what}. Shares do not add up.",
            f"占校准后剩余方差的百分比，针对：{what}。各项不可相加。",
        )
    )


def _show_question(screen: Screen, folder: Path, comparison: Path, about: str) -> None:
    """Print which numbers would make a policy's effect surer."""
    from rich.table import Table

    from sim.county.question import worths_for

    table = Table(screen("Number", "数字"), screen("Uncertainty gone, %", "可消除的不确定性 %"), box=None)
    for one in worths_for(folder, comparison, about):
        table.add_row(one.label.say(screen.language), f"{100 * one.share:.1f}")
    screen.table(table)
    screen.line(
        screen(
            f"Percent of the variance of the policy's effect on {about} over the draws; what is left is "
            "chance and numbers that no draw moves. Both scenarios must name this posterior.",
            f"占政策对 {about} 的效果在各次抽取间方差的百分比；其余为偶然和未抽取的数字。"
            "两个方案都须采用此后验样本。",
        )
    )


def _new(group: typer.Typer, words: Words, panel: str) -> None:
    folder = words.argument(
        "DIR", "Folder to make; must be new or empty.", "要生成的文件夹；须为新建或空文件夹。"
    )
    base = words.option(
        "--from", "SCENARIO", "Shipped scenario whose numbers stand in for what you do not give.",
        "未填内容所沿用的内置方案。", BASE,
    )  # fmt: skip
    name = words.option("--name", "NAME", "Chinese name of the county.", "县（市、区）名称。")
    form = words.option(
        "--format", "|".join(FORMATS), "CSV files or one workbook.", "CSV 文件或一个工作簿。", FORMATS[0]
    )
    example = words.switch("--example", "Fill the tables with a made-up county.", "用一个虚构的县填好各表。")
    title = words("Make templates to fill.", "生成待填的模板。")

    @group.command("new", help=title, rich_help_panel=panel)
    def new(
        ctx: typer.Context,
        folder: str = folder,
        base: str = base,
        name: str | None = name,
        form: str = form,
        example: bool = example,
    ) -> None:
        screen: Screen = ctx.obj
        from sim.county.templates import PRIVACY
        from sim.county.write import new_county
        from sim.scenario import shipped_names

        given = {"base": values.one_of(base, "--from", tuple(shipped_names())), "name_zh": name or ""}
        form = values.one_of(form, "--format", FORMATS)
        for file in new_county(Path(folder), form, given, example=example):
            screen.line(str(file))
        screen.line(PRIVACY.say(screen.language))
        screen.line(
            screen(
                f"Fill the tables, then: countycare county check {folder}; countycare county build {folder}",
                f"填好后运行：countycare county check {folder}；countycare county build {folder}",
            )
        )


def _check(screen: Screen, folder: Path, *, as_json: bool) -> None:
    from sim.county.build import stale
    from sim.county.check import check_tables
    from sim.county.notes import notes_on
    from sim.county.tables import read_tables
    from sim.experiment.output import as_json as text_of

    problems = check_tables(read_tables(folder))
    notes = [] if problems else notes_on(folder)
    if as_json:
        told = {
            "problems": [one.as_dict(screen.language) for one in problems],
            "notes": [one.say(screen.language) for one in notes],
        }
        print(text_of(told), end="")
    else:
        for one in (*problems, *notes):
            screen.line(one.say(screen.language))
        if not problems:
            screen.line(screen(f"{folder}: no errors", f"{folder}：没有错误"))
        if not problems and stale(folder, folder / SCENARIO):
            screen.line(
                screen(
                    f"The tables were changed after {SCENARIO} was made: build it again.",
                    f"{SCENARIO} 生成后数据表有改动，请重新 build。",
                )
            )
    if problems:
        raise typer.Exit(2)


def _tell_assumed(screen: Screen, assumed: Sequence[Assumption]) -> None:
    screen.line(
        screen(
            f"Assumed, for want of your own numbers ({len(assumed)}):",
            f"因未填而采用的假设（{len(assumed)} 项）：",
        )
    )
    for one in assumed:
        screen.line(f"  - {one.say(screen.language)}")
