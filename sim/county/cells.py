"""What one cell means: numbers as people write them, months, words of a list; or what is wrong with it."""

from __future__ import annotations

import math
import re

from sim.county.templates import Column
from sim.county.vocabulary import LISTS, meaning
from sim.errors import Text
from sim.problems import nearest

Value = str | float
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}([,，]\d{3})+(\.\d+)?", re.ASCII)
_MONTH = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})(?:\s*月)?(?:[-/.]0?1(?: 00:00:00)?)?", re.ASCII)
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


class CellFault(Exception):
    """A cell that cannot be read: what is wrong, what would be right, the nearest known word."""

    def __init__(self, wrong: Text, right: Text, guess: str = "") -> None:
        super().__init__(wrong.en)
        self.wrong, self.right, self.guess = wrong, right, guess


def is_identity(text: str) -> bool:
    """Whether a cell holds what looks like a citizen's identity number."""
    return bool(_IDENTITY.search(text))


def value_of(column: Column, text: str) -> Value:
    """Meaning of a cell that is not empty: a number, a month as YYYY-MM, the id of a word, or the text.

    Raises
    ------
    CellFault
        When the text means nothing in this column.
    """
    if column.numeric:
        return _number(column, text)
    if column.kind == "month":
        return _month(text)
    if column.kind == "code":
        if re.fullmatch(r"\d{6}", text, re.ASCII):
            return text
        raise CellFault(
            Text(f"{text!r} is not a county code", f"“{text}”不是县级代码"),
            Text("a code has six digits; or leave it empty", "代码为六位数字；也可留空"),
        )
    if column.kind == "text":
        return text
    found = meaning(column.kind, text)
    if found is None:
        words = LISTS[column.kind]
        english = ", ".join(one for one in words if one.isascii())
        chinese = "、".join(one for one in words if not one.isascii()) or english
        raise CellFault(
            Text(f"{text!r} is not a word of the list", f"“{text}”不在可选词中"),
            Text(f"write one of {english}", f"可填：{chinese}"),
            nearest(text, words),
        )
    return found


def _number(column: Column, text: str) -> float:
    bare = re.sub(r"[,，]", "", text) if _GROUPED.fullmatch(text) else text
    share = column.kind == "share" and bare.endswith(("%", "％"))
    bare = bare[:-1].strip() if share else bare
    number = float(bare) / (100 if share else 1) if _NUMBER.fullmatch(bare) else math.nan
    unit = f" ({column.unit.en})" if column.unit.en else ""
    unit_zh = f"（{column.unit.zh}）" if column.unit.zh else ""
    if not math.isfinite(number):
        raise CellFault(
            Text(f"{text!r} is not a number", f"“{text}”不是数字"),
            Text(
                f"write one number{unit} without words, or leave the cell empty",
                f"只写数字{unit_zh}，不带文字；未知请留空",
            ),
        )  # fmt: skip
    if column.kind == "whole" and number != int(number):
        raise CellFault(
            Text(f"{text} is not whole", f"{text} 不是整数"),
            Text(f"write a whole number{unit}", f"请填整数{unit_zh}"),
        )
    if not column.low <= number <= column.high:
        span = f"{column.low:,.15g}–{column.high:,.15g}"
        raise CellFault(
            Text(f"{text} lies outside {span}", f"{text} 不在 {span} 之内"),
            Text(f"check the number and its unit{unit}", f"请核对数值与单位{unit_zh}"),
        )
    return number


def _month(text: str) -> str:
    found = _MONTH.fullmatch(text)
    if found and _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR and 1 <= int(found[2]) <= 12:
        return f"{int(found[1]):04d}-{int(found[2]):02d}"
    raise CellFault(
        Text(f"{text!r} is not a month", f"“{text}”不是月份"), Text("write 2024-03", "写作 2024-03")
    )
