"""The report of a comparison: for a meeting."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from sim.errors import Text
from sim.experiment.comparison import figures, words
from sim.experiment.comparison.again import command
from sim.experiment.comparison.goals import goals_of, reached
from sim.experiment.comparison.plan import Comparison
from sim.experiment.comparison.precision import SHARES
from sim.experiment.comparison.select import Row, by_month, plain, records
from sim.experiment.comparison.summary import SHOWN, harms, verdicts
from sim.experiment.report import html
from sim.policy.catalogue import load_levers
from sim.policy.wording import EVIDENCE, percent
from sim.scenario import Scenario
from sim.scenario.difference import differences
from sim.scenario.grounds import grounds

BY_GROUP = ("own_cost_per_person", "forgone_share", "in_county_admission_share")
DIMENSIONS = ("income", "distance", "age", "absence")
MONTHLY = "in_county_visit_rate"
IN_FOREST = (*SHARES, "primary_fund_share", "out_of_pocket_share", "forgone_share")
"""Shares of many events; those of few would stretch the axis until nothing else is seen."""


def write_report(comparison: Comparison, table: pd.DataFrame, replicates: int) -> str:
    """Return the HTML."""
    return html.write("comparison.html.j2", lambda language: page(comparison, table, replicates, language))


def page(comparison: Comparison, table: pd.DataFrame, replicates: int, language: str) -> dict[str, Any]:
    """Return everything the template shows, in one language."""
    base, others = comparison.scenarios[0], comparison.scenarios[1:]
    title = " / ".join(one.title.say(language) for one in comparison.scenarios)
    main, again = records(plain(table)), command(comparison, replicates)
    return html.frame(language, title, base, replicates, comparison.sample, again) | {
        "base": base.title.say(language),
        "sides": [_side(table, main, base, one, language) for one in others],
        "figures": _figures(table, comparison, language),
        "goals": _goals(table, comparison, language),
        "how": [text.say(language) for text in words.HOW_TO_READ],
    }


def _side(
    table: pd.DataFrame, main: list[Row], base: Scenario, one: Scenario, language: str
) -> dict[str, Any]:  # fmt: skip
    found = {row["indicator"]: row for row in main if row["scenario"] == one.name}
    groups = words.groups(base.values(base.start))
    joint = Text("; ", "；").say(language)
    return {
        "title": one.title.say(language),
        "summary": one.summary.say(language),
        "told": verdicts(found, language),
        "rows": [_told(found[name], language) for name in SHOWN if name in found],
        "harm": harms(table, one.name, groups, language),
        "levers": [
            {
                "label": load_levers()[use.lever].label.say(language),
                "id": use.lever,
                "source": load_levers()[use.lever].source,
                "evidence": EVIDENCE[load_levers()[use.lever].evidence].say(language),
                "grounds": grounds(use.lever, one.posterior).text.say(language),
                "acts": load_levers()[use.lever].acts_through.say(language),
            }
            for use in one.levers
            if use not in base.levers
        ],
        "off": [load_levers()[use.lever].label.say(language) for use in base.levers if use not in one.levers],
        "numbers": [
            {
                "label": differs.label.say(language),
                "a": joint.join(text.say(language) for text in differs.a) or "–",
                "b": joint.join(text.say(language) for text in differs.b) or "–",
            }
            for differs in differences(base, one)
            if differs.group != "levers"
        ],
    }


def _goals(table: pd.DataFrame, comparison: Comparison, language: str) -> list[dict[str, str]]:
    titles = {one.name: one.title.say(language) for one in comparison.scenarios}
    return [
        {
            "name": words.with_unit(one.label, one.unit).say(language),
            "goal": f"{'≤' if one.at_most else '≥'} {words.value(one.target, one.unit)}",
            "whose": f"{one.place.say(language)}, {one.source}",
            "scenario": titles[one.scenario or comparison.scenarios[0].name],
            "value": words.value(one.value, one.unit),
            "range": f"{words.value(one.low, one.unit)} … {words.value(one.high, one.unit)}",
            "verdict": one.verdict.say(language),
        }
        for one in reached(table, goals_of(comparison.scenarios))
    ]


def _told(row: Row, language: str) -> dict[str, str]:
    unit = row["unit"]
    needed = words.more(row["more_replicates"]).say(language)
    verdict = words.VERDICTS[row["verdict"]].say(language)
    difference, interval = words.change_and_interval(row)
    whole = row["chance_sd"] ** 2 + row["parameter_sd"] ** 2
    return {
        "name": words.with_unit(words.labels()[row["indicator"]], unit).say(language),
        "before": words.value(row["before"], unit),
        "after": words.value(row["after"], unit),
        "difference": difference,
        "interval": interval,
        "effect": words.interval(row["effect_low"], row["effect_high"], unit),
        "better": "" if row["p_better"] != row["p_better"] else percent(row["p_better"], 0).say(language),
        "numbers": percent(row["parameter_sd"] ** 2 / whole, 0).say(language) if whole > 0 else "",
        "verdict": Text(f"{verdict} ({needed})", f"{verdict}（{needed}）").say(language)
        if needed
        else verdict,
        "class": row["verdict"] or "none",
    }


def _figures(table: pd.DataFrame, comparison: Comparison, language: str) -> list[dict[str, str]]:
    base, others = comparison.scenarios[0], comparison.scenarios[1:]
    names = {one.name: one.title.say(language) for one in others}
    labels = words.groups(base.values(base.start))
    rows = records(table)

    def say(en: str, zh: str) -> str:
        return Text(en, zh).say(language)

    shares = [row for row in records(plain(table)) if row["indicator"] in IN_FOREST]
    found = [
        {
            "title": say("What differs", "差在哪里"),
            "note": say(
                "Dot: mean difference. Thick: its 95 % interval. Thin: where 95 % of single replicates lie.",
                "圆点为均值差，粗线为其 95% 区间，细线为单次重复的 95% 范围。",
            ),
            "svg": figures.forest(shares, names, language),
        }
    ]
    parts = [row for row in rows if row["part"] and row["basis"] == "happened"]
    if parts:
        found.append(
            {
                "title": say("Where a change of an in-county share comes from", "县域内占比变化的来源"),
                "note": say(
                    "A share also rises when outside care is forgone: only the first part is care brought "
                    "home.",
                    "县外就医减少而未就医也会使占比上升；只有第一部分是真正的回流。",
                ),
                "svg": figures.sources(parts, names, language),
            }
        )
    for indicator in BY_GROUP:
        chosen = [
            row
            for row in rows
            if row["indicator"] == indicator and row["group"].rsplit("_", 1)[0] in DIMENSIONS
            and row["group"] in labels and not math.isnan(row["difference"])
        ]  # fmt: skip
        if chosen:
            found.append(
                {
                    "title": say("For whom: ", "对谁：") + words.labels()[indicator].say(language),
                    "note": "",
                    "svg": figures.groups(chosen, names, labels, language),
                }
            )
    return found + _monthly(table, comparison, language)


def _monthly(table: pd.DataFrame, comparison: Comparison, language: str) -> list[dict[str, str]]:
    chosen = by_month(table, MONTHLY)
    if not chosen:
        return []
    base, others = comparison.scenarios[0], comparison.scenarios[1:]
    lines = []
    for k, one in enumerate((base, *others)):
        mine = [row for row in chosen if row["scenario"] == (one.name if k else others[0].name)]
        at = [row["period"] for row in mine]
        lines.append((one.title.say(language), at, [row["after" if k else "before"] for row in mine]))
    label = words.labels()[MONTHLY].say(language)
    title = Text("Month by month: ", "逐月：").say(language) + label
    return [{"title": title, "note": "", "svg": figures.months(lines, label)}]
