"""`countycare scenarios`: what ships with the program."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import typer

from sim.cli.screen import Screen
from sim.cli.words import Words

if TYPE_CHECKING:
    from sim.scenario import Scenario


def _days(scenario: Scenario) -> str:
    """Return the counted days, a year that is counted in full by its number."""
    year = scenario.start.year
    whole = (scenario.start, scenario.until) == (date(year, 1, 1), date(year, 12, 31))
    return str(year) if whole else f"{scenario.start} – {scenario.until}"


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    as_json = words.switch("--json", "Print JSON.", "输出 JSON。")
    panel = words("Commands", "命令")

    @app.command("scenarios", help=words("List the scenarios.", "列出内置方案。"), rich_help_panel=panel)
    def scenarios(ctx: typer.Context, as_json: bool = as_json) -> None:
        screen: Screen = ctx.obj
        from sim.experiment.output import as_json as text_of
        from sim.scenario import load_scenario, shipped_names

        found = [load_scenario(name) for name in shipped_names()]
        if as_json:
            rows = [
                {
                    "name": one.name,
                    "title": one.title.say(screen.language),
                    "summary": one.summary.say(screen.language),
                    "counties": one.counties,
                    "start": one.start,
                    "until": one.until,
                    "hash": one.hash,
                }
                for one in found
            ]
            print(text_of(rows), end="")
            return
        from rich.table import Table

        table = Table()
        table.add_column(screen("Scenario", "方案"), no_wrap=True)
        table.add_column(screen("What it is", "内容"), overflow="fold")
        table.add_column(screen("Days", "日期"), overflow="fold")
        for one in found:
            table.add_row(one.name, one.title.say(screen.language), _days(one))
        screen.table(table)
        screen.line(
            screen("Run one: countycare run NAME --out DIR", "运行：countycare run 方案名 --out 文件夹")
        )
