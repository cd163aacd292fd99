"""Reading the key `levers` of a scenario file: uses of levers, as far as the file alone tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sim.document import Branch, Leaf, Node, Row
from sim.errors import Text
from sim.policy.groups import EVERYBODY, NAMES, Trait
from sim.policy.lever import Lever
from sim.policy.use import KINDS, LeverUse, Spot, Where
from sim.problems import nearest, shown
from sim.reading import ALWAYS, Reading

KEYS = ("start", "end", "ramp", "where", "who", "set")
OFF, ON = ("off", "false", "no"), ("on", "true", "yes", "", "~", "null")


def read_uses(reading: Reading, node: Node, levers: Mapping[str, Lever]) -> dict[str, list[LeverUse]]:
    """Read the uses of a file by lever, in the order written; an empty list switches a lever off.

    The settings of the uses are those given; `sim.policy.use.completed` adds the catalogue's.
    """
    if isinstance(node, Leaf) and node.empty:
        return {}
    branch = reading.branch(
        "levers", node, Text("write lever.id: {start: 2024-01-01}", "写作 杠杆编号: {start: 2024-01-01}")
    )
    if branch is None:
        return {}
    found = {}
    for id_, value, line in reading.entries(branch, "levers"):
        lever = levers.get(id_)
        if lever is None:
            reading.fault(
                line, f"levers.{id_}", Text("no lever has this name", "没有这个政策杠杆"),
                Text("`countycare levers` lists them", "全部杠杆见 countycare levers"), nearest(id_, levers),
            )  # fmt: skip
            continue
        found[id_] = _uses(reading, lever, value, line)
    return found


def _uses(reading: Reading, lever: Lever, node: Node, line: int) -> list[LeverUse]:
    place = f"levers.{lever.id}"
    if isinstance(node, Leaf):
        word = node.text.lower() if node.plain else node.text
        if word in OFF:
            return []
        if word in ON and node.plain:
            return [LeverUse(lever.id, spot=Spot(shown(reading.file), line, place))]
    several = node.items if isinstance(node, Row) else [node]
    if not several or not all(isinstance(one, Branch) for one in several):
        reading.fault(
            line, place, Text("is neither on, off nor a mapping", "既不是 on、off，也不是映射"),
            Text(f"write on, off, or keys of {', '.join(KEYS)}", f"写 on、off，或用键 {', '.join(KEYS)}"),
        )  # fmt: skip
        return []
    uses = []
    for i, one in enumerate(several):
        if isinstance(one, Branch):
            where = place if len(several) == 1 else f"{place}[{i + 1}]"
            uses.append(_use(reading, lever, one, where, line if len(several) == 1 else one.line))
    return uses


def _use(reading: Reading, lever: Lever, node: Branch, place: str, line: int) -> LeverUse:
    start: date | None = None
    end: date | None = None
    ramp, where, who = 0, Where(), EVERYBODY
    settings: dict[str, float] = {}
    lines: dict[str, int] = {}
    for key, value, at in reading.entries(node, place, KEYS):
        lines[key] = at
        spot = f"{place}.{key}"
        if key == "start":
            start = reading.date(spot, value)
        elif key == "end":
            end = reading.date(spot, value)
        elif key == "ramp":
            ramp = _days(reading, spot, value)
        elif key == "where":
            where = _where(reading, spot, value, lines)
        elif key == "who":
            who = _who(reading, spot, value)
        else:
            settings = _settings(reading, lever, spot, value, lines)
    spot_ = Spot(shown(reading.file), line, place, lines)
    return LeverUse(
        lever.id, start or ALWAYS, end, ramp, where, who, tuple(sorted(settings.items())), spot=spot_
    )


def _days(reading: Reading, place: str, node: Node) -> int:
    number = reading.number(place, node)
    if number is None:
        return 0
    if number[1] or number[0] != int(number[0]) or number[0] < 0:
        reading.fault(
            node.line, place, Text(f"{number[0]:g} is not a number of days", f"{number[0]:g} 不是天数"),
            Text("write whole days, 0 or more", "写不小于 0 的整数天数"),
        )  # fmt: skip
        return 0
    return int(number[0])


def _where(reading: Reading, place: str, node: Node, lines: dict[str, int]) -> Where:
    if not isinstance(node, Branch) or not node.entries:
        kinds = ", ".join(KINDS)
        reading.fault(
            node.line, place, Text("names no places", "没有写明地点"),
            Text(f"give lists under {kinds}", f"用 {kinds} 列出"),
        )  # fmt: skip
        return Where()
    named = {}
    for kind, value, _ in reading.entries(node, place, KINDS):
        texts = reading.texts(f"{place}.{kind}", value)
        lines |= {f"where.{kind}.{text}": at for text, at in texts}
        named[kind] = tuple(sorted({text for text, _ in texts}))
        if not texts:
            reading.fault(
                value.line, f"{place}.{kind}", Text("the list is empty", "列表为空"),
                Text("leave it out to reach everywhere", "不限地点时请删去"),
            )  # fmt: skip
    return Where(**named)


def _who(reading: Reading, place: str, node: Node) -> Trait:
    who = EVERYBODY
    for text, line in reading.texts(place, node):
        trait = NAMES.get(text.lower())
        if trait is None:
            names = ", ".join(name for name in NAMES if name.isascii())
            reading.fault(
                line, place, Text(f"no group is called {text!r}", f"没有名为“{text}”的人群"),
                Text(f"the groups are {names}", f"人群有：{'、'.join(NAMES)}"), nearest(text.lower(), NAMES),
            )  # fmt: skip
        else:
            who |= trait
    return who


def _settings(
    reading: Reading, lever: Lever, place: str, node: Node, lines: dict[str, int]
) -> dict[str, float]:
    right = Text("write parameter.path: 0.5", "写作 参数路径: 0.5")
    branch = reading.branch(place, node, right)
    if branch is None:
        return {}
    found: dict[str, float] = {}
    for name, value, line in reading.entries(branch, place):
        path = lever.dial_path(name)
        if path is None:
            dials = ", ".join(lever.dials)
            reading.fault(
                line, f"{place}.{name}", Text(f"is no dial of {lever.id}", f"不是 {lever.id} 的参数"),
                Text(f"its dials are {dials}", f"它的参数有：{dials}"), nearest(name, lever.dials),
            )  # fmt: skip
            continue
        number = reading.number(f"{place}.{name}", value)
        if number is not None:
            found[path] = number[0]
            lines[f"set.{path}"] = line
    return found
