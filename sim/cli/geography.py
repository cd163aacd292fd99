"""`countycare geography`: real places in place of the estimated ones."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sim.cli.screen import Screen
from sim.cli.words import Words
from sim.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

CHINESE = {
    "townships: km from the observed point": "乡镇：距实测点（公里）",
    "villages: km from the observed point": "村：距实测点（公里）",
    "villages: km to the township seat": "村：到乡镇驻地（公里）",
    "own_centre: minutes by car": "本乡镇卫生院：驾车分钟",
    "general: minutes by car": "县医院：驾车分钟",
    "general: share of people within 30 minutes": "县医院：30 分钟内人口比例",
    "general: share of people within 60 minutes": "县医院：60 分钟内人口比例",
    "neighbour: minutes by car": "邻县医院：驾车分钟",
    "city: minutes by car": "市级医院：驾车分钟",
}
"""What the measures of the report are called in Chinese."""


def register(app: typer.Typer, words: Words) -> None:
    """Add the group of commands."""
    panel = words("Commands", "命令")
    title = words(
        "Bring in a real map and compare it with the estimated one.", "导入真实地图，并与估计位置比较。"
    )
    group = typer.Typer(help=title)
    app.add_typer(group, name="geography", rich_help_panel=panel)
    source = words.argument(
        "SOURCE",
        "Folder with places.csv and, as far as there are, boundaries.geojson, roads.geojson, facilities.csv.",
        "含 places.csv 的文件夹；可另有 boundaries.geojson、roads.geojson、facilities.csv。",
    )
    out = words.required(
        "--out", "DIR", "Folder to make; must be new or empty.", "要生成的文件夹；须为新建或空文件夹。"
    )
    import_title = words(
        "Check a real map and bring it into the form of the model.", "检查真实地图并转为模型所用格式。"
    )

    @group.command("import", help=import_title, rich_help_panel=panel)
    def import_(ctx: typer.Context, source: str = source, out: str = out) -> None:
        screen: Screen = ctx.obj
        from sim.geography.importer import import_geography

        found = import_geography(Path(source), Path(out))
        screen.line(
            screen(
                f"{found.places} places ({found.observed} with a point), {found.boundaries} boundaries, "
                f"{found.road_km:,.0f} km of roads, {found.facilities} facilities.",
                f"地点 {found.places} 个（其中 {found.observed} 个有坐标），边界 {found.boundaries} 个，"
                f"道路 {found.road_km:,.0f} 公里，机构 {found.facilities} 个。",
            )
        )
        screen.line(
            screen(
                f"To use it, write in a scenario: geography: {out}",
                f"使用方法：在方案文件中写 geography: {out}",
            )
        )

    county = words.argument(
        "COUNTY", "Code or name of a county unit; several with commas.", "县级代码或名称；可用逗号分隔。"
    )
    real = words.required("--real", "DIR", "Folder made by the import.", "由导入生成的文件夹。")
    as_json = words.switch("--json", "Print JSON.", "输出 JSON。")
    report_title = words(
        "How far estimated points are from observed ones, and what that does to travel times.",
        "估计位置与实测位置相距多远，对行程时间影响多大。",
    )

    @group.command("report", help=report_title, rich_help_panel=panel)
    def report(ctx: typer.Context, county: str = county, real: str = real, as_json: bool = as_json) -> None:
        screen: Screen = ctx.obj
        codes = [county_code(one) for one in county.replace("，", ",").split(",")]
        from sim.declare import defaults
        from sim.geography.report import placement_report

        _show(screen, placement_report(codes, defaults(), Path(real)), as_json=as_json)


def county_code(text: str) -> str:
    """Return the code of a county unit given by code or Chinese name.

    Raises
    ------
    UserError
        When there is none.
    """
    from sim.scenario import known_counties

    known = known_counties()
    for code, name in known.items():
        if text.strip() in (code, name):
            return code
    names = ", ".join(f"{code} {name}" for code, name in sorted(known.items()))
    raise UserError(
        f"there is no county {text!r}; known: {', '.join(sorted(known))}",
        f"没有县级单位“{text}”；现有：{names}",
    )


def _show(screen: Screen, report: pd.DataFrame, *, as_json: bool) -> None:
    if as_json:
        print(report.to_json(orient="records", force_ascii=False, indent=2))
        return
    from rich.table import Table

    table = Table()
    table.add_column(screen("County", "县区"), no_wrap=True)
    table.add_column(screen("Measure", "指标"), overflow="fold")
    for title in (
        screen("Places", "地点数"), screen("Estimated", "估计"), screen("Observed", "实测"),
        screen("Median difference", "差异中位数"), screen("90th percentile", "差异第 90 百分位"),
    ):  # fmt: skip
        table.add_column(title, justify="right")
    for row in report.to_dict("records"):
        measure = screen(str(row["measure"]), CHINESE.get(str(row["measure"]), str(row["measure"])))
        numbers = [float(row[name]) for name in ("estimated", "real", "median_difference", "p90_difference")]
        cells = ["" if math.isnan(number) else f"{number:,.2f}" for number in numbers]
        table.add_row(str(row["county"]), measure, f"{row['n']:,}", *cells)
    screen.table(table)
