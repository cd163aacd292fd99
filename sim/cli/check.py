"""`countycare check`: everything that is wrong with a scenario file."""

from __future__ import annotations

import typer

from sim.cli.screen import Screen
from sim.cli.words import Words


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    file = words.argument(
        "FILE", "Scenario file, or the name of a shipped scenario.", "方案文件，或内置方案名。"
    )
    as_json = words.switch("--json", "Print JSON.", "输出 JSON。")
    panel = words("Commands", "命令")
    title = words(
        "Check a scenario file: one line per error, exit code 2 when there is one.",
        "检查方案文件：每个错误一行，有错误时退出码为 2。",
    )

    @app.command("check", help=title, rich_help_panel=panel)
    def check(ctx: typer.Context, file: str = file, as_json: bool = as_json) -> None:
        screen: Screen = ctx.obj
        from sim.experiment.output import as_json as text_of
        from sim.scenario import check_file

        problems = check_file(file)
        if as_json:
            print(text_of([problem.as_dict(screen.language) for problem in problems]), end="")
        else:
            for problem in problems:
                screen.line(problem.say(screen.language))
            if not problems:
                screen.line(screen(f"{file}: no errors", f"{file}：没有错误"))
        if problems:
            raise typer.Exit(2)
