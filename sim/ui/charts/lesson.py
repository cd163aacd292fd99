"""Charts of a lesson's answer: a value by scenario, by month, or by group of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.errors import Text
from sim.experiment.batch.outcome import Key
from sim.experiment.comparison import words
from sim.experiment.comparison.table import directions
from sim.experiment.lessons.answer import Runs, answer
from sim.experiment.lessons.lesson import About, Reveal
from sim.ui.charts.common import SIZE, Option, frame, legend, value_axis
from sim.ui.style import INK, PALETTE

SYMBOLS = ("circle", "diamond", "triangle", "rect")


def reveal(
    one: Reveal, runs: Runs, titles: Mapping[str, str], groups: Mapping[str, Text], language: str,
    size: int = SIZE,
) -> Option:  # fmt: skip
    """Draw what a lesson reveals.

    Parameters
    ----------
    one : Reveal
    runs : mapping
        Values of each random history, by scenario.
    titles : mapping of str to str
        Titles of the scenarios in the language, by id and in order.
    groups : mapping of str to Text
        Names of the groups of people, by id.
    language : str
    size : int
        Letters, px.
    """
    if one.chart == "bars":
        return _bars(one, runs, titles, language, size)
    several = _periods(one, runs) if one.chart == "months" else _groups(one, runs)
    names = several if one.chart == "months" else [groups[name].say(language) for name in several]
    keys = [one.key._replace(**{"period" if one.chart == "months" else "group": name}) for name in several]
    return _lines(one, runs, titles, (names, keys), language, size)


def _bars(one: Reveal, runs: Runs, titles: Mapping[str, str], language: str, size: int) -> Option:
    """A bar a scenario, with the number on it."""
    means = [_mean(runs, side, one.key) for side in titles]
    label, unit = _label(one), _unit(one)
    head = Text(f"{label.en}: ", f"{label.zh}：").say(language)
    told = "; ".join(f"{title} {value:.4g}" for title, value in zip(titles.values(), means, strict=True))
    option = frame(f"{head}{told} {unit.say(language)}", size)
    option["grid"] = {"left": 12, "right": 5 * size, "top": 8, "bottom": 8, "containLabel": True}
    option["xAxis"] = value_axis("", size, scale=False)
    option["yAxis"] = {
        "type": "category", "data": list(titles.values()), "inverse": True,
        "axisLabel": {"color": INK, "fontSize": size, "width": 11 * size, "overflow": "break"},
        "axisTick": {"show": False},
    }  # fmt: skip
    option["series"] = [
        {
            "type": "bar", "barMaxWidth": 2 * size, "silent": True,
            "data": [
                {
                    "value": round(value, 4), "itemStyle": {"color": PALETTE[k % len(PALETTE)]},
                    "label": {
                        "show": True, "position": "right", "formatter": _number(value), "fontSize": size,
                        "color": INK,
                    },
                }
                for k, value in enumerate(means)
            ],
        }
    ]  # fmt: skip
    return option


def _lines(
    one: Reveal, runs: Runs, titles: Mapping[str, str], along: tuple[Sequence[str], Sequence[Key]],
    language: str, size: int,
) -> Option:  # fmt: skip
    """A line a scenario over months, or a group of bars for each group of people."""
    names, keys = along
    label, unit = _label(one).say(language), _unit(one).say(language)
    values = {side: [_mean(runs, side, key) for key in keys] for side in titles}
    joint = Text("; ", "；").say(language)
    told = joint.join(
        f"{titles[side]} {row[0]:.4g} … {row[-1]:.4g}" for side, row in values.items() if row
    )  # fmt: skip
    option = frame(f"{label} ({unit}): {told}", size)
    option["grid"] = {"left": 12, "right": 16, "top": 4.6 * size, "bottom": 8, "containLabel": True}
    option["legend"] = legend(list(titles.values()), size)
    option["tooltip"] = {"trigger": "axis", "confine": True}
    option["xAxis"] = {
        "type": "category", "data": list(names),
        "axisLabel": {"color": INK, "fontSize": size, "width": 7 * size, "overflow": "break"},
    }  # fmt: skip
    months = one.chart == "months"
    option["yAxis"] = value_axis("", size, scale=months)
    option["series"] = [
        {
            "type": "line" if months else "bar", "name": title, "symbolSize": 9,
            "symbol": SYMBOLS[k % len(SYMBOLS)], "barMaxWidth": 2 * size,
            "data": [None if np.isnan(value) else round(value, 4) for value in values[side]],
            "itemStyle": {"color": PALETTE[k % len(PALETTE)]}, "lineStyle": {"width": 2.5},
        }
        for k, (side, title) in enumerate(titles.items())
    ]  # fmt: skip
    return option


def _label(one: Reveal) -> Text:
    return words.labels()[one.key.indicator]


def _unit(one: Reveal) -> Text:
    return words.unit_of(directions()[one.key.indicator][0], difference=False)


def _mean(runs: Runs, side: str, key: Key) -> float:
    return answer(About(key, side), runs).value


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.1f}" if abs(value) >= 1 else f"{value:.2g}"


def _periods(one: Reveal, runs: Runs) -> list[str]:
    first = next(iter(runs.values()))[0]
    return sorted(key.period for key in first if key._replace(period="") == one.key and key.period)


def _groups(one: Reveal, runs: Runs) -> list[str]:
    """Groups of the dimension, in their own order."""
    first = next(iter(runs.values()))[0]
    return sorted(
        key.group
        for key in first
        if key._replace(group="") == one.key and key.group.removeprefix(f"{one.groups}_").isdigit()
    )
