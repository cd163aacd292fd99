"""A comparison by hand, of the small county's scenarios."""

from __future__ import annotations

from sim.experiment.comparison.select import BOARD
from sim.indicators.registry import by_id
from sim.ui.choices import Offer
from sim.ui.draft import Draft
from sim.ui.pages.compare.choice import Choice, put_together
from sim.ui.pages.compare.work import Found
from tests.ui.charts.tables import row, table

BASE = "beidaihe-2024-baseline"
OTHER = "beidaihe-2024"


def choice(*, draft: bool = False) -> Choice:
    """The shipped pair, or the baseline and a draft of the other."""
    title = by_id()["in_county_visit_rate"].label
    mine = Offer("draft:0", title, Draft.on(OTHER).named("签约扩面"))
    return put_together([Offer(BASE, title), mine if draft else Offer(OTHER, title)], 0.02)


def found(*, draft: bool = False) -> Found:
    """A comparison with one row of everything that the page shows."""
    made = choice(draft=draft)
    name = made.comparison.scenarios[1].name
    units = by_id()
    rows = [row(one, name, unit=units[one].unit, against=BASE) for one in BOARD]
    rows += [row(BOARD[0], name, period=f"2024-0{k}") for k in (1, 2)]
    rows += [
        row("own_cost_per_person", name, unit="yuan", group=one) for one in ("age_1", "age_2", "income_1")
    ]
    rows.append(row(BOARD[0], name, basis="reported"))
    return Found(made, 3, table(*rows))
