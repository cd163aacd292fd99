"""What a rule book says of one parameter: its value by date, its range, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sim.declare import EVIDENCE, Parameter
from sim.document import Node
from sim.errors import Text
from sim.problems import nearest, shown
from sim.reading import Reading

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


@dataclass
class EntryReader:
    """Reader of numbers and what they rest on; faults are noted in `reading`.

    Attributes
    ----------
    reading : Reading
    declared : mapping of str to Parameter
    inline : bool
        Rules written into a case: a bare number will do for a value.
    """

    reading: Reading
    declared: Mapping[str, Parameter]
    inline: bool

    def number(self, place: str, node: Node, parameter: Parameter) -> float | None:
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

    def grounds(
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
