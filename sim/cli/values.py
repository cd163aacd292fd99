"""Reading the values of options, with faults told in both languages."""

from __future__ import annotations

import math
from datetime import date, timedelta

from sim.errors import UserError

MOST = 2**63 - 1
LEAST_SAMPLE = 0.001


def whole(text: str, option: str, low: int = 0, high: int = MOST) -> int:
    """Read a whole number.

    Raises
    ------
    UserError
        When it is none, or out of range.
    """
    try:
        value = int(text)
    except ValueError:
        value = low - 1
    if not low <= value <= high:
        span_en = f"of at least {low}" if high == MOST else f"from {low} to {high}"
        span_zh = f"不小于 {low} 的整数" if high == MOST else f"{low} 至 {high} 的整数"
        raise UserError(f"{text!r} should be a whole number {span_en}", f"“{text}”应为{span_zh}", option)
    return value


def share(text: str, option: str) -> float:
    """Read the share of the people to simulate.

    Raises
    ------
    UserError
        When it is none, or so small that the warm-up cannot fill the clinics.
    """
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value <= 1:
        raise UserError(
            f"{text!r} should be a share above 0 and up to 1, for example 0.1",
            f"“{text}”应为大于 0、不超过 1 的比例，例如 0.1",
            option,
        )
    if value < LEAST_SAMPLE:
        raise UserError(
            f"a sample of {text} is too small for the warm-up to fill its clinics; "
            f"give {LEAST_SAMPLE:g} or more",
            f"抽样比例 {text} 太小，预热期不足以使诊所达到常态；请给 {LEAST_SAMPLE:g} 或更大",
            option,
        )
    return value


def points(text: str, option: str) -> float:
    """Read a precision in percentage points.

    Raises
    ------
    UserError
        When it is none.
    """
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0.01 <= value <= 50:
        raise UserError(
            f"{text!r} should be percentage points from 0.01 to 50, for example 0.2",
            f"“{text}”应为 0.01 至 50 的百分点数，例如 0.2",
            option,
        )
    return value


def day(text: str, option: str) -> date:
    """Read a date.

    Raises
    ------
    UserError
        When it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError(
            f"{text!r} is not a date; write YYYY-MM-DD, for example 2024-12-31",
            f"“{text}”不是日期；写作 YYYY-MM-DD，例如 2024-12-31",
            option,
        ) from error


def one_of(text: str, option: str, allowed: tuple[str, ...]) -> str:
    """Read one of a few words.

    Raises
    ------
    UserError
        When it is another.
    """
    if text not in allowed:
        words = ", ".join(allowed)
        raise UserError(f"{text!r} should be one of {words}", f"“{text}”应为 {words} 之一", option)
    return text


def years_later(start: date, years: int) -> date:
    """Return the last day of the whole years that begin on a day."""
    try:
        return start.replace(year=start.year + years) - timedelta(days=1)
    except ValueError:  # 29 February, and the other year has none
        return date(start.year + years, 2, 28)
