"""A comparison as labelled tables, for spreadsheets and for the screen."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim import __version__
from sim.errors import Text
from sim.experiment.comparison import words
from sim.experiment.comparison.again import command
from sim.experiment.comparison.plan import Comparison
from sim.experiment.comparison.select import BOARD, plain, records
from sim.policy.catalogue import load_levers
from sim.policy.wording import EVIDENCE, percent
from sim.scenario.difference import differences
from sim.scenario.grounds import grounds

HEADS = {
    "scenario": Text("scenario", "方案"),
    "against": Text("baseline", "基准"),
    "indicator": Text("indicator", "指标"),
    "group": Text("group", "人群"),
    "scope": Text("place", "范围"),
    "period": Text("period", "时期"),
    "part": Text("part of the change", "变化来源"),
    "basis": Text("basis", "口径"),
    "unit": Text("unit", "单位"),
    "before": Text("in the baseline", "基准值"),
    "before_low": Text("in the baseline, 95 % of replicates from", "基准值95%范围下限（单次重复）"),
    "before_high": Text("in the baseline, 95 % of replicates to", "基准值95%范围上限（单次重复）"),
    "after": Text("in the scenario", "方案值"),
    "after_low": Text("in the scenario, 95 % of replicates from", "方案值95%范围下限（单次重复）"),
    "after_high": Text("in the scenario, 95 % of replicates to", "方案值95%范围上限（单次重复）"),
    "difference": Text("difference", "差异"),
    "low": Text("difference, 95 % interval from", "差异95%区间下限"),
    "high": Text("difference, 95 % interval to", "差异95%区间上限"),
    "replicates": Text("replicates", "重复次数"),
    "p_better": Text("share of replicates that get better", "改善的重复占比"),
    "verdict": Text("verdict", "结论"),
    "more_replicates": Text("further replicates to tell", "区分尚需重复次数"),
}
"""Columns of the labelled tables."""
BASES = {"happened": Text("as it happened", "实际发生"), "reported": Text("as reported", "按上报口径")}
MAIN = Text("whole period", "全期")
EVERYBODY, WHOLE = Text("everybody", "全体居民"), Text("whole area", "全域")


def labelled(comparison: Comparison, table: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return the table with names in the place of ids, in the order of `HEADS`; shares stay 0-1.

    The column ``id`` has the indicator's id; heads are in the language.
    """
    titles = {one.name: one.title.say(language) for one in comparison.scenarios}
    base = comparison.scenarios[0]
    groups = {name: one.say(language) for name, one in words.groups(base.values(base.start)).items()}
    known = {name: one.say(language) for name, one in words.labels().items()}
    parts = {name: one.say(language) for name, one in words.PARTS.items()}
    bases = {name: one.say(language) for name, one in BASES.items()}
    units = {name: words.unit_of(name).say(language) for name in set(table["unit"]) - {"share"}}
    units["share"] = Text("share", "占比").say(language)
    verdicts = {name: one.say(language) for name, one in words.VERDICTS.items()}
    return table.assign(
        id=table["indicator"],
        scenario=table["scenario"].map(titles),
        against=table["against"].map(titles),
        indicator=table["indicator"].map(known).fillna(table["indicator"]),
        group=table["group"].map(groups).fillna(table["group"]),
        scope=[words.place(str(one)).say(language) for one in table["scope"]],
        period=table["period"].replace("", MAIN.say(language)),
        part=table["part"].map(parts).fillna(""),
        basis=table["basis"].map(bases),
        unit=table["unit"].map(units),
        verdict=table["verdict"].map(verdicts).fillna(""),
    )[[*HEADS, "id"]].rename(columns={name: head.say(language) for name, head in HEADS.items()})


def readable(comparison: Comparison, table: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return some rows as people read them, those of the whole period first; every cell is a text.

    Columns are some of `HEADS`, named by their ids; ``interval`` is that of the difference.
    """
    rows = table.sort_values("period", key=lambda one: one != "", kind="stable")
    names = labelled(comparison, rows, language).rename(
        columns={head.say(language): name for name, head in HEADS.items()}
    )
    told = [
        {name: words.value(row[name], row["unit"]) for name in ("before", "after")}
        | dict(zip(("difference", "interval"), words.change_and_interval(row), strict=True))
        for row in records(rows)
    ]
    texts = names[["scenario", "group", "scope", "period", "part", "basis", "verdict"]]
    return texts.assign(
        group=texts["group"].replace("", EVERYBODY.say(language)),
        scope=texts["scope"].replace("", WHOLE.say(language)),
        **{name: [row[name] for row in told] for name in told[0]} if told else {},
    )  # fmt: skip


def headline(comparison: Comparison, table: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return the labelled rows of `BOARD`, by indicator and scenario."""
    main = plain(table)
    rows = pd.concat([main[main["indicator"] == name] for name in BOARD])
    return labelled(comparison, rows, language)


def assumptions(comparison: Comparison, language: str) -> pd.DataFrame:
    """Return what differs from the baseline; levers with source, evidence and grounds."""
    base = comparison.scenarios[0]
    joint = Text("; ", "；").say(language)
    rows = []
    for one in comparison.scenarios[1:]:
        for differs in differences(base, one):
            lever = load_levers().get(differs.id) if differs.group == "levers" else None
            rows.append(
                (
                    one.title.say(language),
                    differs.label.say(language),
                    *(
                        joint.join(text.say(language) for text in side) or "–"
                        for side in (differs.a, differs.b)
                    ),
                    lever.source if lever else "",
                    EVIDENCE[lever.evidence].say(language) if lever else "",
                    grounds(differs.id, one.posterior).text.say(language) if lever else "",
                )
            )
    heads = (
        HEADS["scenario"], Text("what differs", "差别"), HEADS["before"], HEADS["after"],
        Text("source", "来源"), Text("evidence", "依据"), Text("size of the effect", "效果大小"),
    )  # fmt: skip
    return pd.DataFrame(rows, columns=[head.say(language) for head in heads])


def about(comparison: Comparison, replicates: int, language: str) -> pd.DataFrame:
    """Return how the numbers were made, and how to read them."""
    base = comparison.scenarios[0]
    rows = (
        (HEADS["against"], base.title.say(language)),
        (Text("days", "日期"), f"{base.start} – {base.until}"),
        (HEADS["replicates"], str(replicates)),
        (Text("share of the people simulated", "模拟人口比例"), percent(comparison.sample).say(language)),
        (Text("version", "程序版本"), __version__),
        (Text("the same on the command line", "等效命令"), command(comparison, replicates)),
        *((Text("how to read it", "如何阅读"), text.say(language)) for text in words.HOW_TO_READ),
    )
    heads = (Text("what", "项目"), Text("value", "内容"))
    return pd.DataFrame(
        [(name.say(language), value) for name, value in rows], columns=[head.say(language) for head in heads]
    )


def sheets(
    comparison: Comparison, table: pd.DataFrame, replicates: int, language: str
) -> Mapping[str, pd.DataFrame]:  # fmt: skip
    """Return the sheets of a workbook by name."""
    return {
        Text("headline", "主要结果").say(language): headline(comparison, table, language),
        Text("what differs", "方案差别与来源").say(language): assumptions(comparison, language),
        Text("about", "说明").say(language): about(comparison, replicates, language),
        Text("all values", "全部数值").say(language): labelled(comparison, table, language),
    }
