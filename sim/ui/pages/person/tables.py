"""Tables of two lives: days side by side, what was weighed in a choice, and the sums."""

from __future__ import annotations

import pandas as pd

from sim.errors import Text
from sim.experiment.contrast import Contrast
from sim.experiment.facing import Page as Facing
from sim.experiment.happenings import Chose
from sim.experiment.phrases import COLUMNS, OPTIONS
from sim.experiment.twin import Twin
from sim.ui.widgets.table import Column

YUAN, MINUTES = Text("yuan", "元"), Text("minutes, one way", "分钟，单程")
POINTS = Text("utility", "效用")
WEIGHED = {
    "option": Column(COLUMNS["option"]),
    "chance": Column(COLUMNS["chance"], percent=True),
    "own": Column(Text("own cost after insurance", "报销后自付"), YUAN, 2),
    "minutes": Column(Text("travel", "路程"), MINUTES),
    **{
        part: Column(COLUMNS[part], POINTS, 2)
        for part in ("price", "way", "wait", "trust", "contract", "habit", "base")
    },
}
DAYS = {
    "day": Column(Text("Day", "日期")),
    "need": Column(Text("Need", "就医需要")),
    "differs": Column(Text("Differs", "是否不同")),
    "a": Column(Text("Under A", "方案 A")),
    "b": Column(Text("Under B", "方案 B")),
    "why": Column(Text("Why", "原因")),
}
SUMS = {
    "what": Column(Text("Over the days", "项目"), whole=True),
    "a": Column(Text("A", "A")),
    "b": Column(Text("B", "B")),
    "mark": Column(Text("Differs", "是否不同"), whole=True),
}
DIFFERS, NOTHING = "≠", {"0", "0.00"}
NO, MONEY, APART = Text("no", "相同"), Text("money or minutes", "费用或时间"), Text("yes", "不同")


def weighed(choice: Chose, language: str) -> pd.DataFrame:
    """Return the options of a choice, likeliest first, the one taken with an arrow.

    Columns `WEIGHED`: chance as a share, own cost in yuan, minutes, and how much each part of the utility
    speaks for the option.
    """
    rows = []
    for offer in sorted(choice.offers, key=lambda one: -one.chance):
        name = offer.place.name.say(language) or OPTIONS[offer.place.option].say(language)
        rows.append(
            {
                "option": f"→ {name}" if offer.place == choice.place else name,
                "chance": offer.chance,
                "own": float("nan") if offer.own_fen is None else offer.own_fen / 100,
                "minutes": offer.minutes,
                **{part: round(value, 2) + 0.0 for part, value in offer.parts.items()},
            }
        )
    return pd.DataFrame(rows, columns=list(WEIGHED))


def days(twin: Twin, language: str) -> pd.DataFrame:
    """Return every day on which something happens, columns `DAYS`."""
    told = Contrast(twin.a, twin.b, twin.rows, language)
    page = Facing(twin, language)
    rows = []
    for row in twin.rows:
        a, b = (told.side(story, row, events) for story, events in ((twin.a, row.a), (twin.b, row.b)))
        differs = NO if row.same else APART if row.apart else MONEY
        rows.append(
            {
                "day": row.day.isoformat(),
                "need": page.heading(row),
                "differs": differs.say(language),
                "a": a,
                "b": b,
                "why": told.why(row),
            }
        )
    return pd.DataFrame(rows, columns=list(DAYS))


def sums(twin: Twin, language: str) -> pd.DataFrame:
    """Return what both lives come to, columns `SUMS`, as text with its unit in the label.

    What is nothing in both is left out; `mark` points at what differs.
    """
    rows = [
        {"what": what, "a": a, "b": b, "mark": "" if a == b else DIFFERS}
        for what, a, b in Facing(twin, language).sums()
        if {a, b} - NOTHING
    ]
    return pd.DataFrame(rows, columns=list(SUMS))


def person_label(twin: Twin, language: str) -> str:
    """Name a person among several: sex, age and village."""
    who = twin.a.person
    kind = Text("woman", "女") if who.woman else Text("man", "男")
    return Text(f"{kind.en}, {who.age}, {who.village.en}", f"{kind.zh}，{who.age} 岁，{who.village.zh}").say(
        language
    )


def parting_label(twin: Twin, language: str) -> str:
    """Say in few words whether and when two lives part."""
    if twin.parting:
        return Text(f"part {twin.parting}", f"{twin.parting} 分岔").say(language)
    if twin.first:
        return Text("money or minutes only", "仅费用或时间不同").say(language)
    return Text("the same", "经历相同").say(language)
