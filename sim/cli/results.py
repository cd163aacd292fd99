"""`countycare results`: what a batch found, as a table here or as a file for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sim.cli import values
from sim.cli.screen import Screen
from sim.cli.words import Words
from sim.errors import Text

if TYPE_CHECKING:
    import pandas as pd

SHOWN = {
    "in_county_visit_rate": Text("visits in %", "县域就诊%"),
    "in_county_admission_share": Text("stays in %", "县域住院%"),
    "primary_visit_share": Text("primary %", "基层就诊%"),
    "in_county_fund_rate": Text("fund in %", "县域基金%"),
    "out_of_pocket_share": Text("own cost %", "自付%"),
    "forgone_share": Text("forgone %", "未就医%"),
}
"""Headline shares that fit beside the factors of a point."""
MOST_POINTS = 40
FORMATS = ("parquet", "csv", "xlsx")


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    folder = words.argument("DIR", "Folder of a batch.", "批量运行的结果文件夹。")
    to = words.option(
        "--to", "|".join(FORMATS), "Write all values to a file of this kind in the folder.",
        "把全部数值写成文件夹中的此类文件。",
    )  # fmt: skip
    title = words("Show or export the results of many runs.", "显示或导出批量运行的结果。")

    @app.command("results", help=title, rich_help_panel=words("Commands", "命令"))
    def results(ctx: typer.Context, folder: str = folder, to: str | None = to) -> None:
        kind = None if to is None else values.one_of(to, "--to", FORMATS)
        _results(ctx.obj, Path(folder), kind)


def _results(screen: Screen, folder: Path, kind: str | None) -> None:
    from sim.experiment.batch import results

    if kind is not None:
        target = results.export(folder, kind)
        screen.line(screen(f"Written: {target}", f"已写出：{target}"))
        return
    _status(screen, results.load_runs(folder))
    means = results.point_means(results.headline(results.load_results(folder)))
    _table(screen, means)


def _status(screen: Screen, runs: pd.DataFrame) -> None:
    words = {
        "done": screen("done", "完成"), "failed": screen("failed", "失败"),
        "missing": screen("missing", "未运行"), "invalid": screen("left out", "略去"),
    }  # fmt: skip
    counts = runs["status"].value_counts()
    screen.line(screen(", ", "，").join(f"{words[name]} {counts[name]}" for name in words if name in counts))
    for error in dict.fromkeys(runs.loc[runs["status"] == "failed", "error"]):
        screen.line(f"  {error.strip().splitlines()[-1]}")


def _table(screen: Screen, means: pd.DataFrame) -> None:
    import pandas as pd
    from rich.table import Table

    from sim.indicators.registry import HEADLINE

    if means.empty:
        return
    table = Table(box=None, pad_edge=False)
    shown = [name for name in SHOWN if name in means.columns]
    factors = [name for name in means.columns if name not in (*HEADLINE, "replicates")]
    for name in factors:
        table.add_column(name, overflow="fold", min_width=8)
    table.add_column(screen("runs", "次数"), justify="right")
    for name in shown:
        table.add_column(SHOWN[name].say(screen.language), justify="right")
    for row in means.head(MOST_POINTS).to_dict("records"):
        table.add_row(
            *("–" if pd.isna(row[name]) else str(row[name]) for name in factors),
            str(row["replicates"]),
            *(f"{100 * float(row[name]):.2f}" for name in shown),
        )
    screen.table(table)
    if len(means) > MOST_POINTS:
        more = len(means) - MOST_POINTS
        screen.line(
            screen(f"… and {more} more; --to csv writes all", f"……另有 {more} 个；--to csv 可写出全部")
        )
