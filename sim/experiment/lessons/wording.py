"""A number of a lesson as it is read out: with as many digits as its interval bears, and its unit."""

from __future__ import annotations

import math

from sim.errors import Text
from sim.experiment.comparison.words import in_unit
from sim.experiment.paired import Difference

MOST_DIGITS = 2
"""Behind the point, however narrow an interval is."""


def measured(found: Difference, unit: Text, language: str, signed: bool = False) -> str:
    """Write a number with its unit and interval: ``62.5 % (95 % interval 61.4 … 63.7)``.

    Parameters
    ----------
    found : Difference
        In the unit in which it is read.
    unit : Text
    language : str
    signed : bool
        Whether it is a difference, which has a sign.
    """
    middle = in_unit(written(found.value, digits(found), signed), unit).say(language)
    if math.isnan(found.low):
        return middle
    ends = " … ".join(written(end, digits(found), signed) for end in (found.low, found.high))
    return middle + Text(f" (95 % interval {ends})", f"（95%区间 {ends}）").say(language)


def digits(found: Difference) -> int:
    """Digits behind the point that the interval bears: two figures of its half width."""
    half = (found.high - found.low) / 2
    size = abs(found.value) if math.isnan(half) else half
    return 1 if not size else min(max(1 - math.floor(math.log10(size)), 0), MOST_DIGITS)


def written(number: float, decimals: int, signed: bool = False) -> str:
    """Write a number with a true minus; a difference with its sign."""
    return f"{number:{'+' if signed else ''},.{decimals}f}".replace("-", "−")
