"""The commands put together in one language."""

from __future__ import annotations

import typer

from sim.cli import (
    ablate,
    attribute,
    bench,
    calibrate,
    check,
    compare,
    county,
    diff,
    explain_incentive,
    geography,
    levers,
    report_calibration,
    results,
    run,
    scenarios,
    search,
    settle,
    stress,
    sweep,
    trace,
    twin,
    ui,
    validate,
)
from sim.cli.screen import Screen
from sim.cli.words import Words


def build(language: str) -> typer.Typer:
    """Return the application with help in `language`."""
    words = Words(language)
    app = typer.Typer(
        add_completion=False,
        help=words(
            "CountyCare: who goes where for care in a Chinese county, at whose cost, and how sure we are.",
            "医共体沙盘：县里谁去哪儿看病、谁付多少钱、结论有多可靠。",
        ),
    )
    version = words.switch("--version", "Print the version.", "显示版本。")
    lang = words.option("--lang", "zh|en", "Language; the locale's otherwise.", "语言；默认随系统区域设置。")
    debug = words.switch("--debug", "Show the traceback of a fault of the program.", "程序出错时显示详情。")

    @app.callback(invoke_without_command=True)
    def root(ctx: typer.Context, version: bool = version, lang: str = lang, debug: bool = debug) -> None:
        if version:
            from sim import __version__

            screen: Screen = ctx.obj
            screen.line(f"countycare {__version__}")
            raise typer.Exit

    commands = (
        run, scenarios, levers, check, settle, explain_incentive, diff, trace, twin, compare, attribute,
        search, stress, sweep, results, calibrate, ablate, validate, bench, geography, county,
        report_calibration, ui,
    )  # fmt: skip
    for command in commands:
        command.register(app, words)
    return app
