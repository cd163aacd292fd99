"""The report of an attribution: waterfalls from the first scenario to the second."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from sim.errors import Text
from sim.experiment.attribution.table import TOTAL, Plan, largest
from sim.experiment.comparison import words
from sim.experiment.report import html
from sim.experiment.report.svg import COLOURS, GREY, drawing, svg_of
from sim.indicators.registry import HEADLINE
from sim.scenario.grounds import note

Row = dict[str, Any]
IN_FIGURES = (
    "in_county_visit_rate", "in_county_admission_share", "in_county_fund_rate", "primary_visit_share",
    "out_of_pocket_share", "forgone_share",
)  # fmt: skip
HOW = {
    True: Text(
        "Each part is what a measure adds on the average over all orders in which the measures could join; "
        "together they are the whole change. Every combination was run.",
        "每一部分为某项措施在所有加入次序中的平均贡献，合计等于全部变化；所有组合均已模拟。",
    ),
    False: Text(
        "Each part is what a measure adds on the average over drawn orders of joining and their reverses; "
        "together they are the whole change. The intervals include the orders.",
        "每一部分为某项措施在抽取的加入次序及其逆序中的平均贡献，合计等于全部变化；区间已含次序的不确定。",
    ),
}


def write_report(plan: Plan, table: pd.DataFrame) -> str:
    """Return the HTML."""
    return html.write("attribution.html.j2", lambda language: page(plan, table, language))


def page(plan: Plan, table: pd.DataFrame, language: str) -> dict[str, Any]:
    """Return everything the template shows, in one language."""
    a, b = plan.game.a, plan.game.b
    title = f"{a.title.say(language)} → {b.title.say(language)}"
    command = (
        f"countycare attribute {a.name} {b.name} --replicates {plan.replicates} --sample {plan.sample:g}"
    )
    there = [name for name in HEADLINE if name in set(table["indicator"])]
    return html.frame(language, title, a, plan.replicates, plan.sample, command) | {
        "how": HOW[plan.is_exact].say(language),
        "assumed": assumed_in(plan).say(language),
        "figures": [
            {
                "title": words.labels()[name].say(language) + " (%)",
                "svg": waterfall(
                    largest(table, name), a.title.say(language), b.title.say(language), language
                ),
            }
            for name in IN_FIGURES
            if name in there
        ],
        "tables": [
            {
                "name": words.labels()[name].say(language),
                "rows": [_told(row, language) for row in largest(table, name)],
            }
            for name in there
        ],
    }


def assumed_in(plan: Plan) -> Text:
    """Sentence on the levers whose parts rest on assumptions; empty where none does."""
    levers = [lever for player in plan.game.players for lever in player.levers]
    return note(levers, plan.game.b.posterior) or Text("", "")


def _told(row: Row, language: str) -> dict[str, str]:
    value, interval = words.change_and_interval(row, "value")
    return {"label": str(row[f"label_{language}"]), "value": value, "interval": interval}


def waterfall(rows: Sequence[Row], first: str, last: str, language: str) -> str:
    """Draw the way from one scenario's value to the other's, a step a player, shares in per cent.

    Parameters
    ----------
    rows : sequence of dict
        Players in the order of the steps, the total last.
    """
    players, total = rows[:-1], rows[-1]
    assert total["player"] == TOTAL
    labels = [first, *(str(row[f"label_{language}"]) for row in players), last]
    at = 100 * float(total["before"])
    with drawing(1.0 + 0.34 * len(labels)) as (figure, written):
        axes = figure.subplots()
        axes.plot([at, at], [-0.3, 0.3], color=GREY, linewidth=6, solid_capstyle="butt")
        lows, highs = [at], [at]
        for k, row in enumerate(players, 1):
            step = 100 * float(row["value"])
            colour = COLOURS[0] if step >= 0 else COLOURS[1]
            axes.barh(k, step, left=at, color=colour, height=0.6)
            axes.plot([at, at], [k - 1, k], color=GREY, linewidth=0.8)
            axes.annotate(
                words.change(row["value"], "share"), (max(at, at + step), k), xytext=(4, 0),
                textcoords="offset points", va="center", fontsize=9,
            )  # fmt: skip
            at += step
            lows.append(at)
            highs.append(at)
        axes.plot([at, at], [len(labels) - 2, len(labels) - 0.7], color=GREY, linewidth=0.8)
        axes.plot(
            [at, at], [len(labels) - 1.3, len(labels) - 0.7], color=GREY, linewidth=6, solid_capstyle="butt"
        )
        room = max(max(highs) - min(lows), 0.1)
        axes.set_xlim(min(lows) - 0.15 * room, max(highs) + 0.25 * room)
        axes.set_yticks(range(len(labels)), labels)
        axes.invert_yaxis()
        axes.set_xlabel("%")
    return svg_of(written, f"{first} → {last}")
