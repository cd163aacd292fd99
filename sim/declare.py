"""Parameters: each number of the model is declared once, with unit, range, source and evidence.

The declarations are the CSV files of `scenarios/parameters/`, one row a number, so that a planner can read
them in a spreadsheet. Everything else (checks, the values a run uses, random draws, tables) is made from
them.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sim.errors import Text, UserError

EVIDENCE = ("official", "statistics", "study", "calibrated", "assumption", "neutral")
"""Grades. `neutral`: the value of a lever's number while the lever is off; it claims nothing of the world."""
INTEGER_UNITS = frozenset({"count", "fen", "days", "persons", "switch", "kind"})
DISCRETE_UNITS = frozenset({"switch", "kind"})
"""Units of what has no half-way: a switch, or the number of one of several kinds."""
UNITS = INTEGER_UNITS | {
    "share", "multiplier", "per_1000", "per_10000", "minutes", "per_year", "per_day", "km", "km_per_hour",
    "utility", "level", "years",
}  # fmt: skip
UNIT_WORDS = {
    "share": Text("share", "比例"),
    "fen": Text("fen", "分"),
    "multiplier": Text("times", "倍"),
    "per_1000": Text("per 1,000", "每千人"),
    "per_10000": Text("per 10,000", "每万人"),
    "minutes": Text("minutes", "分钟"),
    "days": Text("days", "天"),
    "years": Text("years", "年"),
    "per_year": Text("a year", "每年"),
    "per_day": Text("a day", "每天"),
    "persons": Text("people", "人"),
    "km": Text("km", "公里"),
    "km_per_hour": Text("km/h", "公里/小时"),
}
"""Units in words; the others (counts, switches, levels …) go without."""
COLUMNS = ("path", "value", "low", "high", "unit", "evidence", "source", "label_en", "label_zh", "note")


@dataclass(frozen=True)
class Parameter:
    """One declared number.

    Attributes
    ----------
    path : str
        Dotted name; the part before the first dot is the family.
    value, low, high : float
        Central value and plausible range.
    unit, evidence, source : str
        One of `UNITS`, one of `EVIDENCE`, and the reference.
    label : Text
        What it means, in English and Chinese.
    note : str
        Remarks on the source or the assumption.
    """

    path: str
    value: float
    low: float
    high: float
    unit: str
    evidence: str
    source: str
    label: Text
    note: str = ""

    @property
    def is_integer(self) -> bool:
        """Whether only whole numbers are allowed (counts, fen, days, switches, kinds)."""
        return self.unit in INTEGER_UNITS

    def fault(self, value: object) -> Text | None:
        """Say what is wrong with `value`, or None when it is allowed."""
        if isinstance(value, bool) and self.unit == "switch":
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return Text(f"{value!r} is not a number", f"{value!r} 不是数字")
        if not math.isfinite(value):
            return Text(f"{value} is not a finite number", f"{value} 不是有限的数字")
        if self.is_integer and float(value) != int(value):
            return Text(f"{value:g} is not a whole number", f"{value:g} 不是整数")
        if not self.low <= value <= self.high:
            return Text(
                f"{value:g} is outside {self.low:g} to {self.high:g}",
                f"{value:g} 超出范围 {self.low:g} 至 {self.high:g}",
            )
        return None

    @property
    def right(self) -> Text:
        """What is allowed, for the message on a fault."""
        kind = Text("a whole number", "整数") if self.is_integer else Text("a number", "数字")
        word = UNIT_WORDS.get(self.unit)
        unit = Text(f" ({word.en})", f"（{word.zh}）") if word else Text("", "")
        span = f"{self.low:g}–{self.high:g}"
        return Text(f"{kind.en} in {span}{unit.en}", f"{span} 之间的{kind.zh}{unit.zh}")


def parameter_folder() -> Path:
    """Folder of the declarations that ship with the package."""
    return Path(__file__).resolve().parent.parent / "scenarios" / "parameters"


def read_parameters(
    files: Iterable[Path], known: Mapping[str, Parameter] | None = None
) -> dict[str, Parameter]:
    """Read declarations from CSV files.

    Parameters
    ----------
    files : iterable of Path
    known : mapping of str to Parameter, optional
        Declarations these are to replace: the unit must stay, and a share stays one (0 to 1; an amplitude
        that is declared below 0 may be so).

    Raises
    ------
    UserError
        On an unknown column, unit or evidence grade, a missing source, a path declared twice, or a value
        outside its own range; the message names file and line.
    """
    declared: dict[str, Parameter] = {}
    for file in files:
        # Spreadsheets put a byte order mark before the first column; utf-8-sig takes it away.
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                names = ",".join(COLUMNS)
                raise UserError(f"columns must be {names}", f"列名须为 {names}", file.name)
            for row in reader:
                parameter = _parameter(row, f"{file.name}:{reader.line_num}")
                if parameter.path in declared:
                    raise UserError(
                        f"{parameter.path} is declared twice",
                        f"{parameter.path} 重复声明",
                        f"{file.name}:{reader.line_num}",
                    )
                replaced = (known or {}).get(parameter.path)
                if replaced is not None:
                    _check_replacement(parameter, replaced, f"{file.name}:{reader.line_num}")
                declared[parameter.path] = parameter
    return declared


def _check_replacement(parameter: Parameter, replaced: Parameter, where: str) -> None:
    if parameter.unit != replaced.unit:
        raise UserError(
            f"{parameter.path}: the unit is {replaced.unit}, not {parameter.unit}",
            f"{parameter.path}：单位应为 {replaced.unit}，而不是 {parameter.unit}",
            where,
        )
    least, most = min(0.0, replaced.low), max(1.0, replaced.high)
    if parameter.unit == "share" and not least <= parameter.low <= parameter.high <= most:
        raise UserError(
            f"{parameter.path}: value, low and high of a share lie within {least:g} to {most:g}",
            f"{parameter.path}：比例的 value、low、high 须在 {least:g} 至 {most:g} 之内",
            where,
        )


def _parameter(row: dict[str, str], where: str) -> Parameter:
    try:
        value = float(row["value"])
        low = float(row["low"] or row["value"])
        high = float(row["high"] or row["value"])
    except (TypeError, ValueError) as error:
        raise UserError("value, low and high must be numbers", "value、low、high 须为数字", where) from error
    for column, allowed in (("unit", UNITS), ("evidence", EVIDENCE)):
        if row[column] not in allowed:
            raise UserError(
                f"{column} {row[column]!r} must be one of {', '.join(sorted(allowed))}",
                f"{column} {row[column]!r} 须为 {', '.join(sorted(allowed))} 之一",
                where,
            )
    if not row["source"]:
        raise UserError("every number needs a source", "每个数字都须注明来源", where)
    parameter = Parameter(
        row["path"], value, low, high, row["unit"], row["evidence"], row["source"],
        Text(row["label_en"], row["label_zh"]), row["note"] or "",
    )  # fmt: skip
    fault = parameter.fault(value)
    if fault:
        raise UserError(f"{row['path']}: {fault.en}", f"{row['path']}：{fault.zh}", where)
    return parameter


@lru_cache(maxsize=1)
def load_parameters() -> dict[str, Parameter]:
    """All parameters that ship with the package, by path, in file and row order."""
    return read_parameters(sorted(parameter_folder().glob("*.csv")))


def defaults() -> dict[str, float]:
    """Central value of every parameter, by path."""
    return {path: parameter.value for path, parameter in load_parameters().items()}
