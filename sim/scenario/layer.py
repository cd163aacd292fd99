"""One scenario file, read and checked as far as the file alone allows."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sim.errors import Text
from sim.scenario.document import Branch, DocumentError, Leaf, Node, Row, read_document
from sim.scenario.problems import Problem, nearest, shown
from sim.scenario.scenario import ALWAYS, FIRST_YEAR, LAST_YEAR
from sim.scenario.shipped import exists, known_counties

KEYS = ("base", "title", "summary", "counties", "start", "until", "geography", "parameters", "overrides")
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SWITCH = {"true": 1.0, "false": 0.0}


@dataclass(frozen=True)
class Setting:
    """One value of `overrides`, with the line it stands on; `boolean`: written true or false."""

    path: str
    day: date
    value: float
    line: int
    boolean: bool = False

    @property
    def place(self) -> str:
        """Place in the document."""
        return f"overrides.{self.path}" + ("" if self.day == ALWAYS else f".{self.day}")


@dataclass
class Layer:
    """What one file says; None where it says nothing.

    `lines` tells on which line each key stands; `readable` is False when the file is no YAML mapping.
    """

    file: Path
    lines: dict[str, int] = field(default_factory=dict)
    base: str | None = None
    title: Text | None = None
    summary: Text | None = None
    counties: tuple[str, ...] | None = None
    start: date | None = None
    until: date | None = None
    geography: Path | None = None
    parameters: Path | None = None
    settings: list[Setting] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    readable: bool = True

    def fault(self, line: int, path: str, wrong: Text, right: Text, guess: str = "") -> None:
        """Note a problem of this file."""
        self.problems.append(Problem(shown(self.file), line, path, wrong, right, guess))


def read_layer(file: Path) -> Layer:
    """Read one file; its faults are in `problems` of the result, all of them."""
    layer = Layer(file)
    try:
        root = read_document(file)
    except DocumentError as error:
        layer.problems.append(error.problem)
        layer.readable = False
        return layer
    for key, node, line in _entries(layer, root, "", KEYS):
        layer.lines[key] = line
        _read_key(layer, key, node)
    return layer


def _read_key(layer: Layer, key: str, node: Node) -> None:
    if key == "base":
        layer.base = _text(layer, key, node)
    elif key == "title":
        layer.title = _both_languages(layer, key, node)
    elif key == "summary":
        layer.summary = _both_languages(layer, key, node)
    elif key == "counties":
        layer.counties = _counties(layer, node)
    elif key == "start":
        layer.start = _date(layer, key, node)
    elif key == "until":
        layer.until = _date(layer, key, node)
    elif key == "geography":
        layer.geography = _beside(layer, key, node, folder=True)
    elif key == "parameters":
        layer.parameters = _beside(layer, key, node, folder=False)
    else:
        layer.settings = list(_settings(layer, node))


def _entries(
    layer: Layer, node: Branch, path: str, known: Iterable[str] | None = None
) -> Iterator[tuple[str, Node, int]]:
    """Yield name, value and line of a mapping's entries, noting duplicates and names not in `known`."""
    seen: dict[str, int] = {}
    for key, value in node.entries:
        name = key.text
        place = f"{path}.{name}" if path else name
        if name in seen:
            layer.fault(
                key.line, place,
                Text(f"is given twice (first on line {seen[name]})", f"重复给出（首次在第 {seen[name]} 行）"),
                Text("give it once", "只写一次"),
            )  # fmt: skip
        elif known is not None and name not in known:
            allowed = ", ".join(known)
            layer.fault(
                key.line, place, Text("is not a key of a scenario here", "此处没有这个键"),
                Text(f"the keys are {allowed}", f"可用的键：{allowed}"), nearest(name, known),
            )  # fmt: skip
        else:
            seen[name] = key.line
            yield name, value, key.line


def _text(layer: Layer, path: str, node: Node) -> str | None:
    if isinstance(node, Leaf) and not node.empty and node.text.strip():
        return node.text.strip()
    layer.fault(node.line, path, Text("is not a text", "不是文本"), Text("write one text", "写一段文本"))
    return None


def _both_languages(layer: Layer, path: str, node: Node) -> Text | None:
    if isinstance(node, Branch):
        found = {
            name: _text(layer, f"{path}.{name}", value)
            for name, value, _ in _entries(layer, node, path, ("zh", "en"))
        }
        if len(found) == 2:
            return Text(found["en"] or "", found["zh"] or "")
    layer.fault(
        node.line, path, Text("needs a Chinese and an English text", "须有中英文两种文本"),
        Text(f"{path}: {{zh: …, en: …}}", f"{path}: {{zh: …, en: …}}"),
    )  # fmt: skip
    return None


def _counties(layer: Layer, node: Node) -> tuple[str, ...] | None:
    if not isinstance(node, Row) or not node.items:
        layer.fault(
            node.line, "counties", Text("is not a list of county codes", "不是县级行政区划代码的列表"),
            Text("for example [130324]", "例如 [130324]"),
        )  # fmt: skip
        return None
    codes: list[str] = []
    for item in node.items:
        code = item.text if isinstance(item, Leaf) else ""
        if code in codes:
            layer.fault(
                item.line, "counties", Text(f"{code} is listed twice", f"{code} 重复列出"),
                Text("list it once", "只列一次"),
            )  # fmt: skip
        elif not re.fullmatch(r"\d{6}", code, re.ASCII):
            layer.fault(
                item.line, "counties", Text(f"{code!r} is not a county code", f"“{code}”不是县级代码"),
                Text("a code has six digits, for example 130324", "代码为六位数字，例如 130324"),
            )  # fmt: skip
        else:
            codes.append(code)
    return tuple(sorted(codes))


def check_counties(layer: Layer) -> None:
    """Note the counties of which the shipped open data know nothing."""
    known = known_counties()
    for code in layer.counties or ():
        if code not in known:
            names = ", ".join(f"{one} {name}" for one, name in sorted(known.items()))
            layer.fault(
                layer.lines["counties"], "counties",
                Text(f"county {code} is unknown", f"未知的县级单位 {code}"),
                Text(f"the data hold {', '.join(sorted(known))}", f"数据中有：{names}"), nearest(code, known),
            )  # fmt: skip


def _date(layer: Layer, path: str, node: Node) -> date | None:
    day = _as_date(node.text) if isinstance(node, Leaf) else None
    if day is None:
        given = f"{node.text!r} " if isinstance(node, Leaf) else ""
        _fault_date(layer, node.line, path, given)
    return day


def _as_date(text: str) -> date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _fault_date(layer: Layer, line: int, path: str, given: str) -> None:
    layer.fault(
        line, path, Text(f"{given}is not a date", f"{given}不是日期"),
        Text(
            f"write YYYY-MM-DD between {FIRST_YEAR} and {LAST_YEAR}, for example 2024-01-01",
            f"写作 YYYY-MM-DD（{FIRST_YEAR} 至 {LAST_YEAR} 年），例如 2024-01-01",
        ),
    )  # fmt: skip


def _beside(layer: Layer, path: str, node: Node, *, folder: bool) -> Path | None:
    """Return a file or folder named relative to the scenario file."""
    text = _text(layer, path, node)
    if text is None:
        return None
    found = layer.file.parent / Path(text).expanduser()
    if exists(found, folder=folder):
        return found.resolve()
    kind = Text("folder", "文件夹") if folder else Text("CSV file", "CSV 文件")
    layer.fault(
        node.line, path, Text(f"there is no {kind.en} {text!r}", f"没有{kind.zh}“{text}”"),
        Text("give it relative to the scenario file", "路径以方案文件所在位置为准"),
    )  # fmt: skip
    return None


def _settings(layer: Layer, node: Node) -> Iterator[Setting]:
    if isinstance(node, Leaf) and node.empty:
        return
    if not isinstance(node, Branch):
        layer.fault(
            node.line, "overrides", Text("is not a mapping", "不是映射"),
            Text("write parameter.path: {2024-07-01: 0.5}", "写作 参数路径: {2024-07-01: 0.5}"),
        )  # fmt: skip
        return
    for path, value, line in _entries(layer, node, "overrides"):
        layer.lines[f"overrides.{path}"] = line
        if not isinstance(value, Branch):
            yield from _setting(layer, path, ALWAYS, value)
            continue
        for text, dated, line in _entries(layer, value, f"overrides.{path}"):
            day = _as_date(text)
            if day is None:
                _fault_date(layer, line, f"overrides.{path}", f"{text!r} ")
            else:
                yield from _setting(layer, path, day, dated)


def _setting(layer: Layer, path: str, day: date, node: Node) -> Iterator[Setting]:
    text = node.text.lower() if isinstance(node, Leaf) and node.plain else ""
    number = _SWITCH.get(text, float(text) if _NUMBER.fullmatch(text) else math.nan)
    if math.isfinite(number):
        yield Setting(path, day, number, node.line, text in _SWITCH)
        return
    place = f"overrides.{path}" + ("" if day == ALWAYS else f".{day}")
    wrong = Text("is a list or mapping", "是列表或映射")
    if isinstance(node, Leaf):
        wrong = Text(f"{node.text!r} is not a plain number", f"“{node.text}”不是普通数字")
    layer.fault(
        node.line, place, wrong,
        Text("write one number without quotes", "写一个不带引号的数字"),
    )  # fmt: skip
