"""For whom an indicator differs: a row a group of people, an axis for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.errors import Text
from sim.experiment.comparison import words
from sim.experiment.comparison.select import Row
from sim.ui.charts.common import SIZE, Option, frame, legend, look, value_axis, zero_line
from sim.ui.charts.differences import told
from sim.ui.charts.whisker import Whisker, side_text, whiskers
from sim.ui.style import INK

LEFT, RIGHT, TOP, BOTTOM = 170, 60, 36, 54  # px
APART = 0.26
"""Distance of two scenarios of one group, in rows."""


def groups(
    rows: Sequence[Row],
    labels: Mapping[str, Text],
    titles: Mapping[str, str],
    language: str,
    size: int = SIZE,
) -> Option:
    """Draw differences by group with their intervals.

    Parameters
    ----------
    rows : sequence of dict
        Of `sim.experiment.comparison.select.by_group`, one indicator and dimension.
    labels : mapping of str to Text
        Names of the groups by id.
    titles : mapping of str to str
        Titles of the scenarios, without the baseline, by name and in order.
    language : str
    size : int
        Letters, px.
    """
    said = {name: one.say(language) for name, one in labels.items()}
    shown = list(dict.fromkeys(row["group"] for row in rows))
    unit = rows[0]["unit"]
    option = frame(_described(rows, labels, titles, language), size)
    option["grid"] = {
        "left": LEFT * size / SIZE, "right": RIGHT, "top": TOP,
        "height": int(len(shown) * (1.4 + 0.9 * len(titles)) * size), "bottom": BOTTOM,
    }  # fmt: skip
    unit_text = words.unit_of(unit, difference=True).say(language)
    widest = _widest(rows)
    axis = Text(f"difference from the baseline, {unit_text}", f"与基准的差异（{unit_text}）").say(language)
    option["xAxis"] = value_axis(
        axis, size, nameLocation="middle", nameGap=30, min=-widest, max=widest
    )  # fmt: skip
    option["xAxis"]["axisLabel"] |= {"showMinLabel": False, "showMaxLabel": False}
    option["yAxis"] = value_axis("", size, min=-0.6, max=len(shown) - 0.4, inverse=True, show=False)
    option["tooltip"] = {"trigger": "item", "confine": True}
    option["legend"] = legend(list(titles.values()), size)
    for place, (name, title) in enumerate(titles.items()):
        shift = (place - (len(titles) - 1) / 2) * APART
        marks = [
            _mark(
                row, shown.index(row["group"]) + shift, (title, labels[row["group"]].say(language)), language
            )
            for row in rows
            if row["scenario"] == name
        ]
        option["series"] += whiskers(title, *look(titles, name), marks)
    option["series"][0]["markLine"] = zero_line()
    names = [(float(place), said[name]) for place, name in enumerate(shown)]
    option["series"].append(side_text("groups", -widest, names, "left", {"color": INK, "fontSize": size}))
    return option


def _mark(row: Row, place: float, whose: tuple[str, str], language: str) -> Whisker:
    middle, low, high = (words.scaled(row[one], row["unit"]) for one in ("difference", "low", "high"))
    sure = not row["low"] <= 0 <= row["high"]
    return Whisker(middle, low, high, place, sure, (*whose, *told(row, language)))


def _widest(rows: Sequence[Row]) -> float:
    """Half width of the axis: a little more than the farthest end, the same to both sides of zero."""
    ends = [
        abs(row[name]) for row in rows for name in ("low", "high", "difference") if row[name] == row[name]
    ]
    return 1.08 * words.scaled(max(ends), rows[0]["unit"]) or 1.0


def _described(
    rows: Sequence[Row], labels: Mapping[str, Text], titles: Mapping[str, str], language: str
) -> str:  # fmt: skip
    joint = Text(", ", "，").say(language)
    head = words.labels()[rows[0]["indicator"]].say(language) + Text(" by group. ", "（分人群）。").say(
        language
    )
    return head + Text("; ", "；").say(language).join(
        joint.join((titles[row["scenario"]], labels[row["group"]].say(language), *told(row, language)[2:]))
        for row in rows
    )
