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
