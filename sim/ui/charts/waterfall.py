"""From the baseline to a scenario, a step a measure (归因)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.errors import Text
from sim.experiment.attribution.table import TOTAL
from sim.experiment.comparison import words
from sim.experiment.comparison.select import Row
from sim.ui.charts.common import SIZE, Option, beside, columns, frame, tip, value_axis
from sim.ui.charts.whisker import side_text
from sim.ui.style import INK, MUTED, PALETTE

LEFT, RIGHT, TOP, BOTTOM = 260, 230, 12, 50  # px
UP, DOWN = PALETTE[0], PALETTE[1]
NOTE = Text(
    "Blue steps raise the value, orange ones lower it; thin lines are 95 % intervals of a step. A hollow "
    "step cannot be told from none.",
    "蓝色使数值上升，橙色使其下降；细线为该步的 95% 区间，空心表示与零无法区分。",
)


def waterfall(rows: Sequence[Row], first: str, last: str, language: str, size: int = SIZE) -> Option:
    """Draw the way from one scenario's value to the other's.

    Parameters
    ----------
    rows : sequence of dict
        Of `sim.experiment.attribution.table.largest`: players in the order of the steps, the total last.
    first, last : str
        Titles of the scenarios.
    language : str
    size : int
        Letters, px.
    """
    total = rows[-1]
    if total["player"] != TOTAL:
        raise ValueError("the total comes last")
    unit = total["unit"]
    steps = _steps(rows, first, last, language)
    option = frame(_described(rows, first, last, language), size)
    option["grid"] = {
        "left": LEFT * size / SIZE, "right": RIGHT * size / SIZE, "top": TOP,
        "height": int(2.2 * size * len(steps)), "bottom": BOTTOM,
    }  # fmt: skip
    low, high = _reach(steps)
    name = words.with_unit(words.labels()[total["indicator"]], unit).say(language)
    option["xAxis"] = value_axis(name, size, nameLocation="middle", nameGap=30, min=low, max=high)
    option["xAxis"]["axisLabel"] |= {"showMinLabel": False, "showMaxLabel": False}
    option["yAxis"] = {
        "type": "category", "inverse": True, "data": [name for name, *_ in steps],
        "axisLabel": beside(LEFT - 20, size),
        "axisLine": {"show": False}, "axisTick": {"show": False},
    }  # fmt: skip
    option["tooltip"] = {"trigger": "item", "confine": True}
    option["series"] = _series(steps, language, size)
    option["series"].append(
        side_text("numbers", high, _numbers(steps, unit), "right", {"rich": columns(size)})
    )
    return option


Step = tuple[str, float, float, Row | None]


def _steps(rows: Sequence[Row], first: str, last: str, language: str) -> list[Step]:
    """Name, from where to where, and the player of each bar; the ends are bars from a value to itself."""
    *players, total = rows
    at = words.scaled(float(total["before"]), total["unit"])
    found: list[Step] = [(first, at, at, None)]
    for row in players:
        onwards = at + words.scaled(float(row["value"]), row["unit"])
        found.append((str(row[f"label_{language}"]), at, onwards, row))
        at = onwards
    return [*found, (last, at, at, None)]


def _spans(steps: Sequence[Step]) -> list[tuple[float, float, int]]:
    """From where to where the interval of each step reaches, and its place; none with a single replicate."""
    return [
        (begin + words.scaled(row["low"], row["unit"]), begin + words.scaled(row["high"], row["unit"]), place)
        for place, (_, begin, _, row) in enumerate(steps)
        if row is not None and row["low"] == row["low"]
    ]


def _reach(steps: Sequence[Step]) -> tuple[float, float]:
    """Ends of the axis: a little beyond all steps and intervals."""
    edges = [edge for _, begin, end, _ in steps for edge in (begin, end)]
    edges += [edge for low, high, _ in _spans(steps) for edge in (low, high)]
    room = 0.06 * (max(edges) - min(edges)) or 1.0
    return min(edges) - room, max(edges) + room


def _series(steps: Sequence[Step], language: str, size: int) -> list[Option]:
    below = [min(begin, end) for _, begin, end, _ in steps]
    bars = [{"value": 0} if row is None else _bar(row, begin, end, language) for _, begin, end, row in steps]
    ends = [
        {"value": [begin, place], "tooltip": tip((name,))}
        for place, (name, begin, _, row) in enumerate(steps)
        if row is None
    ]
    spans = [point for low, high, at in _spans(steps) for point in ([low, at], [high, at], ["-", "-"])]
    stacked: Option = {"stack": "way", "stackStrategy": "all", "type": "bar", "barWidth": "58%"}
    return [
        stacked | {"name": "below", "data": below, "silent": True, "itemStyle": {"color": "transparent"}},
        stacked | {"name": "steps", "data": bars},
        {"type": "scatter", "name": "ends", "data": ends, "symbol": "rect", "symbolSize": [6, 2 * size],
         "itemStyle": {"color": MUTED}, "z": 4},
        {"type": "line", "name": "intervals", "data": spans, "symbol": "none", "silent": True, "z": 5,
         "lineStyle": {"color": INK, "width": 1.4}},
    ]  # fmt: skip


def _bar(row: Row, begin: float, end: float, language: str) -> Option:
    colour = UP if end >= begin else DOWN
    sure = not row["low"] <= 0 <= row["high"]
    return {
        "value": abs(end - begin),
        "itemStyle": {"color": colour if sure else "#ffffff", "borderColor": colour, "borderWidth": 2},
        "tooltip": tip((str(row[f"label_{language}"]), _told(row, language))),
    }  # fmt: skip


def _numbers(steps: Sequence[Step], unit: str) -> list[tuple[float, str]]:
    """What stands beside each bar: the value of an end, the change and interval of a step."""
    found = []
    for place, (_, begin, _, row) in enumerate(steps):
        if row is None:
            text = f"{{d|{words.value(begin / words.scaled(1.0, unit), unit)}}}"
        else:
            change, interval = words.change_and_interval(row, "value")
            text = f"{{d|{change}}}{{i|{interval}}}"
        found.append((float(place), text))
    return found


def _told(row: Row, language: str) -> str:
    unit = words.unit_of(row["unit"], difference=True).say(language)
    change, interval = words.change_and_interval(row, "value")
    return Text(f"{change} {unit} ({interval})", f"{change} {unit}（{interval}）").say(language)


def _described(rows: Sequence[Row], first: str, last: str, language: str) -> str:
    """Every step as a sentence."""
    *players, total = rows
    name = words.labels()[total["indicator"]].say(language)
    head = Text(f"{name}, from {first} to {last}: ", f"{name}，从{first}到{last}：").say(language)
    parts = [f"{row[f'label_{language}']} {_told(row, language)}" for row in players]
    return head + Text("; ", "；").say(language).join([*parts, _told(total, language)])
