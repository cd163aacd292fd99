"""Reading the file of a design: every fault with its line."""

from __future__ import annotations

from pathlib import Path

from sim.document import Leaf, Node, Row
from sim.errors import Text, UserError
from sim.experiment.batch.design import FILLING, KINDS, OFF, ON, Design, Level, Part
from sim.policy.catalogue import load_levers
from sim.problems import nearest
from sim.reading import Reading, opened
from sim.scenario import Scenario, load_scenario
from sim.scenario.shipped import find_base

KEYS = ("base", "sample", "replicates", "parameters", "seed", "design")
PART_KEYS = ("kind", "points", "levers")
CENTRAL, DRAWN = PARAMETERS = ("central", "drawn")
MOST_REPLICATES, MOST_POINTS = 10_000, 1_000_000


def load_design(file: Path) -> Design:
    """Read a design.

    Raises
    ------
    ScenarioErrors
        With every fault of the file, or of its base scenario.
    UserError
        When the base is no scenario.
    """
    reading, root = opened(file)
    found = _Found()
    for key, node, line in reading.entries(root, "", KEYS):
        _read_key(reading, found, key, node, line)
    for key, missing in (("base", found.base is None), ("design", not found.has_parts)):
        if missing:
            reading.fault(
                0, key, Text("is missing", "缺失"), Text("a design must give it", "设计文件必须给出")
            )  # fmt: skip
    if found.base is not None:
        for name, line in found.factors:
            _check_factor(reading, name, line, found.base)
    base = reading.sound(found.base)
    return Design(
        base, found.sample, found.replicates, found.drawn, tuple(found.parts), found.seed
    )  # fmt: skip


class _Found:
    """What the file has said so far."""

    def __init__(self) -> None:
        self.base: Scenario | None = None
        self.sample = 1.0
        self.replicates = 1
        self.drawn = False
        self.seed = 1
        self.parts: list[Part] = []
        self.has_parts = False
        self.factors: list[tuple[str, int]] = []


def _read_key(reading: Reading, found: _Found, key: str, node: Node, line: int) -> None:
    if key == "base":
        found.base = read_base(reading, node)
    elif key == "sample":
        found.sample = number_in(reading, key, node, 0.001, 1.0, whole=False) or 1.0
    elif key == "replicates":
        found.replicates = int(number_in(reading, key, node, 1, MOST_REPLICATES) or 1)
    elif key == "seed":
        found.seed = int(number_in(reading, key, node, 0, 2**31) or 0)
    elif key == "parameters":
        word = reading.text(key, node)
        if word is not None and word not in PARAMETERS:
            reading.fault(
                line, key, Text(f"{word!r} is none of the two", f"“{word}”不在两者之中"),
                Text(f"write {CENTRAL} or {DRAWN}", f"写 {CENTRAL} 或 {DRAWN}"),
            )  # fmt: skip
        found.drawn = word == DRAWN
    else:
        found.has_parts = True
        several = node.items if isinstance(node, Row) else [node]
        for number, one in enumerate(several, 1):
            place = key if not isinstance(node, Row) else f"{key}[{number}]"
            part = _part(reading, found, place, one)
            if part is not None:
                found.parts.append(part)


def read_base(reading: Reading, node: Node) -> Scenario | None:
    """Load the scenario that a file names as its base: shipped, or beside the file."""
    name = reading.text("base", node)
    if name is None:
        return None
    file = find_base(name, reading.file)
    if file is None:
        try:
            return load_scenario(name)  # tells what there is
        except UserError as error:
            reading.fault(
                node.line, "base", error.text, Text("name a scenario or its file", "写方案名或方案文件")
            )
            return None
    return load_scenario(file)


def _part(reading: Reading, found: _Found, place: str, node: Node) -> Part | None:
    branch = reading.branch(place, node, Text("give kind and levers", "给出 kind 和 levers"))
    if branch is None:
        return None
    kind, points, levels = "", 0, dict[str, tuple[Level, ...]]()
    for key, value, line in reading.entries(branch, place, PART_KEYS):
        spot = f"{place}.{key}"
        if key == "kind":
            kind = reading.text(spot, value) or ""
            if kind not in KINDS:
                reading.fault(
                    line, spot, Text(f"{kind!r} is no kind of design", f"“{kind}”不是设计类型"),
                    Text(f"write one of {', '.join(KINDS)}", f"可写：{'、'.join(KINDS)}"),
                    nearest(kind, KINDS),
                )  # fmt: skip
                return None
        elif key == "points":
            points = int(number_in(reading, spot, value, 1, MOST_POINTS) or 0)
        else:
            levels = _levels(reading, found, spot, value)
    return _checked(reading, place, node.line, Part(kind, levels, points))


def _checked(reading: Reading, place: str, line: int, part: Part) -> Part | None:
    """Return the part when its keys fit each other."""

    def fault(en: str, zh: str, right_en: str, right_zh: str) -> None:
        reading.fault(line, place, Text(en, zh), Text(right_en, right_zh))

    if not part.kind or not part.levels:
        fault("lacks kind or levers", "缺少 kind 或 levers", "give both", "两者都要给出")
        return None
    sizes = {len(levels) for levels in part.levels.values()}
    if part.kind == "list" and len(sizes) > 1:
        fault("has lists of different length", "各列表长度不同", "give each as many levels", "各列表须一样长")
        return None
    if part.kind in FILLING and not part.points:
        fault(f"fills a space without points ({part.kind})", f"{part.kind} 未给出 points",
              "say how many, as points: 64", "写明点数，例如 points: 64")  # fmt: skip
        return None
    if part.kind not in FILLING and part.points:
        fault(f"gives points, which {part.kind} has no use for", f"{part.kind} 不用 points",
              "leave points out", "请删去 points")  # fmt: skip
        return None
    if part.kind in FILLING and min(sizes) < 2:
        fault("has a range with one end", "取值范围只有一端", "give low and high", "给出下限和上限")
        return None
    return part


def _levels(reading: Reading, found: _Found, place: str, node: Node) -> dict[str, tuple[Level, ...]]:
    branch = reading.branch(
        place,
        node,
        Text(
            "write path: [0.1, 0.2] or lever.id: [off, on]",
            "写作 参数路径: [0.1, 0.2] 或 杠杆编号: [off, on]",
        ),
    )
    if branch is None:
        return {}
    levels = {}
    for name, value, line in reading.entries(branch, place):
        items = value.items if isinstance(value, Row) else [value]
        found.factors.append((name, line))
        lever = name in load_levers()
        read = [_level(reading, f"{place}.{name}", item, lever=lever) for item in items]
        levels[name] = tuple(level for level in read if level is not None)
    return {name: one for name, one in levels.items() if one}


def _level(reading: Reading, place: str, node: Node, *, lever: bool) -> Level | None:
    if not lever:
        number = reading.number(place, node)
        return None if number is None else number[0]
    word = node.text.lower() if isinstance(node, Leaf) else ""
    if word in (ON, OFF):
        return word
    reading.fault(
        node.line, place, Text("is neither on nor off", "既不是 on 也不是 off"),
        Text("a lever is on or off; its numbers have paths of their own",
             "杠杆只写 on 或 off；其数值另有路径"),
    )  # fmt: skip
    return None


def _check_factor(reading: Reading, name: str, line: int, base: Scenario) -> None:
    levers = load_levers()
    if name not in levers and name not in base.parameters:
        known = (*levers, *base.parameters)
        reading.fault(
            line, name, Text("is neither a lever nor a parameter", "既不是杠杆也不是参数"),
            Text("`countycare levers` lists levers; parameters stand in scenarios/parameters/",
                 "杠杆见 countycare levers；参数见 scenarios/parameters/"), nearest(name, known),
        )  # fmt: skip


def number_in(
    reading: Reading, place: str, node: Node, low: float, high: float, *, whole: bool = True
) -> float | None:
    """Return a number of a range; None, with the fault noted, otherwise."""
    number = reading.number(place, node)
    if number is None:
        return None
    value = number[0]
    if low <= value <= high and (not whole or value == int(value)):
        return value
    kind = Text("a whole number", "整数") if whole else Text("a number", "数")
    reading.fault(
        node.line, place, Text(f"{value:g} is out of range", f"{value:g} 超出范围"),
        Text(f"write {kind.en} from {low:g} to {high:g}", f"写 {low:g} 至 {high:g} 的{kind.zh}"),
    )  # fmt: skip
    return None
