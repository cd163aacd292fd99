"""Worked cases: files of bills with what each payer should pay, read and checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from sim.declare import load_parameters
from sim.document import Branch, Leaf, Node, Row
from sim.errors import Text
from sim.money.claims import DIRECT, KINDS, PATHS, STAY, Bill, Holder, Payment
from sim.money.covered import COVERED
from sim.money.rules import INSURANCES, LEVELS, PRIMARY
from sim.policy.book_rules import read_rules
from sim.policy.books import Book, book_names, find_book, read_book, with_entries
from sim.problems import Problem, nearest
from sim.reading import Reading

_CASE = ("id", "title", "rules", "covers", "person", "bills")
_PERSON = ("insurance", "first_contact", "child", "pupil", "poor", "aid")
_BILL = (
    "date", "kind", "level", "bill", "full", "partial", "path", "after", "tight", "own_institution", "tcm",
    "exam", "expect", "why",
)  # fmt: skip
_PAYERS = ("fund", "critical", "aid", "own")
_MONEY = re.compile(r"\d{1,9}\.\d{2}", re.ASCII)
Parts = Mapping[str, tuple[Node, int]]


@dataclass(frozen=True)
class Expected:
    """What each payer should pay of one bill, the arithmetic in words, and the line it stands on."""

    payment: Payment
    why: Text
    line: int


@dataclass(frozen=True)
class Case:
    """A person with bills under the rules of a book; `covers` names rules of `COVERED`."""

    id: str
    title: Text
    book: Book
    covers: tuple[str, ...]
    holder: Holder
    bills: tuple[Bill, ...]
    expected: tuple[Expected, ...]
    file: FilePath
    line: int


def case_folder() -> FilePath:
    """Folder of the cases that ship with the package."""
    return FilePath(__file__).resolve().parent.parent.parent / "scenarios" / "rules" / "cases"


def shipped_cases() -> list[FilePath]:
    """Case files that ship with the package, sorted."""
    return sorted(case_folder().glob("*.yaml"))


def read_cases(file: FilePath) -> tuple[list[Case], list[Problem]]:
    """Read a file of cases: those without a fault, and every fault by line."""
    reader = _Reader(file)
    root = reader.root()
    cases = list(reader.all(root)) if root is not None else []
    return cases, sorted(reader.problems, key=lambda one: one.line)


class _Reader(Reading):
    """Reader of one file."""

    def all(self, root: Branch) -> Iterator[Case]:
        """Yield the cases without a fault."""
        rows = next((node for _, node, _ in self.entries(root, "", ("cases",))), None)
        if not isinstance(rows, Row) or not rows.items:
            self.fault(
                root.line, "cases", Text("is not a list of cases", "不是案例列表"),
                Text("write cases: and a list", "写作 cases: 后接列表"),
            )  # fmt: skip
            return
        seen: set[str] = set()
        for number, node in enumerate(rows.items, 1):
            before = len(self.problems)
            case = self._case(f"cases.{number}", node)
            if case and case.id in seen:
                self._say(node.line, f"cases.{number}.id", f"{case.id} is used twice", f"{case.id} 重复")
            elif case and len(self.problems) == before:
                seen.add(case.id)
                yield case

    def _say(
        self, line: int, place: str, en: str, zh: str, known: tuple[str, ...] = (), given: str = ""
    ) -> None:
        right = Text(f"one of {', '.join(known)}", f"可写：{'、'.join(known)}")
        if not known:
            right = Text("see scenarios/README.md, Worked cases", "见 scenarios/README.md 的“Worked cases”")
        self.fault(line, place, Text(en, zh), right, nearest(given, known) if given else "")

    def _parts(self, place: str, node: Node, known: tuple[str, ...], needed: tuple[str, ...]) -> Parts | None:
        if not isinstance(node, Branch):
            self._say(node.line, place, "is not a mapping", "不是映射", known)
            return None
        parts = {key: (value, line) for key, value, line in self.entries(node, place, known)}
        for key in needed:
            if key not in parts:
                self._say(node.line, f"{place}.{key}", "is missing", "缺失")
        return parts if all(key in parts for key in needed) else None

    def _case(self, place: str, node: Node) -> Case | None:
        parts = self._parts(place, node, _CASE, ("id", "title", "rules", "covers", "bills"))
        if parts is None:
            return None
        name = self.text(f"{place}.id", parts["id"][0])
        place = name or place
        title = self.both_languages(f"{place}.title", parts["title"][0])
        book = self._book(f"{place}.rules", parts["rules"][0])
        covers = self.texts(f"{place}.covers", parts["covers"][0])
        for rule, line in covers:
            if rule not in COVERED:
                self._say(line, f"{place}.covers", f"no rule is called {rule!r}", f"没有名为“{rule}”的规则",
                          tuple(COVERED), rule)  # fmt: skip
        holder = self._holder(f"{place}.person", parts["person"][0]) if "person" in parts else Holder()
        bills = list(self._bills(f"{place}.bills", parts["bills"][0]))
        if not (name and title and book and holder and bills and covers) or None in bills:
            return None
        done = [one for one in bills if one is not None]
        return Case(
            name, title, book, tuple(rule for rule, _ in covers), holder, tuple(bill for bill, _ in done),
            tuple(expected for _, expected in done), self.file, node.line,
        )  # fmt: skip

    def _book(self, place: str, node: Node) -> Book | None:
        """Rule book by name, or a mapping with its name as `base` and changes beside it."""
        changes = Branch(node.line)
        given: Node | None = node
        if isinstance(node, Branch):
            given = next((value for key, value in node.entries if key.text == "base"), None)
            changes = Branch(node.line, [one for one in node.entries if one[0].text != "base"])
        name = self.text(place, given) if given is not None else None
        file = find_book(name, self.file) if name else None
        if file is None:
            self._say(node.line, place, f"no rule book is called {name!r}", f"没有名为“{name}”的规则书",
                      tuple(book_names()), name or "")  # fmt: skip
            return None
        book, problems = read_book(file)
        self.problems.extend(problems)
        entries = read_rules(self, changes, load_parameters(), inline=True) if changes.entries else {}
        return with_entries(book, entries) if book else None

    def _holder(self, place: str, node: Node) -> Holder | None:
        parts = self._parts(place, node, _PERSON, ())
        if parts is None:
            return None
        insurance = self._word(place, parts, "insurance", ("none", *INSURANCES[1:]), "residents")
        flag = {key: self._flag(place, parts, key, key == "aid") for key in _PERSON[1:]}
        return Holder(
            ("none", *INSURANCES[1:]).index(insurance), flag["first_contact"], flag["child"] or flag["pupil"],
            flag["poor"] and flag["aid"],
        )  # fmt: skip

    def _bills(self, place: str, node: Node) -> Iterator[tuple[Bill, Expected] | None]:
        rows = node.items if isinstance(node, Row) else []
        if not rows:
            self._say(node.line, place, "is not a list of bills", "不是账单列表")
        earlier: list[Bill | None] = []
        for number, row in enumerate(rows, 1):
            one = self._bill(f"{place}.{number}", row, earlier)
            earlier.append(one[0] if one else None)
            yield one

    def _bill(self, place: str, node: Node, earlier: list[Bill | None]) -> tuple[Bill, Expected] | None:
        parts = self._parts(place, node, _BILL, ("date", "kind", "level", "bill", "expect", "why"))
        if parts is None:
            return None
        before = len(self.problems)
        day = self.date(f"{place}.date", parts["date"][0])
        kind = self._word(place, parts, "kind", KINDS, STAY)
        level = LEVELS.index(self._word(place, parts, "level", LEVELS, LEVELS[0]))
        amount = self._money(place, parts, "bill")
        full, partial = (
            self._money(place, parts, key) if key in parts else None for key in ("full", "partial")
        )
        exam = self._money(place, parts, "exam") if "exam" in parts else 0
        path = self._word(place, parts, "path", PATHS, DIRECT)
        flag = {key: self._flag(place, parts, key) for key in ("tight", "own_institution", "tcm")}
        after = self._after(place, parts, kind, level, earlier)
        expected = self._expected(place, parts, amount or 0)
        if day is None or amount is None or expected is None or len(self.problems) > before:
            return None
        last = next((one.day for one in reversed(earlier) if one), day)
        for wrong, en, zh in (
            (day < last, f"comes before the bill of {last}", f"早于 {last} 的账单"),
            ((full is None) != (partial is None), "gives one of full, partial", "full、partial 须同时给出"),
            ((full or 0) + (partial or 0) > amount, "has parts above the bill", "各部分之和超过账单"),
            ((exam or 0) > amount, "has an examination above the bill", "检查费超过账单"),
            (bool(exam) and full is not None, "gives parts and examination", "exam 与 full 不能并用"),
            (kind != STAY and bool(exam or after >= 0 or flag["tight"] or flag["own_institution"]),
             "is no stay", "不是住院账单"),
            (bool(exam) and level not in PRIMARY, "is no primary stay", "不是基层住院"),
        ):  # fmt: skip
            if wrong:
                self._say(node.line, place, en, zh)
                return None
        bill = Bill(
            day, kind, level, amount, path, after, flag["tight"], flag["own_institution"], flag["tcm"],
            exam or 0, full, partial,
        )  # fmt: skip
        return bill, expected

    def _after(self, place: str, parts: Parts, kind: str, level: int, earlier: list[Bill | None]) -> int:
        """Number, from 0, of the earlier stay that this one follows; -1 none."""
        if "after" not in parts:
            return -1
        node, line = parts["after"]
        read = self.number(f"{place}.after", node)
        at = int(read[0]) - 1 if read else -1
        if read and not (read[0] == at + 1 and 0 <= at < len(earlier)):
            self._say(line, f"{place}.after", "is not the number of an earlier bill", "不是前面账单的序号")
        elif read and (other := earlier[at]) is not None:
            moved = max(level, 1) != max(other.level, 1)
            if other.kind != STAY or kind != STAY or not moved:
                self._say(
                    line,
                    f"{place}.after",
                    "is not a move between levels of two stays",
                    "不是两次住院之间的级别变动",
                )
        return at

    def _expected(self, place: str, parts: Parts, amount: int) -> Expected | None:
        node, line = parts["expect"]
        given = self._parts(f"{place}.expect", node, _PAYERS, ("fund", "own"))
        why_node = parts["why"][0]
        why = self.both_languages(f"{place}.why", why_node) if isinstance(why_node, Branch) else None
        if isinstance(why_node, Leaf) and (text := self.text(f"{place}.why", why_node)):
            why = Text(text, text)
        if given is None or why is None:
            return None
        paid = [self._money(f"{place}.expect", given, key) if key in given else 0 for key in _PAYERS]
        if None in paid:
            return None
        payment = Payment(*(one or 0 for one in paid))
        if sum(payment) != amount:
            self._say(line, f"{place}.expect", f"adds up to {yuan(sum(payment))}, the bill is {yuan(amount)}",
                      f"合计 {yuan(sum(payment))}，账单为 {yuan(amount)}")  # fmt: skip
            return None
        return Expected(payment, why, line)

    def _money(self, place: str, parts: Parts, key: str) -> int | None:
        """Read yuan with two decimals as fen, exactly."""
        node, line = parts[key]
        text = node.text if isinstance(node, Leaf) else ""
        if _MONEY.fullmatch(text):
            return int(text.replace(".", ""))
        self.fault(
            line, f"{place}.{key}", Text(f"{text!r} is no amount", f"“{text}”不是金额"),
            Text("yuan with two decimals, for example 1234.50", "以元为单位、两位小数，例如 1234.50"),
        )  # fmt: skip
        return None

    def _word(self, place: str, parts: Parts, key: str, known: tuple[str, ...], default: str) -> str:
        if key not in parts:
            return default
        node, line = parts[key]
        text = node.text if isinstance(node, Leaf) else ""
        if text not in known:
            self._say(line, f"{place}.{key}", f"{text!r} is none of these", f"“{text}”不在其中", known, text)
            return default
        return text

    def _flag(self, place: str, parts: Parts, key: str, default: bool = False) -> bool:
        return self._word(place, parts, key, ("true", "false"), str(default).lower()) == "true"


def yuan(fen: int) -> str:
    """Fen as yuan with two decimals."""
    return f"{fen // 100}.{fen % 100:02d}"
