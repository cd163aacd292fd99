"""Dots with whiskers: a mean and its interval, hollow and dashed where it cannot be told from zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.ui.charts.common import Option, tip

DOT = 11  # px


@dataclass(frozen=True)
class Whisker:
    """One mean with its interval, in the units of the axes.

    Attributes
    ----------
    middle, low, high : float
    at : float
        Place on the other axis, which runs down.
    sure : bool
        Whether it is told apart; else it is drawn hollow and dashed.
    told : tuple of str
        Lines shown on pointing at it.
    """

    middle: float
    low: float
    high: float
    at: float
    sure: bool
    told: tuple[str, ...]


def whiskers(name: str, colour: str, symbol: str, marks: Sequence[Whisker]) -> list[Option]:
    """Return the series of one scenario: lines of the sure, lines of the unsure, dots above them."""
    sure, unsure = ([one for one in marks if one.sure is which] for which in (True, False))
    dots = _dots(name, colour, symbol, marks)  # first, so that the legend shows its mark
    return [dots, _lines(name, colour, sure, sure=True), _lines(name, colour, unsure, sure=False)]


def _lines(name: str, colour: str, marks: Sequence[Whisker], *, sure: bool) -> Option:
    data: list[list[Any]] = []
    for one in marks:
        if one.low == one.low:  # a single pair has no interval
            data += [[one.low, one.at], [one.high, one.at], ["-", "-"]]
    return {
        "type": "line", "name": name, "data": data, "symbol": "none", "silent": True, "z": 3,
        "lineStyle": {"color": colour, "width": 4 if sure else 2, "type": "solid" if sure else "dashed"},
        "itemStyle": {"color": colour},
    }  # fmt: skip


def _dots(name: str, colour: str, symbol: str, marks: Sequence[Whisker]) -> Option:
    return {
        "type": "scatter", "name": name, "symbol": symbol, "symbolSize": DOT, "z": 5,
        "itemStyle": {"color": colour, "opacity": 1},
        "data": [
            {
                "value": [one.middle, one.at],
                "itemStyle": {
                    "color": colour if one.sure else "#ffffff", "borderColor": colour, "borderWidth": 2,
                },
                "tooltip": tip(one.told),
            }
            for one in marks
        ],
    }  # fmt: skip


def side_text(
    name: str, at: float, texts: Sequence[tuple[float, str]], position: str, label: Option
) -> Option:
    """Return text beside a chart, a line at each place, as a series that nobody sees or clicks.

    Parameters
    ----------
    name : str
        Not one of the legend's.
    at : float
        Where the text begins on the axis of values.
    texts : sequence of (float, str)
        Place on the other axis, and what stands there.
    position : str
        ``left`` or ``right`` of `at`.
    label : dict
        Further properties of the labels.
    """
    return {
        "type": "scatter", "name": name, "silent": True, "symbolSize": 1, "tooltip": {"show": False},
        "itemStyle": {"color": "transparent", "opacity": 1}, "z": 6, "clip": False,
        "data": [
            {"value": [at, place], "label": {"show": True, "position": position, "formatter": text, **label}}
            for place, text in texts
        ],
    }  # fmt: skip
