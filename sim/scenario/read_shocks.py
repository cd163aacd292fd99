"""Reading shocks: the key `shocks` of a scenario file, or a file of shocks alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sim.document import Branch, Leaf, Node
from sim.errors import Text
from sim.problems import ScenarioErrors
from sim.reading import Reading, opened
from sim.scenario.shocks import Kind, Shock

KINDS = tuple(kind.value for kind in Kind)
KEYS = (*KINDS, "count", "start", "end")
RIGHT = Text(
    "write name: {facility: id or name, start: 2024-07-01, end: 2024-08-31}; instead of facility: "
    "doctor (and count), road: [place, place], wave: share of adults, advance: months late",
    "写作 名称: {facility: 机构代码或名称, start: 2024-07-01, end: 2024-08-31}；facility 也可换作 "
    "doctor（另加 count）、road: [地点, 地点]、wave: 成人发病比例、advance: 延迟月数",
)
MOST = {Kind.DOCTOR: 1000.0, Kind.WAVE: 0.9, Kind.ADVANCE: 12.0}
WHOLE = (Kind.DOCTOR, Kind.ADVANCE)


@dataclass(frozen=True)
class Read:
    """A shock and the line it stands on."""

    shock: Shock
    line: int


def load_shocks(file: Path) -> tuple[Shock, ...]:
    """Read a file of shocks; the names of their places are not looked up.

    Raises
    ------
    ScenarioErrors
        With every fault of the file.
    """
    reading, root = opened(file)
    given = {key: node for key, node, _ in reading.entries(root, "", ("shocks",))}
    found = read_shocks(reading, given["shocks"]) if "shocks" in given else ()
    if not found and not reading.problems:
        reading.fault(0, "shocks", Text("names no shock", "没有给出冲击"), RIGHT)
    if reading.problems:
        raise ScenarioErrors(reading.problems)
    return tuple(one.shock for one in found)


def read_shocks(reading: Reading, node: Node) -> tuple[Read, ...]:
    """Read shocks by name; faults are noted."""
    if isinstance(node, Leaf) and node.empty:
        return ()
    if not isinstance(node, Branch):
        reading.fault(node.line, "shocks", Text("is not a mapping", "不是映射"), RIGHT)
        return ()
    found = [_shock(reading, name, value, line) for name, value, line in reading.entries(node, "shocks")]
    return tuple(one for one in found if one is not None)


def _shock(reading: Reading, name: str, node: Node, line: int) -> Read | None:
    place = f"shocks.{name}"
    if not isinstance(node, Branch):
        reading.fault(line, place, Text("is not a mapping", "不是映射"), RIGHT)
        return None
    before = len(reading.problems)
    given = {key: value for key, value, _ in reading.entries(node, place, KEYS)}
    kinds = [Kind(key) for key in given if key in KINDS]
    if len(kinds) != 1 or "start" not in given or ("count" in given and kinds != [Kind.DOCTOR]):
        reading.fault(line, place, Text("is no shock with a start", "不是带起始日的一种冲击"), RIGHT)
        return None
    kind = kinds[0]
    start = reading.date(f"{place}.start", given["start"])
    end: date | None = None
    if "end" in given:
        end = reading.date(f"{place}.end", given["end"])
    if start and end and end < start:
        reading.fault(
            line, place, Text(f"ends on {end}, before it begins", f"结束日 {end} 早于起始日"),
            Text("end must be start or later", "end 不得早于 start"),
        )  # fmt: skip
    spot = f"{place}.{kind.value}"
    places: tuple[str, ...] = ()
    amount = 1.0
    if kind in (Kind.FACILITY, Kind.DOCTOR):
        places = (reading.text(spot, given[kind.value]) or "",)
        if "count" in given:
            amount = _amount(reading, f"{place}.count", given["count"], kind)
    elif kind is Kind.ROAD:
        ends = reading.texts(spot, given[kind.value])
        places = tuple(text for text, _ in ends)
        if len(places) != 2:
            reading.fault(line, spot, Text("is not a road", "不是道路"), RIGHT)
    else:
        amount = _amount(reading, spot, given[kind.value], kind)
    if len(reading.problems) > before or start is None:
        return None
    return Read(Shock(name, kind, start, end, places, amount), line)


def _amount(reading: Reading, place: str, node: Node, kind: Kind) -> float:
    number = reading.number(place, node)
    value = number[0] if number else 0.0
    if number and not (0 < value <= MOST[kind] and (kind not in WHOLE or value == int(value))):
        reading.fault(
            node.line, place, Text(f"{value:g} is out of range", f"{value:g} 超出范围"),
            Text(f"write a number above 0, up to {MOST[kind]:g}", f"写大于 0、不超过 {MOST[kind]:g} 的数"),
        )  # fmt: skip
    return value
