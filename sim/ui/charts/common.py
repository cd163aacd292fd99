"""What charts of comparisons have in common: colours and marks of scenarios, texts, descriptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from sim.ui.style import BAD, FONT_SIZES, GOOD, INK, LINE, MUTED, PALETTE

Option = dict[str, Any]
SYMBOLS = ("circle", "diamond", "triangle", "rect")
"""Marks of the scenarios, so that colour is not the only thing that tells them apart."""
VERDICT_COLOURS = {"better": GOOD, "worse": BAD, "but_harm": BAD, "unclear": MUTED, "": MUTED}
VERDICT_SIGNS = {"better": "✓", "worse": "✗", "but_harm": "!", "unclear": "○", "": ""}
"""Stand before the words of a verdict."""
SIZE = FONT_SIZES[False]
"""Letters, px, unless asked otherwise."""


def frame(description: str, size: int = SIZE) -> Option:
    """Return what every chart begins with.

    Parameters
    ----------
    description : str
        What the chart says, for those who have it read aloud.
    size : int
        Letters, px.
    """
    return {
        "aria": {"enabled": True, "label": {"description": description}},
        "animation": False,
        "backgroundColor": "#ffffff",
        "textStyle": {"fontSize": size, "color": INK},
        "series": [],
    }


def legend(titles: Sequence[str], size: int = SIZE) -> Option:
    """Return a legend at the top with exactly these series."""
    return {
        "data": list(titles), "top": 0, "left": "center", "itemGap": 22, "itemWidth": 18, "itemHeight": 11,
        "textStyle": {"fontSize": size, "color": INK},
    }  # fmt: skip


def beside(width: float, size: int) -> Option:
    """Properties of a label of several lines that stands left of a chart."""
    return {
        "color": INK,
        "fontSize": size,
        "width": width * size / SIZE,
        "overflow": "break",
        "lineHeight": round(1.3 * size),
        "align": "right",
    }


WIDTHS = {"b": 62, "d": 82, "i": 146}
"""Columns of numbers beside a chart, px: level of the baseline, difference, its interval."""


def columns(size: int) -> Option:
    """Styles of numbers that stand beside a chart in columns."""
    quiet = {"align": "right", "color": MUTED, "fontSize": size}
    styles = {"b": quiet, "d": quiet | {"color": INK, "fontWeight": "bold"}, "i": quiet}
    return {name: style | {"width": WIDTHS[name] * size / SIZE} for name, style in styles.items()}


def look(titles: Mapping[str, str], scenario: str) -> tuple[str, str]:
    """Colour and mark of a scenario, by its place among those compared."""
    place = list(titles).index(scenario)
    return PALETTE[place], SYMBOLS[place]


def value_axis(name: str, size: int = SIZE, **more: Any) -> Option:
    """Return an axis of numbers with a quiet grid and its unit."""
    return {
        "type": "value", "name": name, "nameTextStyle": {"color": MUTED, "fontSize": size}, "scale": True,
        "axisLabel": {"color": MUTED, "fontSize": size}, "splitLine": {"lineStyle": {"color": LINE}},
        "axisLine": {"show": False, "onZero": False}, "axisTick": {"show": False}, **more,
    }  # fmt: skip


def tip(lines: Sequence[str]) -> Option:
    """Return a tooltip of one mark; what users named is shown as text, never as markup."""
    return {"formatter": "<br>".join(escape(line).replace("{", "&#123;") for line in lines)}


def zero_line(axis: str = "xAxis") -> Option:
    """Return a line at zero across a chart."""
    return {
        "silent": True, "symbol": "none", "label": {"show": False}, "animation": False,
        "lineStyle": {"color": MUTED, "type": "solid", "width": 1.2}, "data": [{axis: 0}],
    }  # fmt: skip


def description_of(option: Option) -> str:
    """What a chart says, for those who have it read aloud."""
    return str(option["aria"]["label"]["description"])


def height_of(option: Option) -> int:
    """Height, px, of a chart whose grid has a height of its own."""
    grid = option["grid"]
    return int(grid["top"] + grid["height"] + grid["bottom"])
