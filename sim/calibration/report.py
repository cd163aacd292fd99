"""The report of a calibration (校准报告): fit, what was learnt, what moves what, what is assumed."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from sim.calibration import report_figures as figures
from sim.calibration.board_table import HOW_TO_READ, counts, found, number, span
from sim.calibration.board_verdict import VERDICTS
from sim.calibration.findings import COLUMNS, Findings, figure_label, parameter_label
from sim.calibration.identify import IDENTIFIED
from sim.declare import load_parameters
from sim.errors import Text
from sim.experiment.report import html
from sim.policy.wording import EVIDENCE

Row = dict[str, Any]
GOVERNS = {
    "level": Text("levels", "水平"), "season": Text("season", "季节"), "reporting": Text("reporting", "上报"),
    "lag": Text("settlement lag", "结算滞后"), "definition": Text("definition", "口径"),
    "ramp": Text("ramp of a measure", "措施推进"), "price": Text("price", "价格"),
    "incentive": Text("incentive", "激励"), "trust": Text("trust", "信任"),
    "capability": Text("capability", "能力"), "choice": Text("choice", "选择"),
}  # fmt: skip
REFERENCE = Text("shown beside, not fitted", "仅作参照，未拟合")
STAGES = {"first": Text("first runs", "首批模拟"), "posterior": Text("posterior", "后验")}
MOST_WORTH = 8
Q1 = "2024Q1"
"""Period whose figures the map of sensitivity leaves out: those of nine months hold it."""
FAR = 3.0
"""Implausibility beyond which a figure is not met (three standard deviations)."""
ASSUMED = (
    Text(
        "No price or payment rule is known to have changed between the dates of the figures, so nothing can "
        "be learnt from them of how people and doctors answer to money: numbers of price and incentive stay "
        "priors from studies, whatever their posterior.",
        "在各指标日期之间没有已知的价格或支付规则变化，因此无法从中了解患者和医生对价格的反应："
        "价格与激励类参数无论后验如何都保持来自研究的先验。",
    ),
    Text(
        f"A number whose standard deviation fell by less than {100 * (1 - IDENTIFIED):.0f} % is called "
        "assumed: the figures fit with nearly any value of it. A good fit says nothing of a lever that rests "
        "on it.",
        f"标准差缩小不足 {100 * (1 - IDENTIFIED):.0f}% 的参数称为“假设”：几乎任何取值都能拟合这些指标。"
        "拟合良好并不能说明依赖它的政策杠杆有效。",
    ),
    Text(
        "The dates from which documented measures took effect are assumed, and so are the shape of the "
        "season and the share of village clinics' visits that returns hold.",
        "文件所载措施的生效日期、季节形态以及村卫生室就诊上报比例均为假设。",
    ),
)


def write_report(findings: Findings, command: str) -> str:
    """Return the HTML.

    Parameters
    ----------
    findings : Findings
    command : str
        What was typed, for the foot of the page.
    """
    return html.write("calibration.html.j2", lambda language: page(findings, command, language))


def page(findings: Findings, command: str, language: str) -> Row:
    """Everything the template shows, in one language."""
    title = Text("Calibration report", "校准报告").say(language)
    return html.bare_frame(language, title, command) | told(findings, language) | {
        "svg": _drawn(findings, language),
    }  # fmt: skip


def told(findings: Findings, language: str) -> Row:
    """Return the findings in words and rows of text, without frame and figures.

    Returns
    -------
    dict
        summary (sentences); absent (by name of a table); fit, held_out, parameters, worth, waves and
        assumed_numbers (rows); board (counts, rows, how; None when absent); assumed (sentences).
    """
    return {
        "summary": [one.say(language) for one in _summary(findings)],
        "absent": {name: name not in findings.tables for name in COLUMNS},
        "fit": [_figure(row, findings, language) for row in findings.rows("fit")],
        "held_out": [_figure(row, findings, language) for row in findings.rows("held_out")],
        "parameters": _parameters(findings, language),
        "worth": _worth(findings, language),
        "waves": [_wave(row, language) for row in findings.rows("waves")],
        "board": _board(findings, language),
        "assumed": [one.say(language) for one in (ASSUMED if findings.shipped else ASSUMED[:2])],
        "assumed_numbers": _assumed(findings, language),
    }


def _summary(findings: Findings) -> list[Text]:
    told = []
    fitted = [row for row in findings.rows("fit") if row["role"] == "fit"]
    if fitted:
        n, good = len(fitted), sum(int(str(row["inside"])) for row in fitted)
        far = sum(float(str(row["implausibility"])) > FAR for row in fitted)
        told.append(Text(
            f"Fit: {good} of {n} fitted figures lie inside their 90 % interval; {far} are more than "
            f"{FAR:.0f} standard deviations off.",
            f"拟合：{n} 个参与拟合的指标中 {good} 个落在 90% 区间内；{far} 个偏离超过 {FAR:.0f} 个标准差。",
        ))  # fmt: skip
    held = findings.rows("held_out")
    if held:
        n, good = len(held), sum(int(str(row["inside"])) for row in held)
        told.append(Text(
            f"Prediction: {good} of {n} figures that were held out lie inside their 90 % interval.",
            f"预测：{n} 个未参与拟合的指标中 {good} 个落在 90% 区间内。",
        ))  # fmt: skip
    known = findings.rows("identifiability")
    if known:
        count = Counter(str(row["status"]) for row in known)
        edge = sum(bool(row["bound"]) for row in known)
        told.append(Text(
            f"Numbers: {count['identified']} of {len(known)} are identified by the figures, "
            f"{count['assumed']} stay assumptions; {edge} lie at an end of their range.",
            f"参数：{len(known)} 个中 {count['identified']} 个可由指标识别，{count['assumed']} 个仍为假设；"
            f"{edge} 个位于取值范围边缘。",
        ))  # fmt: skip
    if findings.board is not None:
        listed = counts(findings.board)
        told.append(Text(
            "Validation: " + ", ".join(f"{VERDICTS[one].en} {n}" for one, (n, _) in listed.items()) + ".",
            "验证：" + "，".join(f"{VERDICTS[one].zh} {n} 项" for one, (n, _) in listed.items()) + "。",
        ))  # fmt: skip
    return told


def _figure(row: Row, findings: Findings, language: str) -> Row:
    times, unit = (100.0, ", %") if findings.is_share(row) else (1.0, "")
    low, high, medoid, published = (times * float(row[key]) for key in ("low", "high", "medoid", "published"))
    off = float(row["implausibility"])
    return {
        "name": figure_label(row["id"], row["indicator"], row["period"], row["scope"]).say(language) + unit,
        "id": row["id"],
        "role": REFERENCE.say(language) if row["role"] == "reference" else "",
        "published": number(published),
        "medoid": number(medoid),
        "interval": span(low, high),
        "inside": bool(int(row["inside"])),
        "off": "" if math.isnan(off) else f"{off:.1f}",
        "class": "better" if int(row["inside"]) else "worse",
    }


def _parameters(findings: Findings, language: str) -> list[Row]:
    rows: list[Row] = sorted(findings.rows("identifiability"), key=lambda row: float(str(row["ratio"])))
    return [_parameter(row, language) for row in rows]


def _parameter(row: Row, language: str) -> Row:
    known = load_parameters().get(str(row["id"]).partition("@")[0])
    fen = known is not None and known.unit == "fen"
    prior, posterior = (
        f"{number(row[mean] / (100 if fen else 1))} ± {number(row[sd] / (100 if fen else 1))}"
        for mean, sd in (("prior_mean", "prior_sd"), ("mean", "sd"))
    )
    status = Text("identified", "可识别") if row["status"] == "identified" else Text("assumed", "假设")
    ends = {"low": Text("low end", "下限"), "high": Text("high end", "上限")}
    unit = Text(", yuan", "，元") if fen else Text("", "")
    governs = GOVERNS.get(row["governs"], Text(row["governs"], row["governs"]))
    return {
        "name": parameter_label(row["id"]).say(language) + unit.say(language),
        "id": row["id"],
        "governs": governs.say(language),
        "prior": prior,
        "posterior": posterior,
        "ratio": f"{row['ratio']:.2f}",
        "status": status.say(language),
        "bound": ends[row["bound"]].say(language) if row["bound"] in ends else "",
        "class": "better" if row["status"] == "identified" else "unclear",
    }


def _evidence(grade: str) -> Text:
    return EVIDENCE.get(grade, Text(grade, grade))


def _assumed(findings: Findings, language: str) -> list[Row]:
    """Numbers that stay assumptions, with what each rests on."""
    rows = [row for row in findings.rows("identifiability") if row["status"] == "assumed"]
    return [
        {
            "name": parameter_label(str(row["id"])).say(language),
            "id": row["id"],
            "evidence": _evidence(str(row["evidence"])).say(language),
            "source": findings.priors[str(row["id"])].source if str(row["id"]) in findings.priors else "",
        }
        for row in rows
    ]


def _worth(findings: Findings, language: str) -> list[Row]:
    told = []
    for kind, label in (
        ("figure", Text("a figure, measured once more", "再测一次的指标")),
        ("parameter", Text("a number, known exactly", "完全查明的参数")),
    ):
        rows = [row for row in findings.rows("information") if row["kind"] == kind][:MOST_WORTH]
        for row in rows:
            id_ = str(row["id"])
            target = findings.targets.get(id_)
            name = parameter_label(id_)
            if kind == "figure":
                indicator, period = (target.indicator, target.period) if target else _own(id_)
                name = figure_label(id_, indicator, period)
            worth = f"{100 * float(str(row['worth'])):.1f}"
            told.append({"kind": label.say(language), "name": name.say(language), "id": id_, "worth": worth})
    return told


def _own(id_: str) -> tuple[str, str]:
    """Indicator and period in the id of a county's own figure, such as ``own-paid_share-2024Q1-Q3``."""
    _, _, rest = id_.partition("-")
    indicator, _, period = rest.partition("-")
    return indicator, period


def _wave(row: Row, language: str) -> Row:
    name, _, wave = str(row["stage"]).partition(" ")
    stage = Text(f"wave {wave}", f"第 {wave} 轮") if wave else STAGES.get(name, Text(name, name))
    volume = float(row["volume"])
    return {
        "stage": stage.say(language),
        "runs": f"{int(row['runs']):,}",
        "r2_median": f"{float(row['r2_median']):.2f}",
        "r2_least": f"{float(row['r2_least']):.2f}",
        "volume": "" if math.isnan(volume) else f"{100 * volume:.3g}",
    }


def _board(findings: Findings, language: str) -> Row | None:
    if findings.board is None:
        return None
    note = f"note_{language}"
    rows: list[Row] = [
        {str(key): cell for key, cell in row.items()} for row in findings.board.to_dict("records")
    ]
    return {
        "counts": [
            {"label": VERDICTS[verdict].say(language), "effects": n, "sure": clear}
            for verdict, (n, clear) in counts(findings.board).items()
        ],
        "rows": [
            {
                "id": row["id"], "published": found(row), "model": span(row["low"], row["high"]),
                "effect": "" if math.isnan(row["effect"]) else number(row["effect"]), "unit": row["unit"],
                "verdict": VERDICTS[row["verdict"]].say(language), "note": row[note],
                "class": {"inside": "better", "opposite_sign": "worse"}.get(row["verdict"], "unclear"),
            }
            for row in rows
        ],
        "how": [one.say(language) for one in HOW_TO_READ],
    }  # fmt: skip


def _drawn(findings: Findings, language: str) -> dict[str, str]:
    """Figures as SVG, by name; only those whose table is there."""
    drawn = {}
    every: list[Row] = [*findings.rows("fit"), *findings.rows("held_out")]
    shares = [row for row in every if findings.is_share(row)]
    if shares:
        drawn["shares"] = figures.shares(shares, language)
    if every:
        drawn["residuals"] = figures.residuals(every, language)
    known: list[Row] = findings.rows("identifiability")
    if known:
        drawn["parameters"] = figures.parameters(known, language)
    moved: list[Row] = findings.rows("sensitivity")
    if moved:
        named = [row for row in every if row["role"] == "fit" and row["period"] != Q1]
        named = [row for row in named if findings.is_share(row)] or named
        drawn["sensitivity"] = figures.sensitivity(moved, named or every, language)
    return drawn
