"""Every declared number as rows to search: value, range, unit, evidence, source."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.calibration.findings import Findings
from sim.declare import EVIDENCE, UNIT_WORDS, Parameter
from sim.errors import Text
from sim.policy.wording import EVIDENCE as GRADES
from sim.policy.wording import FAMILIES, quantity, span
from sim.scenario import Scenario
from sim.ui.pages.sources import cited
from sim.ui.widgets.table import Column

PARTS = {
    **FAMILIES,
    "care": Text("Care and capacity", "服务与能力"),
    "choice": Text("Choice of care", "就医选择"),
    "conditions": Text("Conditions", "病种"),
    "epidemic": Text("Epidemics", "流行"),
    "facilities": Text("Facilities and staff", "机构与人员"),
    "fairness": Text("Fairness", "公平"),
    "geography": Text("Geography", "地理"),
    "insurance": Text("Insurance rules", "医保规则"),
    "learning": Text("Trust and learning", "信任与学习"),
    "needs": Text("Needs", "就医需要"),
    "observe": Text("What reports count", "上报口径"),
    "population": Text("Population", "人口"),
    "prices": Text("Prices", "价格"),
    "run": Text("Settings of a run", "模拟设置"),
}
"""What the families of declared numbers are called."""
SHOWN = {
    "label": Column(Text("Number", "参数")),
    "value": Column(Text("Value", "取值")),
    "range": Column(Text("Plausible range", "合理范围")),
    "evidence": Column(Text("Evidence", "证据")),
    "figures": Column(Text("By the figures", "指标能否识别")),
    "cited": Column(cited.CITED),
    "source": Column(cited.RECORD, tongue="en"),
}
TOLD = {"identified": Text("identified", "可识别"), "assumed": Text("assumption", "假设")}


def numbers(scenario: Scenario, findings: Findings, language: str) -> pd.DataFrame:
    """Return a row a number, with the value that a run uses on the scenario's first counted day.

    Where the place has a posterior, that is the fitted value, and what was declared stands beside it.

    Returns
    -------
    pd.DataFrame
        path, family, grade (for filters); label (with the path), value, range, evidence, figures (whether
        the published figures tell it), cited (the source told in Chinese, empty in English), source (as it is
        recorded, with a note); plain, declared, low, high, unit (for files).
    """
    declared = scenario.base_values(scenario.start)
    values = scenario.draw(0, 1).base_values(scenario.start)
    fitted = scenario.posterior is not None
    status = {
        str(row["id"]).partition("@")[0]: str(row["status"])
        for row in (findings.rows("identifiability") if fitted else [])
    }
    rows = [
        _row(one, values[path], declared[path], status.get(path, ""), language)
        for path, one in scenario.parameters.items()
    ]
    return pd.DataFrame(rows)


def _row(one: Parameter, value: float, declared: float, status: str, language: str) -> dict[str, object]:
    told, before = (quantity(number, one.unit).say(language) for number in (value, declared))
    fitted = Text(f"{told}, fitted; declared {before}", f"{told}（拟合值；声明值 {before}）").say(language)
    return {
        "path": one.path,
        "family": one.path.partition(".")[0],
        "grade": one.evidence,
        "label": f"{one.label.say(language)} · {one.path}",
        "value": told if value == declared else fitted,
        "range": span(one.low, one.high, one.unit).say(language),
        "evidence": GRADES[one.evidence].say(language),
        "figures": TOLD[status].say(language) if status else "",
        "cited": cited.in_chinese(one.source) if language == "zh" else "",
        "source": " · ".join(filter(None, (one.source, one.note))),
        "plain": value,
        "declared": declared,
        "low": one.low,
        "high": one.high,
        "unit": UNIT_WORDS[one.unit].say(language) if one.unit in UNIT_WORDS else one.unit,
    }


def shown(frame: pd.DataFrame) -> dict[str, Column]:
    """Return the columns to show: those that hold something, as sources told in Chinese do not in English."""
    return {name: one for name, one in SHOWN.items() if (frame[name] != "").any()}


def by_evidence(frame: pd.DataFrame, language: str) -> dict[str, dict[str, int]]:
    """Count numbers by family and grade of evidence, families with most numbers first."""
    grades = [grade for grade in EVIDENCE if (frame["grade"] == grade).any()]
    sizes = frame["family"].value_counts(sort=True)
    return {
        family_name(str(family), language): {
            GRADES[grade].say(language): int(((frame["family"] == family) & (frame["grade"] == grade)).sum())
            for grade in grades
        }
        for family in sorted(sizes.index, key=lambda one: (-int(sizes[one]), str(one)))
    }


def family_name(family: str, language: str) -> str:
    """Name a family of numbers."""
    return PARTS.get(family, Text(family, family)).say(language)


def families(frame: pd.DataFrame, language: str) -> Mapping[str, str]:
    """Return the families that occur and what they are called."""
    return {str(one): family_name(str(one), language) for one in frame["family"].unique()}


def grades(frame: pd.DataFrame, language: str) -> Mapping[str, str]:
    """Return the grades of evidence that occur and what they are called."""
    return {one: GRADES[one].say(language) for one in EVIDENCE if (frame["grade"] == one).any()}
