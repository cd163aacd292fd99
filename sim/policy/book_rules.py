"""The numbers of a rule book: nested keys to parameter paths, values by date, and ranges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sim.declare import Parameter
from sim.document import Branch, Leaf, Node
from sim.errors import Text
from sim.policy.book_bands import band_paths, read_bands
from sim.policy.book_entry import Entry, EntryReader
from sim.problems import nearest
from sim.reading import ALWAYS, Reading, as_date

FAMILIES = ("insurance", "pay_patient", "prices")
_LEAF = ("value", "low", "high", "evidence", "source", "note")


def read_rules(
    reading: Reading, node: Node, declared: Mapping[str, Parameter], *, inline: bool = False
) -> dict[str, Entry]:
    """Read nested rules; faults are noted.

    Parameters
    ----------
    inline : bool
        Rules written into a case: a bare number will do for a value.
    """
    return dict(_Rules(reading, declared, inline).walk("", node))


class _Rules(EntryReader):
    def walk(self, path: str, node: Node) -> Iterator[tuple[str, Entry]]:
        place = f"rules.{path}" if path else "rules"
        if isinstance(node, Branch):
            keys = {key.text for key, _ in node.entries}
            if "bands" in keys:
                yield from read_bands(self, path, place, node)
            elif "value" in keys:
                yield from self._leaf(path, place, node)
            else:
                for name, below, line in self.reading.entries(node, place):
                    inner = f"{path}.{name}" if path else name
                    if self._known(inner, line):
                        yield from self.walk(inner, below)
        elif self.inline and isinstance(node, Leaf):
            short = Branch(node.line, [(Leaf("value", True, node.line), node)])
            yield from self._leaf(path, place, short)
        else:
            self.reading.fault(
                node.line, place, Text("is not a mapping", "不是映射"),
                Text("{value: 0.5, evidence: …, source: …}", "{value: 0.5, evidence: …, source: …}"),
            )  # fmt: skip

    def _known(self, path: str, line: int) -> bool:
        if path.partition(".")[0] in FAMILIES and (
            path in self.declared
            or any(one.startswith(f"{path}.") for one in self.declared)
            or band_paths(path)
        ):
            return True
        depth = path.count(".") + 1
        names = {".".join(one.split(".")[:depth]) for one in self.declared if one.split(".")[0] in FAMILIES}
        self.reading.fault(
            line, f"rules.{path}", Text("no rule has this name", "没有这条规则"),
            Text("the names stand in scenarios/parameters/ (insurance, pay_patient, prices)",
                 "规则名见 scenarios/parameters/（insurance、pay_patient、prices）"),
            nearest(path, names),
        )  # fmt: skip
        return False

    def _leaf(self, path: str, place: str, node: Branch) -> Iterator[tuple[str, Entry]]:
        parts = {key: (value, line) for key, value, line in self.reading.entries(node, place, _LEAF)}
        parameter = self.declared.get(path)
        if parameter is None:
            self.reading.fault(
                node.line, place, Text("is a group of rules, not one", "是一组规则，不是一条"),
                Text("name one of them", "请写到具体一条"),
                nearest(path, self.declared),
            )  # fmt: skip
            return
        evidence, source = self.grounds(place, node.line, parts)
        given = self._values(place, *parts["value"], parameter)
        if not given or not evidence or not source:
            return
        numbers = [value for _, value in given]
        low, high = min(numbers), max(numbers)
        for key in ("low", "high"):
            if (
                key in parts
                and (bound := self.number(f"{place}.{key}", parts[key][0], parameter)) is not None
            ):
                low, high = (bound, high) if key == "low" else (low, bound)
        if not self.inline and evidence == "assumption" and not {"low", "high"} <= set(parts):
            self.reading.fault(
                node.line, place, Text("is an assumption without a range", "是没有范围的假设"),
                Text("give low and high", "须给出 low 和 high"),
            )  # fmt: skip
            return
        if not low <= min(numbers) <= max(numbers) <= high:
            self.reading.fault(
                node.line, place, Text("value lies outside its own range", "取值超出自身范围"),
                Text("low ≤ value ≤ high", "须 low ≤ value ≤ high"),
            )  # fmt: skip
            return
        note = self.reading.text(f"{place}.note", parts["note"][0]) if "note" in parts else ""
        yield path, Entry(tuple(given), low, high, evidence, source, note or "", self.reading.file, node.line)

    def _values(
        self, place: str, node: Node, line: int, parameter: Parameter
    ) -> list[tuple[date, float]] | None:
        if not isinstance(node, Branch):
            number = self.number(place, node, parameter)
            return None if number is None else [(ALWAYS, number)]
        found = []
        for text, value, at in self.reading.entries(node, f"{place}.value"):
            day = as_date(text)
            if day is None:
                self.reading.fault_date(at, f"{place}.value", f"{text!r} ")
            elif (number := self.number(f"{place}.value.{text}", value, parameter)) is not None:
                found.append((day, number))
        if not node.entries:
            self.reading.fault(
                line, f"{place}.value", Text("holds no value", "没有取值"),
                Text("{2020-01-01: 0.5}", "{2020-01-01: 0.5}"),
            )  # fmt: skip
        return sorted(found) if len(found) == len(node.entries) and found else None
