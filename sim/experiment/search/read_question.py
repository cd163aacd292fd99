"""Reading the file of goals: every fault with its line."""

from __future__ import annotations

import math
from pathlib import Path

from sim.document import Node, Row
from sim.errors import Text
from sim.experiment.batch.design import OFF, ON, Level
from sim.experiment.batch.outcome import Key
from sim.experiment.batch.read_design import number_in, read_base
from sim.experiment.comparison.table import directions
from sim.experiment.search.question import TODAY, Aim, Question
from sim.policy.catalogue import load_levers
from sim.problems import nearest
from sim.reading import Reading, opened
from sim.scenario import Scenario
from sim.scenario.goals import read_bound

KEYS = ("base", "sample", "replicates", "check", "runs", "townships", "goals", "levers", "costs", "most_yuan")
GOAL_KEYS = ("indicator", "group", "basis", "at_least", "at_most", "scale")
REPLICATES, CHECK, RUNS, TOWNSHIPS = 2, 8, 120, 4
SCALES = {"share": 0.01, "yuan": 10.0}
"""Miss that counts as one: a percentage point, ten yuan a person; of other units see `Aim.scale`."""


def load_question(file: Path) -> Question:
    """Read a file of goals.

    Raises
    ------
    ScenarioErrors
        With every fault of the file, or of its base scenario.
    """
    reading, root = opened(file)
    given = {key: value for key, value, _ in reading.entries(root, "", KEYS)}
    for key in ("base", "goals", "levers"):
        if key not in given:
            reading.fault(0, key, Text("is missing", "缺失"), Text("give it", "请写明"))
    base = read_base(reading, given["base"]) if "base" in given else None
    aims = _goals(reading, given["goals"]) if "goals" in given else ()
    choices = _choices(reading, given["levers"], base) if "levers" in given else {}
    costs = _costs(reading, given["costs"], choices) if "costs" in given else {}
    numbers = {
        key: number_in(reading, key, given[key], low, high, whole=whole)
        for key, low, high, whole in (
            ("sample", 0.001, 1.0, False), ("replicates", 1, 1000, True), ("check", 2, 1000, True),
            ("runs", 10, 100_000, True), ("townships", 0, 1000, True),
            ("most_yuan", 0, 1e15, False),
        )
        if key in given
    }  # fmt: skip
    return Question(
        base=reading.sound(base),
        sample=numbers.get("sample") or 1.0,
        replicates=int(numbers.get("replicates") or REPLICATES),
        check=int(numbers.get("check") or CHECK),
        runs=int(numbers.get("runs") or RUNS),
        aims=aims,
        choices=choices,
        costs=costs,
        most_yuan=numbers.get("most_yuan", math.inf) or 0.0,
        townships=TOWNSHIPS if numbers.get("townships") is None else int(numbers["townships"] or 0),
    )


def _goals(reading: Reading, node: Node) -> tuple[Aim, ...]:
    items = node.items if isinstance(node, Row) else []
    if not items:
        reading.fault(
            node.line, "goals", Text("is not a list of goals", "不是目标列表"),
            Text("write - {indicator: in_county_visit_rate, at_least: 0.9}",
                 "写作 - {indicator: in_county_visit_rate, at_least: 0.9}"),
        )  # fmt: skip
    found = [_goal(reading, one, f"goals[{k}]") for k, one in enumerate(items, 1)]
    return tuple(one for one in found if one is not None)


def _goal(reading: Reading, node: Node, place: str) -> Aim | None:
    given = reading.keyed(place, node, GOAL_KEYS)
    if given is None:
        return None
    name = reading.text(f"{place}.indicator", given["indicator"]) if "indicator" in given else None
    known = directions()
    if name not in known:
        reading.fault(
            node.line, f"{place}.indicator",
            Text(f"no indicator is called {name!r}", f"没有名为“{name}”的指标"),
            Text("name an indicator of indicators.csv", "写 indicators.csv 中的指标"),
            nearest(name or "", known),
        )  # fmt: skip
        return None
    bound = read_bound(reading, node, given, place, TODAY)
    if bound is None:
        return None
    scale = SCALES.get(known[name][0])
    if "scale" in given:
        scale = number_in(reading, f"{place}.scale", given["scale"], 1e-9, 1e15, whole=False) or scale
    texts = {
        key: (reading.text(f"{place}.{key}", given[key]) or "") if key in given else default
        for key, default in (("basis", "happened"), ("group", ""))
    }
    return Aim(Key(name, texts["basis"], texts["group"]), bound.value, bound.at_most, scale)


def _choices(reading: Reading, node: Node, base: Scenario | None) -> dict[str, tuple[Level, ...]]:
    branch = reading.branch(
        "levers",
        node,
        Text(
            "write lever.id: [off, on] or path: [0.3, 0.8]",
            "写作 杠杆编号: [off, on] 或 参数路径: [0.3, 0.8]",
        ),
    )
    if branch is None:
        return {}
    levers = load_levers()
    found: dict[str, tuple[Level, ...]] = {}
    for name, value, line in reading.entries(branch, "levers"):
        place = f"levers.{name}"
        if name in levers:
            found[name] = (OFF, ON)
            continue
        if base is None or name not in base.parameters:
            known = (*levers, *(base.parameters if base else ()))
            reading.fault(
                line, place, Text("is neither a lever nor a parameter", "既不是杠杆也不是参数"),
                Text("`countycare levers` lists levers", "杠杆见 countycare levers"), nearest(name, known),
            )  # fmt: skip
            continue
        items = value.items if isinstance(value, Row) else []
        ends = [reading.number(place, one) for one in items]
        numbers = [one[0] for one in ends if one is not None]
        if len(numbers) != 2 or numbers[0] >= numbers[1]:
            reading.fault(
                line, place, Text("is no range", "不是取值范围"),
                Text("write [low, high]", "写作 [下限, 上限]"),
            )  # fmt: skip
            continue
        found[name] = (numbers[0], numbers[1])
    return found


def _costs(reading: Reading, node: Node, choices: dict[str, tuple[Level, ...]]) -> dict[str, float]:
    right = Text("write lever.id: yuan a year", "写作 杠杆编号: 每年元")
    branch = reading.branch("costs", node, right)
    if branch is None:
        return {}
    found = {}
    for name, value, line in reading.entries(branch, "costs"):
        if name not in choices:
            reading.fault(
                line, f"costs.{name}", Text("is no lever that may be moved", "不是可选用的杠杆"),
                Text("name one of levers", "写 levers 中的一项"), nearest(name, choices),
            )  # fmt: skip
        number = number_in(reading, f"costs.{name}", value, 0, 1e15, whole=False)
        if number is not None:
            found[name] = number
    return found
