"""`countycare check`: everything that is wrong with a scenario file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from sim.cli.screen import Screen
from sim.cli.words import Words

if TYPE_CHECKING:
    from sim.scenario import Scenario


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
        from sim.indicators.goals import faults_of_goals
        from sim.scenario import check_file, load_scenario

        problems = check_file(file) or faults_of_goals(load_scenario(file).goals)
        if as_json:
            print(text_of([problem.as_dict(screen.language) for problem in problems]), end="")
        else:
            for problem in problems:
                screen.line(problem.say(screen.language))
            if not problems:
                screen.line(screen(f"{file}: no errors", f"{file}：没有错误"))
                for line in _never_in_force(screen, load_scenario(file)):
                    screen.line(line)
        if problems:
            raise typer.Exit(2)


def _never_in_force(screen: Screen, scenario: Scenario) -> Iterator[str]:
    """Yield a remark on each use of a lever whose days all lie outside those simulated."""
    begin, until = scenario.begin, scenario.until
    for use in scenario.levers:
        if use.start > until or (use.end is not None and use.end < begin):
            place = f"{use.file}:{use.line}"
            yield screen(
                f"{place}: {use.lever} is never in force; the scenario runs from {begin} to {until}",
                f"{place}: {use.lever} 从未生效；方案模拟 {begin} 至 {until}",
            )
