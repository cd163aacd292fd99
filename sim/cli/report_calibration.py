"""`countycare report`: pages for people, made from results that exist already."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from sim.cli.screen import Screen
from sim.cli.words import Words
from sim.errors import UserError

PAGE = "calibration.html"


def register(app: typer.Typer, words: Words) -> None:
    """Add the group of commands."""
    panel = words("Commands", "命令")
    group = typer.Typer(
        help=words("Reports for a meeting, in Chinese and English.", "会议用报告（中英文）。")
    )
    app.add_typer(group, name="report", rich_help_panel=panel)
    out = words.option("--out", "FILE", "File to write (HTML).", "要写出的文件（HTML）。", PAGE)
    source = words.option(
        "--from", "DIR", "Folder of `calibrate`; the shipped calibration if left out.",
        "calibrate 的结果文件夹；默认为内置校准。",
    )  # fmt: skip
    force = words.switch("--force", "Replace a file that is there.", "替换已有文件。")
    title = words(
        "How well the model fits the published figures, what was learnt, and what is assumed.",
        "模型与公布指标的拟合情况、可识别的参数与仍为假设的内容。",
    )

    @group.command("calibration", help=title, rich_help_panel=panel)
    def calibration(
        ctx: typer.Context, source: str | None = source, out: str = out, force: bool = force
    ) -> None:
        screen: Screen = ctx.obj
        file = Path(out)
        if file.exists() and not force:
            raise UserError("exists already; add --force to replace it", "已存在；加 --force 可替换", out)
        from sim.calibration.findings import COLUMNS, read_findings
        from sim.calibration.report import write_report

        findings = read_findings(Path(source) if source else None)
        told = " ".join(["countycare report calibration", *(["--from", source] if source else [])])
        _write(file, write_report(findings, told))
        missing = [f"{name}.csv" for name in COLUMNS if name not in findings.tables]
        missing += ["board.csv"] if findings.board is None else []
        if missing:
            parts = ", ".join(missing)
            screen.line(screen(f"Absent, and said so on the page: {parts}", f"页面中注明缺失：{parts}"))
        screen.line(screen(f"Written: {file}", f"已写出：{file}"))


def _write(file: Path, text: str) -> None:
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        os.replace(part, file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UserError(
            f"cannot be written ({error.strerror})", f"无法写入（{error.strerror}）", str(file)
        ) from error
