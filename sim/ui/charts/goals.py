"""Goals of a document beside what baseline and scenarios reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.errors import Text
from sim.experiment.comparison import words
from sim.experiment.comparison.goals import Reached
from sim.ui.charts.common import SIZE, Option, beside, frame, legend, look, value_axis
from sim.ui.charts.whisker import Whisker, side_text, whiskers
from sim.ui.style import INK, MUTED

LEFT, RIGHT, TOP, BOTTOM = 300, 310, 34, 44  # px
NOTE = Text(
    "The bar is the goal. Dots are means, lines where 95 % of single replicates lie; hollow where these lie "
    "on both sides of the goal.",
    "竖线为目标值；圆点为均值，线段为单次重复的 95% 范围，空心表示该范围跨过目标值。",
)


def goals(
    reached: Sequence[Reached], base: str, titles: Mapping[str, str], language: str, size: int = SIZE
) -> Option:
    """Draw values against goals of one unit.

    Parameters
    ----------
    reached : sequence of Reached
        Of `sim.experiment.comparison.goals.reached`, all of one unit.
    base : str
        Title of the baseline.
    titles : mapping of str to str
        Titles of the scenarios, without the baseline, by name and in order.
    language : str
    size : int
        Letters, px.
    """
    unit = reached[0].unit
    asked = list(dict.fromkeys(one.goal for one in reached))
    option = frame(_described(reached, base, titles, language), size)
    each = (1 + len(titles)) * 1.7 * size
    option["grid"] = {
        "left": LEFT * size / SIZE, "right": RIGHT * size / SIZE, "top": TOP,
        "height": int(len(asked) * (each + size)), "bottom": BOTTOM,
    }  # fmt: skip
    low, high = _ends(reached)
    option["xAxis"] = value_axis(
        words.unit_of(unit).say(language), size, min=low, max=high, nameLocation="middle", nameGap=26
    )
    option["xAxis"]["axisLabel"] |= {"showMinLabel": False, "showMaxLabel": False}
    option["yAxis"] = value_axis("", size, min=-0.6, max=len(asked) - 0.4, inverse=True, show=False)
    option["tooltip"] = {"trigger": "item", "confine": True}
    option["legend"] = legend([base, *titles.values()], size)
    everybody = {"": base, **titles}
    said: list[tuple[float, str]] = []
    for k, (name, title) in enumerate(everybody.items()):
        marks = []
        for one in (one for one in reached if one.scenario == name):
            at = asked.index(one.goal) + (k - (len(everybody) - 1) / 2) * 0.8 / len(everybody)
            verdict = one.verdict.say(language)
            marks.append(_mark(one, at, (title, one.label.say(language), verdict)))
            said.append((at, f"{words.value(one.value, unit)}  {verdict}"))
        colour, symbol = look(titles, name) if name else (MUTED, "circle")
        option["series"] += whiskers(title, colour, symbol, marks)
    option["series"].append(_bars(reached, asked, unit))
    names = [(float(place), _asked(reached, goal, language)) for place, goal in enumerate(asked)]
    option["series"].append(side_text("goals", low, names, "left", beside(LEFT - 24, size)))
    option["series"].append(side_text("verdicts", high, said, "right", {"color": MUTED, "fontSize": size}))
    return option


def _mark(one: Reached, at: float, told: tuple[str, ...]) -> Whisker:
    middle, low, high = (words.scaled(number, one.unit) for number in (one.value, one.low, one.high))
    return Whisker(middle, low, high, at, one.surely, told)


def _asked(reached: Sequence[Reached], goal: str, language: str) -> str:
    """Name of the indicator and what the goal asks of it."""
    one = next(one for one in reached if one.goal == goal)
    sign = "≤" if one.at_most else "≥"
    target = words.level(one.target, one.unit)
    return one.label.say(language) + Text(
        f"\n{sign} {target.en}, {one.place.en}", f"\n{sign} {target.zh}（{one.place.zh}）"
    ).say(language)


def _ends(reached: Sequence[Reached]) -> tuple[float, float]:
    """Ends of the axis: a little beyond all values and goals."""
    numbers = [number for one in reached for number in (one.value, one.low, one.high, one.target)]
    shown = [words.scaled(number, reached[0].unit) for number in numbers if number == number]
    room = 0.06 * (max(shown) - min(shown)) or 1.0
    return min(shown) - room, max(shown) + room


def _bars(reached: Sequence[Reached], asked: Sequence[str], unit: str) -> Option:
    """A bar across the rows of each goal."""
    data: list[list[Any]] = []
    for place, goal in enumerate(asked):
        target = words.scaled(next(one.target for one in reached if one.goal == goal), unit)
        data += [[target, place - 0.44], [target, place + 0.44], ["-", "-"]]
    return {
        "type": "line", "name": "bars", "data": data, "symbol": "none", "silent": True, "z": 2,
        "lineStyle": {"color": INK, "width": 3}, "tooltip": {"show": False},
    }  # fmt: skip


def _described(reached: Sequence[Reached], base: str, titles: Mapping[str, str], language: str) -> str:
    """Every goal and scenario as a sentence."""
    joint = Text(", ", "，").say(language)
    everybody = {"": base, **titles}
    head = Text("Goals. ", "目标。").say(language)
    return head + Text("; ", "；").say(language).join(
        joint.join(
            (_asked(reached, one.goal, language).replace("\n", " "), everybody[one.scenario],
             words.value(one.value, one.unit), one.verdict.say(language))
        )
        for one in reached
    )  # fmt: skip
