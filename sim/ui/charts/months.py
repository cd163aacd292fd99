"""An indicator month by month: levels of baseline and scenarios, or differences, with bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.errors import Text
from sim.experiment.comparison import words
from sim.experiment.comparison.select import Row
from sim.ui.charts.common import SIZE, Option, frame, legend, look, value_axis, zero_line
from sim.ui.style import MUTED

NOTES = {
    False: Text(
        "Lines are means over replicates; bands are where 95 % of single replicates lie.",
        "线为各次重复的均值，色带为单次重复的 95% 范围。",
    ),
    True: Text(
        "Lines are mean differences from the baseline; bands are their 95 % intervals. A month whose band "
        "holds zero cannot be told apart.",
        "线为与基准的均值差，色带为其 95% 区间；色带跨零的月份与基准无法区分。",
    ),
}


def months(
    rows: Sequence[Row], base: str, titles: Mapping[str, str], language: str, *, apart: bool, size: int = SIZE
) -> Option:
    """Draw lines with bands.

    Parameters
    ----------
    rows : sequence of dict
        Of `sim.experiment.comparison.select.by_month`, one indicator.
    base : str
        Title of the baseline.
    titles : mapping of str to str
        Titles of the scenarios, without the baseline, by name and in order.
    language : str
    apart : bool
        Differences from the baseline instead of levels.
    size : int
        Letters, px.
    """
    unit = rows[0]["unit"]
    at = list(dict.fromkeys(row["period"] for row in rows))
    mine = {name: {row["period"]: row for row in rows if row["scenario"] == name} for name in titles}
    drawn: list[tuple[str, str, str, list[tuple[float, float, float]]]] = []
    if not apart:
        first = next(iter(mine.values()))
        drawn.append((base, MUTED, "emptyCircle", _values(first, at, "before", unit)))
    for name, title in titles.items():
        values = _values(mine[name], at, "difference" if apart else "after", unit)
        drawn.append((title, *look(titles, name), values))
    label = words.labels()[rows[0]["indicator"]].say(language)
    option = frame(_described(label, at, drawn, unit, language, apart=apart), size)
    option["grid"] = {"left": 70, "right": 44, "top": 62, "height": 270, "bottom": 34}
    option["legend"] = legend([one[0] for one in drawn], size)
    option["tooltip"] = {"trigger": "axis", "confine": True}
    option["xAxis"] = {
        "type": "category", "data": at, "boundaryGap": False, "axisLabel": {"color": MUTED, "fontSize": size},
    }  # fmt: skip
    option["yAxis"] = value_axis(words.unit_of(unit, difference=apart).say(language), size)
    for title, colour, symbol, values in drawn:
        option["series"] += _band(title, colour, values)
        option["series"].append(_line(title, colour, symbol, values))
    if apart:
        option["series"][-1]["markLine"] = zero_line("yAxis")
    return option


def _values(
    rows: Mapping[str, Row], at: Sequence[str], name: str, unit: str
) -> list[tuple[float, float, float]]:  # fmt: skip
    """Middle, low and high by month."""
    ends = ("low", "high") if name == "difference" else (f"{name}_low", f"{name}_high")
    return [tuple(round(words.scaled(rows[one][column], unit), 4) for column in (name, *ends)) for one in at]  # type: ignore[misc]


def _line(title: str, colour: str, symbol: str, values: Sequence[tuple[float, float, float]]) -> Option:
    return {
        "type": "line", "name": title, "data": [_number(one[0]) for one in values], "symbol": symbol,
        "symbolSize": 7, "lineStyle": {"color": colour, "width": 2.5}, "itemStyle": {"color": colour}, "z": 4,
    }  # fmt: skip


def _band(title: str, colour: str, values: Sequence[tuple[float, float, float]]) -> list[Option]:
    """Two stacked areas, the lower one unseen; neither is in the legend or the tooltip."""
    plain: Option = {
        "type": "line", "stack": f"band of {title}", "stackStrategy": "all", "symbol": "none", "silent": True,
        "lineStyle": {"opacity": 0}, "tooltip": {"show": False},
    }  # fmt: skip
    lows = [_number(low) for _, low, _ in values]
    widths = [_number(high - low) for _, low, high in values]
    return [
        plain | {"name": f"low of {title}", "data": lows},
        plain
        | {"name": f"width of {title}", "data": widths, "areaStyle": {"color": colour, "opacity": 0.16}},
    ]


def _number(value: float) -> Any:
    return "-" if value != value else round(value, 4)


def _described(
    label: str, at: Sequence[str], drawn: Sequence[tuple[Any, ...]], unit: str, language: str, *, apart: bool
) -> str:
    """First and last month of every line."""
    said = words.unit_of(unit, difference=apart).say(language)
    parts = [
        f"{title}: {values[0][0]:.4g} → {values[-1][0]:.4g} {said}" for title, _, _, values in drawn
    ]  # fmt: skip
    head = Text(f"{label}, {at[0]} to {at[-1]}. ", f"{label}，{at[0]} 至 {at[-1]}。").say(language)
    return head + Text("; ", "；").say(language).join(parts)
