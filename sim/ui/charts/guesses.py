"""What a group guessed, a dot for each, and where the model's answer lies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from sim.errors import Text
from sim.experiment.lessons.wording import digits, measured, written
from sim.experiment.paired import Difference
from sim.ui.charts.common import SIZE, Option, frame, value_axis
from sim.ui.style import INK, MUTED, PALETTE

BINS = 40
"""Places along the axis at which dots are stacked."""
GUESSED, ANSWERED = PALETTE[5], PALETTE[1]


def guesses(
    values: Sequence[float],
    answer: Difference,
    ends: tuple[float, float],
    unit: Text,
    language: str,
    mine: float | None = None,
    size: int = SIZE,
) -> Option:
    """Draw guesses as stacked dots with the answer as a line and its interval as a band.

    Parameters
    ----------
    values : sequence of float
        Guesses, in the unit of the answer.
    answer : Difference
    ends : (float, float)
        Ends of the axis; widened where the answer or a guess lies beyond.
    unit : Text
    language : str
    mine : float, optional
        The reader's own guess, which is drawn in ink.
    size : int
        Letters, px.
    """
    option = frame(described(values, answer, unit, language), size)
    low, high = min(*ends, answer.value, *values), max(*ends, answer.value, *values)
    axis = value_axis(unit.say(language), size, min=low, max=high, nameLocation="middle", nameGap=1.9 * size)
    dots = stacked(values, low, high)
    told = written(answer.value, digits(answer))
    top = max([4, *(level for _, level in dots)]) + 1
    option["grid"] = {"left": 24, "right": 24, "top": 2.4 * size, "bottom": 4 * size}
    option["xAxis"] = axis | {"splitLine": {"show": False}, "axisLine": {"show": True, "onZero": False}}
    option["yAxis"] = {"type": "value", "min": 0, "max": top, "show": False}
    option["series"] = [
        {
            "type": "scatter", "symbolSize": 0.9 * size, "silent": True, "z": 3,
            "data": [
                {"value": [at, level - 0.5], "itemStyle": {"color": INK if own else GUESSED}}
                for (at, level), own in zip(dots, _own(values, mine), strict=True)
            ],
            "markLine": {
                "symbol": "none", "silent": True, "animation": False,
                "lineStyle": {"color": ANSWERED, "width": 3, "type": "solid"},
                "label": {
                    "formatter": Text(f"model {told}", f"模型 {told}").say(language),
                    "color": ANSWERED, "fontSize": size, "fontWeight": "bold",
                },
                "data": [{"xAxis": answer.value}],
            },
            "markArea": {
                "silent": True, "itemStyle": {"color": ANSWERED, "opacity": 0.15},
                "data": [] if math.isnan(answer.low) else [[{"xAxis": answer.low}, {"xAxis": answer.high}]],
            },
        }
    ]  # fmt: skip
    option["xAxis"]["axisLabel"] = {"color": MUTED, "fontSize": size, "showMinLabel": True}
    return option


def stacked(values: Sequence[float], low: float, high: float) -> list[tuple[float, int]]:
    """Return place and level (from 1) of the dot of each value, in their order."""
    heights: dict[int, int] = {}
    found = []
    for value in values:
        place = round((value - low) / (high - low) * BINS)
        heights[place] = heights.get(place, 0) + 1
        found.append((low + place * (high - low) / BINS, heights[place]))
    return found


def described(values: Sequence[float], answer: Difference, unit: Text, language: str) -> str:
    """Say what the chart shows."""
    found = measured(answer, unit, language)
    model = Text(f"The model's answer is {found}.", f"模型的答案为 {found}。")
    if not values:
        return model.say(language)
    if len(values) == 1:
        one = Text(f"One guess: {values[0]:g}. ", f"1 人作答：{values[0]:g}。")
        return one.say(language) + model.say(language)
    middle = median(values)
    told = Text(
        f"{len(values)} guesses from {min(values):.4g} to {max(values):.4g}, the middle one {middle:.4g}. ",
        f"共 {len(values)} 人作答，从 {min(values):.4g} 到 {max(values):.4g}，中位数 {middle:.4g}。",
    )
    return told.say(language) + model.say(language)


def _own(values: Sequence[float], mine: float | None) -> list[bool]:
    """Which dot is the reader's own: one of those of that value."""
    place = values.index(mine) if mine in values else -1
    return [k == place for k in range(len(values))]
