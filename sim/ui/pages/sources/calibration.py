"""Fit, identifiability and validation as they stand; a part that has not been made says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import solara

from sim.calibration.board_verdict import INSIDE, NONE, NOT, OPPOSITE, SAME, VERDICTS
from sim.calibration.findings import Findings
from sim.calibration.report import told
from sim.errors import Text
from sim.ui.charts import fit, identified
from sim.ui.charts.shares_of import counts_of
from sim.ui.language import language, say
from sim.ui.pages.sources import tables
from sim.ui.pages.sources.figures import EFFECTS, effects
from sim.ui.pages.sources.paged import Paged
from sim.ui.style import PALETTE
from sim.ui.widgets.chart import Chart
from sim.ui.widgets.download import TableDownloads
from sim.ui.widgets.explain import Explain, Notice
from sim.ui.widgets.table import DataTable

ABSENT = Text(
    "This version comes without it: {what} has not been made. It comes with `{command}`.",
    "本版本尚无此部分：{what} 尚未生成，由 {command} 写出。",
)
FITS = Text("Published figures and the model", "公布指标与模型")
HOW_FIT = Text(
    "Diamond: published. Dot: simulated with everybody at the middle draw. Bar: where 90 % of what would be "
    "published "
    "lies, chance and the figure's own error included. Held-out figures were not used for fitting: they are "
    "predictions. A good fit says nothing of a lever that rests on an assumption.",
    "菱形为公布值，圆点为居中样本的全人口模拟；条带为预计公布值的 90% 区间（含随机性和指标自身误差）。未参与"
    "拟合的指标是"
    "真正的预测。拟合良好并不能说明依赖假设的政策杠杆有效。",
)
GAPS = Text("How far off, in standard deviations", "偏离多少个标准差")
HOW_GAPS = Text(
    "Band: two standard deviations. Dashed: three, beyond which a figure is not met.",
    "灰带为两个标准差；虚线为三个标准差，超出即未拟合上。",
)
ALL_FIGURES = Text("All figures as a table", "全部指标（表格）")
WORTH = Text("What it would be worth to measure or know more", "再测量或查明什么最有价值")
HOW_WORTH = Text(
    "Part of the remaining variance of the fitted shares that would go; parts do not add up.",
    "可消除的剩余方差（已拟合占比的平均），各项不可相加。",
)
TARGETS = Text("Published figures the model is to be fitted to", "拟用于校准的公布指标")
WAVES = Text("How the fit was found", "拟合过程")
KNOWN = Text("Identified or assumed", "可识别或假设")
HOW_KNOWN = Text(
    "A number is identified when its standard deviation fell by at least 30 %. Otherwise nearly any value "
    "fits the "
    "figures and it stays an assumption, shown with stripes.",
    "标准差缩小 30% 以上为可识别；否则几乎任何取值都能拟合，仍为假设（斜纹）。",
)
PRIORS = Text(
    "What is believed before the figures are seen, number by number:", "见到指标之前对各参数的认识："
)
BOARD = Text("The model beside published effects of policies", "模型与已发表政策效果对照")
STUDIES = Text("The published effects that the model is to be held against:", "拟用于检验的已发表政策效果：")
VERDICT = Text("effects", "项数")
COLOURS = {INSIDE: PALETTE[0], SAME: PALETTE[5], OPPOSITE: PALETTE[1], NONE: PALETTE[4], NOT: PALETTE[7]}
"""Of the verdicts: blue agrees, orange does not, grey cannot be told."""


@solara.component
def Fit(findings: Findings) -> None:
    """Show published and simulated figures."""
    tongue = language()
    page = told(findings, tongue)
    with solara.v.Html(tag="div", style_="font-weight: 600; margin-bottom: 12px"):
        for line in page["summary"]:
            solara.v.Html(tag="div", children=[line])
    rows: list[Mapping[str, Any]] = [*findings.rows("fit"), *findings.rows("held_out")]
    _absent("fit", "fit.csv", page)
    if not rows:
        _Targets(findings)
    else:
        _absent("held_out", "held_out.csv", page)
        shares = [row for row in rows if findings.is_share(row)]
        with solara.v.Html(tag="section", class_="cc-card", attributes={"aria-label": say(FITS)}):
            solara.v.Html(tag="h2", children=[say(FITS)])
            Explain(say(HOW_FIT))
            if shares:
                Chart(fit.shares(shares, tongue), f"{say(FITS)}. {say(HOW_FIT)}", "fit", fit.height(shares))
        with solara.v.Html(tag="section", class_="cc-card", attributes={"aria-label": say(GAPS)}):
            solara.v.Html(tag="h2", children=[say(GAPS)])
            Explain(say(HOW_GAPS))
            Chart(fit.residuals(rows, tongue), f"{say(GAPS)}. {say(HOW_GAPS)}", "residuals", fit.height(rows))
        with solara.v.Html(tag="details", class_="cc-card"):
            solara.v.Html(tag="summary", children=[say(ALL_FIGURES)])
            DataTable(tables.fits(page), "fit", tables.FITS, downloads=False)
            TableDownloads(pd.DataFrame(rows), "fit")
    if page["worth"]:
        with solara.v.Html(tag="details", class_="cc-card"):
            solara.v.Html(tag="summary", children=[say(WORTH)])
            solara.v.Html(tag="p", class_="cc-muted", children=[say(HOW_WORTH)])
            DataTable(pd.DataFrame(page["worth"]), "worth", tables.WORTH)
    if page["waves"]:
        with solara.v.Html(tag="details", class_="cc-card"):
            solara.v.Html(tag="summary", children=[say(WAVES)])
            DataTable(pd.DataFrame(page["waves"]), "waves", tables.WAVES)


@solara.component
def _Targets(findings: Findings) -> None:
    tongue = language()
    frame = solara.use_memo(lambda: tables.targets(findings, tongue), [id(findings), tongue])
    with solara.v.Html(tag="section", class_="cc-card", attributes={"aria-label": say(TARGETS)}):
        solara.v.Html(tag="h2", children=[say(TARGETS)])
        Paged(frame, tables.TARGETS, "targets")


@solara.component
def Identifiability(findings: Findings) -> None:
    """Show which numbers the figures tell, or what is believed before they are seen."""
    rows: Sequence[Mapping[str, Any]] = findings.rows("identifiability")
    with solara.v.Html(tag="section", class_="cc-card", attributes={"aria-label": say(KNOWN)}):
        solara.v.Html(tag="h2", children=[say(KNOWN)])
        if rows:
            _Known(findings, rows)
        else:
            _Believed(findings)


@solara.component
def _Known(findings: Findings, rows: Sequence[Mapping[str, Any]]) -> None:
    tongue = language()
    frame = solara.use_memo(
        lambda: pd.DataFrame(told(findings, tongue)["parameters"]), [id(findings), tongue]
    )
    Explain(say(HOW_KNOWN))
    described = f"{say(KNOWN)}. {say(HOW_KNOWN)}"
    Chart(identified.identified(rows, tongue), described, "identified", identified.height(rows))
    Paged(frame, tables.PARAMETERS, "identifiability")


@solara.component
def _Believed(findings: Findings) -> None:
    tongue = language()
    frame = solara.use_memo(lambda: tables.priors(findings, tongue), [id(findings), tongue])
    _absent("identifiability", "identifiability.csv", told(findings, tongue))
    solara.v.Html(tag="p", children=[say(PRIORS)])
    Paged(frame, tables.PRIORS, "priors")


@solara.component
def Validation(findings: Findings) -> None:
    """Show the validation board, or the published effects it will hold the model against."""
    with solara.v.Html(tag="section", class_="cc-card", attributes={"aria-label": say(BOARD)}):
        solara.v.Html(tag="h2", children=[say(BOARD)])
        if findings.board is None:
            _Studies()
        else:
            _Board(findings)


@solara.component
def _Studies() -> None:
    tongue = language()
    frame = solara.use_memo(lambda: effects(tongue), [tongue])
    Notice(say(ABSENT).format(what="board.csv", command="countycare validate"))
    solara.v.Html(tag="p", children=[say(STUDIES)])
    Paged(frame, EFFECTS, "effects")


@solara.component
def _Board(findings: Findings) -> None:
    tongue = language()
    page = told(findings, tongue)
    board = page["board"]
    frame = solara.use_memo(lambda: tables.board(page, tongue), [id(findings), tongue])
    for line in board["how"]:
        solara.v.Html(tag="p", class_="cc-muted cc-small", children=[line])
    counted = {say(VERDICT): {one["label"]: int(one["effects"]) for one in board["counts"]}}
    words = "; ".join(f"{one['label']}: {one['effects']}" for one in board["counts"])
    known = {text.say(tongue): COLOURS[verdict] for verdict, text in VERDICTS.items()}
    colours = [known[one["label"]] for one in board["counts"]]
    Chart(counts_of(counted, 80, colours), f"{say(BOARD)}. {words}", "verdicts", 120)
    Paged(frame, tables.BOARD, "board", tables.verdicts(frame))


def _absent(name: str, file: str, page: Mapping[str, Any]) -> None:
    if page["absent"][name]:
        Notice(say(ABSENT).format(what=file, command="countycare calibrate"))
