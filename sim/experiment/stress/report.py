"""The report of a stress test: shock by shock, policy by policy."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.errors import Text
from sim.experiment.report import html
from sim.experiment.report.svg import COLOURS, GREY, drawing, svg_of
from sim.experiment.stress import words
from sim.experiment.stress.measures import ASPECTS, MEASURES
from sim.experiment.stress.plan import Stress
from sim.experiment.stress.table import moved_places
from sim.geography.map import Map
from sim.scenario import Scenario
from sim.scenario.shocks import Shock

Row = dict[str, Any]
MOST_PLACES = 10


def write_report(stress: Stress, table: pd.DataFrame) -> str:
    """Return the HTML."""
    first = stress.policies[0]
    map_ = first.map(first.values(first.begin))
    return html.write("stress.html.j2", lambda language: page(stress, table, map_, language))


def page(stress: Stress, table: pd.DataFrame, map_: Map, language: str) -> dict[str, Any]:
    """Return everything the template shows, in one language."""
    first = stress.policies[0]
    title = " / ".join(one.title.say(language) for one in stress.policies)
    names = " ".join(one.name for one in stress.policies)
    command = (
        f"countycare stress {names} --replicates {stress.replicates} --sample {stress.sample:g} --out DIR"
    )
    return html.frame(language, title, first, stress.replicates, stress.sample, command) | {
        "how": [text.say(language) for text in (words.HOW, words.BEYOND)],
        "shocks": [
            {
                "title": words.title(shock, map_).say(language),
                "tables": [
                    {"title": one.title.say(language), "rows": _rows(table, one, shock, language)}
                    for one in stress.policies
                ],
                "figures": [
                    figure
                    for one in stress.policies
                    for figure in _figures(table, one, shock, map_, language)
                ],
            }
            for shock in stress.shocks
        ],
    }


def _rows(table: pd.DataFrame, policy: Scenario, shock: Shock, language: str) -> list[Row]:
    rows = whole(table, policy.name, shock.id)
    return [
        {
            "name": f"{ASPECTS[one.aspect].say(language)}: {one.label.say(language)}",
            "before": words.value(rows[one.id]["before"], one.unit),
            "after": words.value(rows[one.id]["after"], one.unit),
            "difference": words.change(rows[one.id]["difference"], one.unit),
            "interval": words.interval(rows[one.id]["low"], rows[one.id]["high"], one.unit),
            "verdict": words.VERDICTS[rows[one.id]["verdict"]].say(language),
            "class": rows[one.id]["verdict"] or "none",
            "beyond": words.change(rows[one.id]["beyond_first"], one.unit)
            if rows[one.id]["beyond_first"]
            else "",
        }
        for one in MEASURES
        if one.id in rows
    ]


def whole(table: pd.DataFrame, policy: str, shock: str) -> dict[str, Row]:
    """Rows of a policy and a shock for the whole area, by measure."""
    rows = table[(table["policy"] == policy) & (table["shock"] == shock) & (table["scope"] == "")]
    return {str(row["measure"]): {str(k): v for k, v in row.items()} for row in rows.to_dict("records")}


def _figures(
    table: pd.DataFrame, policy: Scenario, shock: Shock, map_: Map, language: str
) -> list[dict[str, str]]:
    found = []
    for measure, label in (("visits", Text("Visits", "门急诊")), ("stays", Text("Admissions", "入院"))):
        rows = moved_places(table, policy.name, shock.id, measure, MOST_PLACES)
        if len(rows):
            title = f"{label.say(language)}: {policy.title.say(language)}"
            found.append({"title": title, "svg": places(rows, map_, title, language)})
    return found


def places(rows: pd.DataFrame, map_: Map, title: str, language: str) -> str:
    """Draw the change at each place, with its interval where there is one."""
    labels = [words.place(map_, str(scope)).say(language) for scope in rows["scope"]]
    with drawing(0.8 + 0.3 * len(rows)) as (figure, written):
        axes = figure.subplots()
        axes.axvline(0, color=GREY, linewidth=0.8)
        for y, (middle, low, high) in enumerate(
            rows[["difference", "low", "high"]].itertuples(index=False, name=None)
        ):
            colour = COLOURS[0] if middle >= 0 else COLOURS[1]
            axes.barh(y, middle, color=colour, height=0.6)
            axes.plot([low, high], [y, y], color="black", linewidth=1)
        axes.set_yticks(range(len(rows)), labels)
        axes.invert_yaxis()
        axes.set_xlabel(Text("change, people's visits or stays", "变化（人次）").say(language))
    return svg_of(written, title)
