"""Reading the files of calibration: lists of entries with known keys, every fault with its line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from math import isfinite
from pathlib import Path
from typing import TypeVar

from sim.document import Branch, Node, Row
from sim.errors import Text, UserError
from sim.problems import nearest, shown
from sim.reading import Reading, opened

T = TypeVar("T")
MISSING = Text("is missing", "缺失")


def read_file(file: Path) -> tuple[Reading, Branch]:
    """Read a YAML file as a tree.

    Raises
    ------
    UserError
        When there is no such file, or it is no plain mapping.
    """
    if not file.is_file():
        raise UserError("there is no such file", "没有这个文件", shown(file))
    return opened(file)


class Fields:
    """Values of one mapping by key; every fault is noted in the reading and a stand-in returned.

    Parameters
    ----------
    reading : Reading
    node : Branch
    place : str
        Where the mapping stands, for messages.
    known : sequence of str
        Keys that may stand here.
    """

    def __init__(self, reading: Reading, node: Branch, place: str, known: Sequence[str]) -> None:
        self.reading, self.line, self.place = reading, node.line, place
        self.before = len(reading.problems)
        self.given = {name: value for name, value, _ in reading.entries(node, place, known)}

    def made(self, make: Callable[[], T]) -> T | None:
        """Return what is made of the values, or None when any of them is faulty."""
        found = make()
        return found if len(self.reading.problems) == self.before else None

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; one that is missing without a default is a fault."""
        node = self._node(key, default is None)
        return (default or "") if node is None else self.reading.text(self._at(key), node) or ""

    def choice(self, key: str, allowed: Sequence[str]) -> str:
        """Return one of the words that may stand here."""
        text = self.text(key)
        if text and text not in allowed:
            self._wrong(key, text, ", ".join(allowed), nearest(text, allowed))
        return text

    def names(self, key: str, known: Sequence[str]) -> list[str]:
        """Return a list of names that are known."""
        node = self._node(key, True)
        found = [] if node is None else [text for text, _ in self.reading.texts(self._at(key), node)]
        for name in found:
            if name not in known:
                self._wrong(key, name, ", ".join(known), nearest(name, known))
        return found

    def number(
        self, key: str, low: float, high: float, default: float | None = None, *, open_: bool = False
    ) -> float:
        """Return a number from `low` to `high`, these themselves left out when `open_`."""
        node = self._node(key, default is None)
        if node is None:
            return low if default is None else default
        read = self.reading.number(self._at(key), node)
        if read is None:
            return low
        value = read[0]
        if not (low < value < high if open_ else low <= value <= high):
            bounds = f"{low:g}–{high:g}" if isfinite(high) else f"> {low:g}"
            self._wrong(key, f"{value:g}", bounds)
        return value

    def day(self, key: str) -> date:
        """Return a day."""
        node = self._node(key, True)
        return (None if node is None else self.reading.date(self._at(key), node)) or date.min

    def rows(self, key: str, *, optional: bool = False) -> list[Branch]:
        """Return the mappings of a list."""
        node = self._node(key, not optional)
        items = node.items if isinstance(node, Row) else []
        if node is not None and (not items or any(not isinstance(item, Branch) for item in items)):
            self.reading.fault(
                node.line, self._at(key), Text("is not a list of mappings", "不是映射的列表"),
                Text("begin each entry with a dash", "每一项以短横线开头"),
            )  # fmt: skip
        return [item for item in items if isinstance(item, Branch)]

    def _node(self, key: str, needed: bool) -> Node | None:
        if needed and key not in self.given:
            self.reading.fault(self.line, self._at(key), MISSING, Text("give it", "请写明"))
        return self.given.get(key)

    def _wrong(self, key: str, value: str, right: str, guess: str = "") -> None:
        self.reading.fault(
            self.given[key].line, self._at(key),
            Text(f"{value} cannot stand here", f"此处不能写 {value}"),
            Text(f"right is: {right}", f"可用：{right}"), guess,
        )  # fmt: skip

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key
