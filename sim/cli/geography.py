"""`countycare geography`: real places in place of the estimated ones."""

from __future__ import annotations

from pathlib import Path

import typer

from sim.cli.screen import Screen
from sim.cli.words import Words


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
