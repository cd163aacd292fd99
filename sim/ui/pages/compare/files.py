"""What can be taken away: tables, report, and the same run elsewhere."""

from __future__ import annotations

import solara

from sim.errors import Text
from sim.experiment.comparison.again import bundle, command, python
from sim.experiment.comparison.report import write_report
from sim.experiment.comparison.sheets import labelled, sheets
from sim.ui.language import language, say
from sim.ui.pages.compare.work import Found
from sim.ui.widgets.download import XLSX_TYPE, Download, as_csv, as_workbook

TABLES, MEETING, AGAIN = (
    Text("Tables", "数据表"),
    Text("For a meeting", "会议材料"),
    Text("The same run elsewhere", "在别处重跑"),
)
ABOUT_TABLES = Text(
    "CSV for any program, in UTF-8 with mark; Excel with the headline, what differs and its sources, and all "
    "values.",
    "CSV（UTF-8，Excel 可直接打开）含全部数值；Excel 工作簿含主要结果、方案差别与来源、全部数值。",
)
ABOUT_REPORT = Text(
    "One file in both languages with assumptions and sources; it needs no internet and prints to PDF from "
    "the browser. Each chart above has a button that saves it as a picture.",
    "单个文件，中英文可切换，附假设与来源；无需联网，可在浏览器中打印为 PDF。上方各图均可另存为图片。",
)
ABOUT_AGAIN = Text(
    "The folder holds the files of your drafts, a script, and what to type. With the same version of the "
    "program the numbers are the same.",
    "压缩包含草稿方案文件、脚本与说明；程序版本相同时，结果数值相同。",
)
CSV, XLSX = Text("All values (CSV)", "全部数值（CSV）"), Text("Workbook (Excel)", "工作簿（Excel）")
REPORT, FOLDER = Text("Report (HTML)", "对比报告（HTML）"), Text("Folder (ZIP)", "压缩包（ZIP）")
ON_COMMAND_LINE, IN_PYTHON = Text("On the command line", "命令行"), Text("In Python", "Python")


@solara.component
def Files(found: Found) -> None:
    """Show the downloads; each is made when it is clicked."""
    comparison, count, here = found.choice.comparison, found.replicates, language()

    def csv() -> bytes:
        return as_csv(labelled(comparison, found.table, here))

    def book() -> bytes:
        return as_workbook(sheets(comparison, found.table, count, here))

    def report() -> bytes:
        return write_report(comparison, found.table, count).encode()

    def folder() -> bytes:
        return bundle(comparison, count, found.choice.files, here)

    makers = solara.use_memo(lambda: (csv, book, report, folder), [id(found), here])
    with solara.v.Html(tag="div", class_="cc-grid"):
        with _Block(TABLES, ABOUT_TABLES):
            Download(makers[0], "comparison.csv", say(CSV), "text/csv")
            Download(makers[1], "comparison.xlsx", say(XLSX), XLSX_TYPE)
        with _Block(MEETING, ABOUT_REPORT):
            Download(makers[2], "comparison.html", say(REPORT), "text/html")
        with _Block(AGAIN, ABOUT_AGAIN):
            Download(makers[3], "comparison.zip", say(FOLDER), "application/zip")
    for title, text in (
        (ON_COMMAND_LINE, command(comparison, count)),
        (IN_PYTHON, python(comparison, count)),
    ):
        solara.v.Html(tag="h3", children=[say(title)])
        solara.v.Html(tag="pre", class_="cc-code", children=[text], attributes={"tabindex": "0"})


@solara.component
def _Block(title: Text, about: Text, children: list[solara.Element] | None = None) -> None:
    """One kind of file."""
    with solara.v.Html(tag="section"):
        solara.v.Html(tag="h3", children=[say(title)])
        solara.v.Html(tag="p", class_="cc-muted cc-small", children=[say(about)])
        solara.v.Html(tag="div", class_="cc-row", children=children or [])
