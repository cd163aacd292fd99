"""One scenario file, read and checked as far as the file alone allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sim.document import Branch, Leaf, Node, Row
from sim.errors import Text, UserError
from sim.policy.books import book_names, find_book
from sim.policy.catalogue import load_levers
from sim.policy.read_uses import read_uses
from sim.policy.use import LeverUse, completed
from sim.problems import nearest
from sim.reading import ALWAYS, Reading, as_date
from sim.scenario.goals import Goal, read_goals
from sim.scenario.read_shocks import Read, read_shocks
from sim.scenario.shipped import exists, known_counties

KEYS = (
    "base",
    "title",
    "summary",
    "counties",
    "start",
    "until",
    "geography",
    "communities",
    "posterior",
    "parameters",
    "overrides",
    "levers",
    "rules",
    "goals",
    "shocks",
)


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
class Layer(Reading):
    """What one file says; None where it says nothing.

    `lines` tells on which line each key stands; `readable` is False when the file is no YAML mapping; `apart`
    is True for a text that lies in no folder: it can name what ships, and no file.
    """

    lines: dict[str, int] = field(default_factory=dict)
    base: str | None = None
    title: Text | None = None
    summary: Text | None = None
    counties: tuple[str, ...] | None = None
    start: date | None = None
    until: date | None = None
    geography: Path | None = None
    communities: Path | None = None
    posterior: Path | None = None
    parameters: Path | None = None
    rules: Path | None = None
    settings: list[Setting] = field(default_factory=list)
    levers: dict[str, list[LeverUse]] = field(default_factory=dict)
    goals: tuple[Goal, ...] | None = None
    shocks: tuple[Read, ...] | None = None
    readable: bool = True
    apart: bool = False

    def fault_inside(self, key: str, error: UserError, right: Text) -> None:
        """Note what is wrong with something that a key of this file names."""
        wrong = Text(f"{error.where}: {error.text.en}", f"{error.where}：{error.text.zh}")
        self.fault(self.lines[key], key, wrong, right)


def read_layer(file: Path, raw: bytes | None = None) -> Layer:
    """Read one file; its faults are in `problems` of the result, all of them.

    Parameters
    ----------
    file : Path
    raw : bytes, optional
        What it holds, for one that lies in no folder (somebody's browser sent it).
    """
    layer = Layer(file, apart=raw is not None)
    root = layer.root(raw)
    if root is None:
        layer.readable = False
        return layer
    for key, node, line in layer.entries(root, "", KEYS):
        layer.lines[key] = line
        _read_key(layer, key, node)
    return layer


def _read_key(layer: Layer, key: str, node: Node) -> None:
    if key == "base":
        layer.base = layer.text(key, node)
    elif key == "title":
        layer.title = layer.both_languages(key, node)
    elif key == "summary":
        layer.summary = layer.both_languages(key, node)
    elif key == "counties":
        layer.counties = _counties(layer, node)
    elif key == "start":
        layer.start = layer.date(key, node)
    elif key == "until":
        layer.until = layer.date(key, node)
    elif key == "geography":
        layer.geography = _beside(layer, key, node, folder=True)
    elif key == "communities":
        layer.communities = _beside(layer, key, node, folder=False)
    elif key == "posterior":
        layer.posterior = _beside(layer, key, node, folder=False)
    elif key == "parameters":
        layer.parameters = _beside(layer, key, node, folder=False)
    elif key == "levers":
        layer.levers = _levers(layer, node)
    elif key == "goals":
        layer.goals = read_goals(layer, node)
    elif key == "shocks":
        layer.shocks = read_shocks(layer, node)
    elif key == "rules":
        layer.rules = _rules(layer, node)
    else:
        layer.settings = list(_settings(layer, node))


def _rules(layer: Layer, node: Node) -> Path | None:
    """File of the rule book that a scenario names."""
    name = layer.text("rules", node)
    file = find_book(name, None if layer.apart else layer.file) if name else None
    if name and file is None:
        layer.fault(
            node.line, "rules", Text(f"no rule book is called {name!r}", f"没有名为“{name}”的规则书"),
            Text(f"shipped: {', '.join(book_names())}", f"内置：{'、'.join(book_names())}"),
            nearest(name, book_names()),
        )  # fmt: skip
    return file


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


def _levers(layer: Layer, node: Node) -> dict[str, list[LeverUse]]:
    """Uses by lever, none for one that is switched off, with the values of the catalogue filled in."""
    catalogue = load_levers()
    found = read_uses(layer, node, catalogue)
    if isinstance(node, Branch):
        layer.lines |= {f"levers.{key.text}": key.line for key, _ in node.entries}
    return {id_: [completed(use, catalogue[id_]) for use in uses] for id_, uses in found.items()}


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


def _beside(layer: Layer, path: str, node: Node, *, folder: bool) -> Path | None:
    """Return a file or folder named relative to the scenario file."""
    text = layer.text(path, node)
    if text is None:
        return None
    if layer.apart:
        layer.fault(
            node.line, path,
            Text("names a file, which cannot be reached from here", "指向其他文件，此处无法读取"),
            Text("run this scenario on the command line, or leave the key out",
                 "请在命令行中运行该方案，或删去此项"),
        )  # fmt: skip
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
    right = Text("write parameter.path: {2024-07-01: 0.5}", "写作 参数路径: {2024-07-01: 0.5}")
    branch = layer.branch("overrides", node, right)
    if branch is None:
        return
    for path, value, line in layer.entries(branch, "overrides"):
        layer.lines[f"overrides.{path}"] = line
        if not isinstance(value, Branch):
            yield from _setting(layer, path, ALWAYS, value)
            continue
        for text, dated, line in layer.entries(value, f"overrides.{path}"):
            day = as_date(text)
            if day is None:
                layer.fault_date(line, f"overrides.{path}", f"{text!r} ")
            else:
                yield from _setting(layer, path, day, dated)


def _setting(layer: Layer, path: str, day: date, node: Node) -> Iterator[Setting]:
    place = f"overrides.{path}" + ("" if day == ALWAYS else f".{day}")
    number = layer.number(place, node)
    if number:
        yield Setting(path, day, number[0], node.line, number[1])
