"""Goals that a document sets (目标): shown beside the result, never part of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sim.document import Leaf, Node, Row
from sim.errors import Text
from sim.problems import shown
from sim.reading import Reading

KEYS = ("indicator", "at_least", "at_most", "by", "source")


@dataclass(frozen=True)
class Goal:
    """One goal.

    Attributes
    ----------
    indicator : str
        Id of the indicator it is about.
    value : float
        In the unit of the indicator, shares 0-1.
    at_most : bool
        Whether the value is to be stayed below; else it is to be reached.
    by : date
        Last day by which it is to be met.
    source : str
        Document and clause.
    file, line, place
        Where it is written.
    """

    indicator: str
    value: float
    at_most: bool
    by: date
    source: str
    file: str
    line: int
    place: str


def read_goals(reading: Reading, node: Node) -> tuple[Goal, ...]:
    """Read the list of goals of a scenario file; faults are noted, indicators are looked up later."""
    if not isinstance(node, Row):
        reading.fault(
            node.line, "goals", Text("is not a list", "不是列表"),
            Text("write - {indicator: …, at_least: 0.9, by: 2027-12-31, source: …}",
                 "写作 - {indicator: …, at_least: 0.9, by: 2027-12-31, source: …}"),
        )  # fmt: skip
        return ()
    found = [_goal(reading, one, f"goals[{i + 1}]") for i, one in enumerate(node.items)]
    return tuple(goal for goal in found if goal)


def _goal(reading: Reading, node: Node, place: str) -> Goal | None:
    given = reading.keyed(place, node, KEYS)
    if given is None:
        return None
    for key in ("indicator", "by", "source"):
        if key not in given:
            reading.fault(node.line, f"{place}.{key}", Text("is missing", "缺失"), Text("give it", "请写明"))
    bound = read_bound(reading, node, given, place)
    if not {"indicator", "by", "source"} <= given.keys():
        return None
    indicator = reading.text(f"{place}.indicator", given["indicator"])
    source = reading.text(f"{place}.source", given["source"])
    by = reading.date(f"{place}.by", given["by"])
    if indicator is None or source is None or by is None or bound is None or bound.value is None:
        return None
    return Goal(indicator, bound.value, bound.at_most, by, source, shown(reading.file), node.line, place)


class Bound(NamedTuple):
    """What a goal asks of a value: to reach a number or stay below it; None for a word in its place."""

    value: float | None
    at_most: bool


def read_bound(
    reading: Reading, node: Node, given: Mapping[str, Node], place: str, word: str = ""
) -> Bound | None:
    """Read ``at_least`` or ``at_most`` of a goal: a number, or a word where one is allowed."""
    bounds = [key for key in ("at_least", "at_most") if key in given]
    if len(bounds) != 1:
        reading.fault(
            node.line, place, Text("has no value, or two", "没有目标值或有两个"),
            Text("give either at_least or at_most", "at_least 与 at_most 只写一个"),
        )  # fmt: skip
        return None
    value, at_most = given[bounds[0]], bounds == ["at_most"]
    if word and isinstance(value, Leaf) and value.text == word:
        return Bound(None, at_most)
    number = reading.number(f"{place}.{bounds[0]}", value)
    return None if number is None else Bound(number[0], at_most)
