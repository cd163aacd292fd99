"""Rule books: the reimbursement rules of a place as dated numbers, each with what it rests on.

`scenarios/rules/<place>.yaml` names parameters by nested keys (`insurance: {residents: {…}}`), gives money in
yuan and shares as 0-1. The first value of a number takes the place of the declared one, with range and
evidence, so that draws work; later ones hold from their day on. What a book does not say, its base says, and
below that the declarations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from sim.declare import Parameter, load_parameters
from sim.errors import Text
from sim.policy.book_entry import Entry
from sim.policy.book_rules import read_rules
from sim.problems import Problem, ScenarioErrors, nearest
from sim.reading import Reading

KEYS = ("title", "place", "document", "base", "rules")
MAX_BASES = 8
CRITICAL = ("critical_threshold", "critical_band.2.above", "critical_band.3.above")


@dataclass(frozen=True)
class Book:
    """Rules of one place.

    Attributes
    ----------
    name : str
        File name without its ending.
    title, place : Text
    document : str
        Source document, or a remark on there being none.
    entries : mapping of str to Entry
        What the book and its bases say, by parameter path.
    """

    name: str
    title: Text
    place: Text
    document: str
    entries: Mapping[str, Entry] = field(hash=False)

    def declare(self, declared: Mapping[str, Parameter]) -> dict[str, Parameter]:
        """Return the declarations with the first values of the book in place of theirs."""
        return dict(declared) | {path: one.declare(declared[path]) for path, one in self.entries.items()}

    @property
    def later(self) -> dict[str, dict[date, float]]:
        """Values after the first, by path and the day from which they hold."""
        dated = {path: dict(one.values[1:]) for path, one in self.entries.items()}
        return {path: days for path, days in dated.items() if days}

    def values(self, on: date) -> dict[str, float]:
        """Value of every declared parameter on a day under this book."""
        values = {path: one.value for path, one in load_parameters().items()}
        return values | {path: one.value_on(on) for path, one in self.entries.items()}


def book_folder() -> Path:
    """Folder of the rule books that ship with the package."""
    return Path(__file__).resolve().parent.parent.parent / "scenarios" / "rules"


def book_names() -> list[str]:
    """Names of the rule books that ship with the package, sorted."""
    return sorted(file.stem for file in book_folder().glob("*.yaml"))


def find_book(name: str, beside: Path | None = None) -> Path | None:
    """File of a rule book: a shipped name, or a file beside another one, with or without its ending."""
    if name in book_names():
        return book_folder() / f"{name}.yaml"
    for suffix in ("", ".yaml", ".yml"):
        if beside is not None and (beside.parent / f"{name}{suffix}").is_file():
            return beside.parent / f"{name}{suffix}"
    return None


def load_book(name: str) -> Book:
    """Load a shipped rule book.

    Raises
    ------
    ScenarioErrors
        With every fault of the book and its bases.
    """
    book, problems = read_book(book_folder() / f"{name}.yaml")
    if book is None:
        raise ScenarioErrors(problems)
    return book


def read_book(file: Path) -> tuple[Book | None, list[Problem]]:
    """Read a rule book and its bases; None when there is a fault, the faults of each file by line."""
    declared = load_parameters()
    chain: list[Reading] = []
    heads: list[tuple[Text | None, Text | None, str | None]] = []
    parts: list[dict[str, Entry]] = []
    next_file: Path | None = file
    while next_file is not None:
        reading = Reading(next_file)
        chain.append(reading)
        next_file = _read_one(reading, declared, heads, parts, chain)
    entries = {path: one for part in reversed(parts) for path, one in part.items()}
    _check_brackets(chain[0], declared, entries)
    problems = [problem for one in chain for problem in sorted(one.problems, key=lambda each: each.line)]
    title, place, document = heads[0] if heads else (None, None, None)
    if problems or not (title and place and document):
        return None, problems
    return Book(file.stem, title, place, document, entries), []


def _read_one(
    reading: Reading, declared: Mapping[str, Parameter],
    heads: list[tuple[Text | None, Text | None, str | None]], parts: list[dict[str, Entry]],
    chain: list[Reading],
) -> Path | None:  # fmt: skip
    """Read one file of the chain; return that of its base."""
    root = reading.root()
    if root is None:
        return None
    found = {key: (node, line) for key, node, line in reading.entries(root, "", KEYS)}
    for key in ("title", "place", "document", "rules"):
        if key not in found:
            reading.fault(
                0, key, Text("is missing", "缺失"),
                Text(f"a rule book gives {', '.join(KEYS)}", f"规则书须给出 {', '.join(KEYS)}"),
            )  # fmt: skip
    title = reading.both_languages("title", found["title"][0]) if "title" in found else None
    place = reading.both_languages("place", found["place"][0]) if "place" in found else None
    document = reading.text("document", found["document"][0]) if "document" in found else None
    heads.append((title, place, document))
    parts.append(read_rules(reading, found["rules"][0], declared) if "rules" in found else {})
    return _base(reading, found["base"], chain) if "base" in found else None


def _base(reading: Reading, given: tuple[object, int], chain: list[Reading]) -> Path | None:
    node, line = given
    name = reading.text("base", node)  # type: ignore[arg-type]
    file = find_book(name, reading.file) if name else None
    if name and file is None:
        reading.fault(
            line, "base", Text(f"no rule book is called {name!r}", f"没有名为“{name}”的规则书"),
            Text(f"shipped: {', '.join(book_names())}", f"内置：{'、'.join(book_names())}"),
            nearest(name, book_names()),
        )  # fmt: skip
    if file and (file.resolve() in [one.file.resolve() for one in chain] or len(chain) == MAX_BASES):
        reading.fault(
            line, "base", Text("the bases run in a circle", "基准规则书循环引用"),
            Text("end the chain at a book without a base", "链条须止于一本没有 base 的规则书"),
        )  # fmt: skip
        return None
    return file


def _check_brackets(
    reading: Reading, declared: Mapping[str, Parameter], entries: Mapping[str, Entry]
) -> None:
    """Note bands of the critical-illness layer that go back, once book and bases are put together."""
    for who in ("residents", "employees"):
        paths = [f"insurance.{who}.{name}" for name in CRITICAL]
        starts = [entries[path].values[0][1] if path in entries else declared[path].value for path in paths]
        used = [starts[0], *(start for start in starts[1:] if start > 0)]
        if any(high <= low for low, high in pairwise(used)):
            reading.fault(
                0, f"insurance.{who}.critical_bands",
                Text("a bracket goes back", "分段起点倒退"),
                Text("each band begins above the one before it", "每段起点须高于前一段"),
            )  # fmt: skip


def with_entries(book: Book, entries: Mapping[str, Entry]) -> Book:
    """Return a book with further numbers laid over its own."""
    return replace(book, entries=dict(book.entries) | dict(entries))
