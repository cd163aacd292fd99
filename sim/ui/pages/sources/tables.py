"""Tables of a calibration as they are shown: fit, numbers, priors, and the validation board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sim.calibration.board_effects import GRADES, Published, load_effects
from sim.calibration.board_table import number
from sim.calibration.findings import Findings, figure_label, parameter_label
from sim.calibration.report import GOVERNS
from sim.declare import load_parameters
from sim.errors import Text
from sim.policy.wording import EVIDENCE, per_cent, span
from sim.ui.pages.sources.paged import Filter
from sim.ui.pages.sources.words import place, unit
from sim.ui.widgets.table import Column

FIGURE, NUMBER = Column(Text("Figure", "指标")), Column(Text("Number", "参数"))
GOVERNED, USED = Column(Text("Governs", "作用")), Column(Text("Role", "用途"))
PUBLISHED = Column(Text("Published", "公布"), whole=True)
FITS = {
    "name": FIGURE,
    "published": PUBLISHED,
    "medoid": Column(Text("Simulated", "模拟")),
    "interval": Column(Text("90 % of what would be published", "预计公布值 90% 区间")),
    "off": Column(Text("Off, sd", "偏离（标准差）")),
    "inside": Column(Text("Inside", "在区间内")),
    "role": USED,
}
TARGETS = {
    "name": FIGURE,
    "published": PUBLISHED,
    "sd": Column(Text("Error (sd)", "误差（标准差）")),
    "role": USED,
    "id": Column(Text("Id", "编号")),
}
ROLES = {
    "fit": Text("fitted", "参与拟合"),
    "held_out": Text("held out, to be predicted", "留出，用于预测检验"),
    "reference": Text("shown beside", "仅作参照"),
}
PARAMETERS = {
    "name": NUMBER,
    "governs": GOVERNED,
    "prior": Column(Text("Prior", "先验")),
    "posterior": Column(Text("Posterior", "后验")),
    "ratio": Column(Text("Ratio", "比值")),
    "status": Column(Text("Status", "状态")),
    "bound": Column(Text("At an end", "位于边缘")),
}
PRIORS = {
    "name": NUMBER,
    "governs": GOVERNED,
    "range": Column(Text("Range", "范围")),
    "evidence": Column(Text("Evidence", "证据")),
    "source": Column(Text("Rests on", "依据")),
}
BOARD = {
    "name": Column(Text("Published effect", "已发表的效果")),
    "published": Column(Text("Published", "已发表")),
    "effect": Column(Text("Model", "模型")),
    "model": Column(Text("95 % of replicates", "95% 的重复")),
    "unit": Column(Text("Unit", "单位")),
    "verdict": Column(Text("Verdict", "结论")),
    "grade": Column(Text("Design", "研究设计")),
    "note": Column(Text("Remark", "说明")),
}
WORTH = {
    "name": Column(Text("Number or figure", "参数或指标")),
    "kind": Column(Text("How", "方式")),
    "worth": Column(Text("Variance gone", "可消除方差"), Text("%", "%")),
}
WAVES = {
    "stage": Column(Text("Stage", "阶段")),
    "runs": Column(Text("Runs", "模拟次数")),
    "r2_median": Column(Text("R², median", "R² 中位数")),
    "r2_least": Column(Text("R², least", "R² 最低")),
    "volume": Column(Text("Prior not ruled out", "未排除的先验"), Text("%", "%")),
}
INSIDE = {True: "✓", False: "✗"}


def fits(page: Mapping[str, Any]) -> pd.DataFrame:
    """Return the figures of a report's page, columns `FITS`; fitted ones first."""
    rows = [*page["fit"], *page["held_out"]]
    return pd.DataFrame([{**row, "inside": INSIDE[row["inside"]]} for row in rows], columns=list(FITS))


def targets(findings: Findings, language: str) -> pd.DataFrame:
    """Return the published figures that a calibration uses, columns `TARGETS`."""
    rows = []
    for one in findings.targets.values():
        share = one.scale == "logit"
        times, written = (100, per_cent("{}").say(language)) if share else (1, "{}")
        name = figure_label(one.id, one.indicator, one.period, one.scope).say(language)
        cells = {
            "published": written.format(number(times * one.value)),
            "sd": written.format(number(times * one.sd)),
        }
        rows.append({"name": name, **cells, "role": ROLES[one.role].say(language), "id": one.id})
    return pd.DataFrame(rows, columns=list(TARGETS))


def priors(findings: Findings, language: str) -> pd.DataFrame:
    """Return what is believed of each free number before the figures are seen, columns `PRIORS`."""
    rows = []
    for one in findings.priors.values():
        known = load_parameters().get(one.id.partition("@")[0])
        measured = known.unit if known else "days" if one.id.startswith("ramp:") else ""
        governs = GOVERNS.get(one.governs, Text(one.governs, one.governs))
        rows.append(
            {
                "name": f"{parameter_label(one.id).say(language)} · {one.id}",
                "governs": governs.say(language),
                "range": span(one.low, one.high, measured).say(language),
                "evidence": EVIDENCE[one.evidence].say(language),
                "source": one.source,
            }
        )
    return pd.DataFrame(rows, columns=list(PRIORS))


def board(page: Mapping[str, Any], language: str) -> pd.DataFrame:
    """Return the rows of the validation board with names and designs of the studies, columns `BOARD`."""
    known = load_effects()
    rows = []
    for row in page["board"]["rows"]:
        one = known.get(row["id"])
        name = say_effect(one, language) if one else row["id"]
        grade = f"{one.grade}: {GRADES[one.grade].say(language)}" if one else ""
        rows.append({**row, "name": name, "grade": grade, "unit": unit(row["unit"], language)})
    return pd.DataFrame(rows, columns=list(BOARD))


def say_effect(one: Published, language: str) -> str:
    """Name a published effect with where and when it was found."""
    where = f"{place(one.place, language)} {one.year}"
    return f"{one.id} " + Text(f"{one.name.en} ({where})", f"{one.name.zh}（{where}）").say(language)


def verdicts(frame: pd.DataFrame) -> Sequence[Filter]:
    """Return the filter of a board by its verdicts."""
    return [
        Filter("verdict", BOARD["verdict"].label, {str(one): str(one) for one in frame["verdict"].unique()})
    ]
