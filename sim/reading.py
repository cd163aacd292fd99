"""Taking values out of a YAML tree: texts, dates, numbers and lists, every fault noted with its line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from sim.document import Branch, DocumentError, Leaf, Node, Row, parse_document, read_document
from sim.errors import Text
from sim.problems import Problem, ScenarioErrors, nearest, shown

T = TypeVar("T")
Day = date
"""A date, by a name that no reader's method has."""
ALWAYS = date.min
"""Date of what holds from the first day of the warm-up, whatever the first counted day is."""
FIRST_YEAR, LAST_YEAR = 1950, 2150
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SWITCH = {"true": 1.0, "false": 0.0}


@dataclass
class Reading:
    """A file being read, and every fault found in it so far."""

    file: Path
    problems: list[Problem] = field(default_factory=list)

    def fault(self, line: int, path: str, wrong: Text, right: Text, guess: str = "") -> None:
        """Note a problem of this file."""
        self.problems.append(Problem(shown(self.file), line, path, wrong, right, guess))

    def root(self, raw: bytes | None = None) -> Branch | None:
        """Read the file, or what it holds; None, with the fault noted, when it is no YAML mapping."""
        try:
            return read_document(self.file) if raw is None else parse_document(raw, self.file.name)
        except DocumentError as error:
            self.problems.append(error.problem)
            return None

    def branch(self, path: str, node: Node, right: Text) -> Branch | None:
        """Return a mapping; None, with the fault noted and what would be right, otherwise."""
        if isinstance(node, Branch):
            return node
        self.fault(node.line, path, Text("is not a mapping", "不是映射"), right)
        return None

    def keyed(self, path: str, node: Node, keys: Sequence[str]) -> dict[str, Node] | None:
        """Return the entries of a mapping of known keys; None, with the fault noted, for anything else."""
        branch = self.branch(path, node, keys_are(keys))
        return None if branch is None else {key: one for key, one, _ in self.entries(branch, path, keys)}

    def sound(self, made: T | None) -> T:
        """Return what was made of the file.

        Raises
        ------
        ScenarioErrors
            With every fault, by line; also when nothing was made.
        """
        if self.problems or made is None:
            raise ScenarioErrors(sorted(self.problems, key=lambda one: one.line))
        return made

    def entries(
        self, node: Branch, path: str, known: Iterable[str] | None = None
    ) -> Iterator[tuple[str, Node, int]]:
        """Yield name, value and line of a mapping's entries, noting duplicates and names not in `known`."""
        seen: dict[str, int] = {}
        for key, value in node.entries:
            name = key.text
            place = f"{path}.{name}" if path else name
            if name in seen:
                first = seen[name]
                self.fault(
                    key.line, place,
                    Text(f"is given twice (first on line {first})", f"重复给出（首次在第 {first} 行）"),
                    Text("give it once", "只写一次"),
                )  # fmt: skip
            elif known is not None and name not in known:
                allowed = ", ".join(known)
                self.fault(
                    key.line, place, Text("is not a key that stands here", "此处没有这个键"),
                    Text(f"the keys are {allowed}", f"可用的键：{allowed}"), nearest(name, known),
                )  # fmt: skip
            else:
                seen[name] = key.line
                yield name, value, key.line

    def text(self, path: str, node: Node) -> str | None:
        """Return a text that is not empty; None, with the fault noted, otherwise."""
        if isinstance(node, Leaf) and not node.empty and node.text.strip():
            return node.text.strip()
        self.fault(node.line, path, Text("is not a text", "不是文本"), Text("write one text", "写一段文本"))
        return None

    def both_languages(self, path: str, node: Node) -> Text | None:
        """Return a text given as ``{zh: …, en: …}``."""
        if isinstance(node, Branch):
            found = {
                name: self.text(f"{path}.{name}", value)
                for name, value, _ in self.entries(node, path, ("zh", "en"))
            }
            if len(found) == 2:
                return Text(found["en"] or "", found["zh"] or "")
        self.fault(
            node.line, path, Text("needs a Chinese and an English text", "须有中英文两种文本"),
            Text(f"{path}: {{zh: …, en: …}}", f"{path}: {{zh: …, en: …}}"),
        )  # fmt: skip
        return None

    def texts(self, path: str, node: Node) -> list[tuple[str, int]]:
        """Return the texts of a list with their lines; a text alone counts as a list of one."""
        items = node.items if isinstance(node, Row) else [node]
        found = [(self.text(path, item), item.line) for item in items]
        return [(text, line) for text, line in found if text is not None]

    def date(self, path: str, node: Node) -> Day | None:
        """Return a day written YYYY-MM-DD."""
        day = as_date(node.text) if isinstance(node, Leaf) else None
        if day is None:
            self.fault_date(node.line, path, f"{node.text!r} " if isinstance(node, Leaf) else "")
        return day

    def fault_date(self, line: int, path: str, given: str) -> None:
        """Note that something is not a date."""
        self.fault(
            line, path, Text(f"{given}is not a date", f"{given}不是日期"),
            Text(
                f"write YYYY-MM-DD between {FIRST_YEAR} and {LAST_YEAR}, for example 2024-01-01",
                f"写作 YYYY-MM-DD（{FIRST_YEAR} 至 {LAST_YEAR} 年），例如 2024-01-01",
            ),
        )  # fmt: skip

    def number(self, path: str, node: Node) -> tuple[float, bool] | None:
        """Return a number, and whether it was written true or false (then 1 or 0)."""
        text = node.text.lower() if isinstance(node, Leaf) and node.plain else ""
        value = _SWITCH.get(text, float(text) if _NUMBER.fullmatch(text) else math.nan)
        if math.isfinite(value):
            return value, text in _SWITCH
        wrong = Text("is a list or mapping", "是列表或映射")
        if isinstance(node, Leaf):
            wrong = Text(f"{node.text!r} is not a plain number", f"“{node.text}”不是普通数字")
        self.fault(
            node.line, path, wrong, Text("write one number without quotes", "写一个不带引号的数字")
        )  # fmt: skip
        return None


def keys_are(keys: Sequence[str]) -> Text:
    """Say which keys a mapping has."""
    return Text(f"its keys are {', '.join(keys)}", f"可用的键：{', '.join(keys)}")


def as_date(text: str) -> date | None:
    """Return the day a text means, or None."""
    if not _DATE.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def opened(file: Path) -> tuple[Reading, Branch]:
    """Open a YAML file to take its values out.

    Raises
    ------
    ScenarioErrors
        When it is no YAML file that can be read.
    """
    reading = Reading(file)
    root = reading.root()
    if root is None:
        raise ScenarioErrors(reading.problems)
    return reading, root
