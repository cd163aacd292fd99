"""The numbers of a rule book: nested keys to parameter paths, values by date, ranges, and bands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sim.declare import EVIDENCE, Parameter
from sim.document import Branch, Leaf, Node, Row
from sim.errors import Text
from sim.problems import nearest, shown
from sim.reading import ALWAYS, Reading, as_date

FAMILIES = ("insurance", "pay_patient", "prices")
_LEAF = ("value", "low", "high", "evidence", "source", "note")
_BANDS = ("bands", "evidence", "source", "note")
_BAND = ("above", "rate", "low", "high")
MOST_BANDS = 3
FEN = 100


@dataclass(frozen=True)
class Entry:
    """What a book says of one parameter, in the parameter's own unit.

    Attributes
    ----------
    values : tuple of (date, float)
        By the day from which each holds, sorted; `ALWAYS` for an undated one. The first holds before its day
        too: nothing is known of earlier rules.
    low, high : float
        Range in which the number is plausible.
    evidence, source, note : str
    file : Path
    line : int
        Where it stands.
    """

    values: tuple[tuple[date, float], ...]
    low: float
    high: float
    evidence: str
    source: str
    note: str
    file: Path
    line: int

    @property
    def where(self) -> str:
        """File name and line."""
        return f"{self.file.name}:{self.line}"

    def value_on(self, day: date) -> float:
        """Value that holds on a day."""
        held = [value for since, value in self.values if since <= day]
        return held[-1] if held else self.values[0][1]

    def declare(self, parameter: Parameter) -> Parameter:
        """Return a declaration with the first value, the range and the evidence of this entry."""
        return replace(
            parameter, value=self.values[0][1], low=self.low, high=self.high, evidence=self.evidence,
            source=self.source, note=self.note or parameter.note,
        )  # fmt: skip


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


@dataclass
class _Rules:
    reading: Reading
    declared: Mapping[str, Parameter]
    inline: bool

    def walk(self, path: str, node: Node) -> Iterator[tuple[str, Entry]]:
        place = f"rules.{path}" if path else "rules"
        if isinstance(node, Branch):
            keys = {key.text for key, _ in node.entries}
            if "bands" in keys:
                yield from self._bands(path, place, node)
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
            or _band_paths(path)
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
        evidence, source = self._grounds(place, node.line, parts)
        given = self._values(place, *parts["value"], parameter)
        if not given or not evidence or not source:
            return
        numbers = [value for _, value in given]
        low, high = min(numbers), max(numbers)
        for key in ("low", "high"):
            if (
                key in parts
                and (bound := self._number(f"{place}.{key}", parts[key][0], parameter)) is not None
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
            number = self._number(place, node, parameter)
            return None if number is None else [(ALWAYS, number)]
        found = []
        for text, value, at in self.reading.entries(node, f"{place}.value"):
            day = as_date(text)
            if day is None:
                self.reading.fault_date(at, f"{place}.value", f"{text!r} ")
            elif (number := self._number(f"{place}.value.{text}", value, parameter)) is not None:
                found.append((day, number))
        if not node.entries:
            self.reading.fault(
                line, f"{place}.value", Text("holds no value", "没有取值"),
                Text("{2020-01-01: 0.5}", "{2020-01-01: 0.5}"),
            )  # fmt: skip
        return sorted(found) if len(found) == len(node.entries) and found else None

    def _number(self, place: str, node: Node, parameter: Parameter) -> float | None:
        """Read a number into the parameter's unit: money is written in yuan."""
        read = self.reading.number(place, node)
        if read is None:
            return None
        value, wrong, right = read[0], None, parameter.right
        if parameter.unit == "fen":
            value, right = (
                round(read[0] * FEN),
                Text("yuan, at most two decimals", "以元为单位，至多两位小数"),
            )
            if abs(value - read[0] * FEN) > 1e-6:
                wrong = Text(f"{read[0]:g} yuan is no whole number of fen", f"{read[0]:g} 元不是整数分")
            elif value < 0:
                wrong = Text("is negative money", "金额为负")
        elif parameter.unit == "share":
            wide = replace(parameter, low=min(0.0, parameter.low), high=max(1.0, parameter.high))
            wrong, right = wide.fault(value), wide.right
        else:
            wrong = parameter.fault(value)
        if wrong:
            self.reading.fault(node.line, place, wrong, right)
            return None
        return float(value)

    def _grounds(
        self, place: str, line: int, parts: Mapping[str, tuple[Node, int]]
    ) -> tuple[str | None, str | None]:
        """Evidence grade and source; of a rule inside a case the case itself."""
        if self.inline and "evidence" not in parts:
            return "assumption", f"{shown(self.reading.file)}:{line}"
        if not {"evidence", "source"} <= set(parts):
            self.reading.fault(
                line, place, Text("lacks evidence or source", "缺少 evidence 或 source"),
                Text("every number tells what it rests on", "每个数字都须注明依据"),
            )  # fmt: skip
            return None, None
        evidence = self.reading.text(f"{place}.evidence", parts["evidence"][0])
        if evidence is not None and evidence not in EVIDENCE:
            self.reading.fault(
                parts["evidence"][1], f"{place}.evidence",
                Text(f"{evidence!r} is no grade of evidence", f"“{evidence}”不是证据等级"),
                Text(", ".join(EVIDENCE), "、".join(EVIDENCE)), nearest(evidence, EVIDENCE),
            )  # fmt: skip
            evidence = None
        return evidence, self.reading.text(f"{place}.source", parts["source"][0])

    def _bands(self, path: str, place: str, node: Branch) -> Iterator[tuple[str, Entry]]:
        """Read a list of ``{above: yuan, rate: share}``."""
        parts = {key: (value, line) for key, value, line in self.reading.entries(node, place, _BANDS)}
        targets = _band_paths(path)
        evidence, source = self._grounds(place, node.line, parts)
        rows = parts["bands"][0]
        if not targets or not isinstance(rows, Row) or not 1 <= len(rows.items) <= MOST_BANDS:
            self.reading.fault(
                node.line, place, Text("is not a list of one to three bands", "不是一至三段的列表"),
                Text("bands of inpatient_bands.<level> or critical_bands: [{above: 0, rate: 0.6}]",
                     "inpatient_bands.<级别> 或 critical_bands 的 bands: [{above: 0, rate: 0.6}]"),
            )  # fmt: skip
            return
        before = -1.0
        for number, (row, (above_path, rate_path)) in enumerate(zip(rows.items, targets, strict=False), 1):
            at = f"{place}.bands.{number}"
            cells = (
                {key: value for key, value, _ in self.reading.entries(row, at, _BAND)}
                if isinstance(row, Branch)
                else {}
            )
            if not {"above", "rate"} <= set(cells):
                self.reading.fault(
                    row.line, at, Text("lacks above or rate", "缺少 above 或 rate"),
                    Text("{above: 20000, rate: 0.6}", "{above: 20000, rate: 0.6}"),
                )  # fmt: skip
                return
            money = self.declared["insurance.residents.critical_threshold"]
            share = self.declared["insurance.residents.critical_ratio"]
            above = self._number(f"{at}.above", cells["above"], money)
            shares = {key: self._number(f"{at}.{key}", cells[key], share) for key in cells if key != "above"}
            if above is None or None in shares.values() or not evidence or not source:
                return
            if above <= before or (above_path == "" and above != 0):
                self.reading.fault(
                    row.line, at, Text("a bracket goes back", "分段起点倒退"),
                    Text("begin at 0 for stays, and each band above the one before it",
                         "住院首段从 0 起，每段起点须高于前一段"),
                )  # fmt: skip
                return
            before, rate = above, shares["rate"] or 0.0
            low, high = shares.get("low", rate) or 0.0, shares.get("high", rate) or 0.0
            spot = self.reading.file, row.line
            if above_path:
                yield above_path, Entry(((ALWAYS, above),), above, above, evidence, source, "", *spot)
            yield rate_path, Entry(((ALWAYS, rate),), low, high, evidence, source, "", *spot)
        for unused in targets[len(rows.items) :]:  # bands of the base that are no more
            for gone in unused:
                spot = self.reading.file, node.line
                yield gone, Entry(((ALWAYS, 0.0),), 0.0, 0.0, evidence or "", source or "", "", *spot)


def _band_paths(path: str) -> list[tuple[str, str]]:
    """Parameters of each band's threshold (empty: it begins at 0) and share; none for another path."""
    parts = path.split(".")
    if len(parts) < 3 or parts[0] != "insurance" or parts[1] not in ("residents", "employees"):
        return []
    who = f"insurance.{parts[1]}"
    if parts[2:] == ["critical_bands"]:
        first = (f"{who}.critical_threshold", f"{who}.critical_ratio")
        return [
            first,
            *((f"{who}.critical_band.{k}.above", f"{who}.critical_band.{k}.ratio") for k in (2, 3)),
        ]
    if parts[2] == "inpatient_bands":
        level = ".".join(parts[3:]) or "county"
        if level not in ("village", "township", "county", "city", "far"):
            return []
        more = [
            (f"{who}.inpatient_band.{k}.above.{level}", f"{who}.inpatient_band.{k}.ratio.{level}")
            for k in (2, 3)
        ]
        return [("", f"{who}.inpatient_ratio.{level}"), *more]
    return []
