"""Headline numbers of a draft beside its base: levels, differences, and how far chance alone would go."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.errors import Text
from sim.experiment.comparison.select import BOARD
from sim.experiment.comparison.words import labels, scaled, unit_of
from sim.experiment.picture import Picture
from sim.indicators.registry import by_id

UNCLEAR = Text("cannot be told apart", "无法区分")
NO_INTERVAL = Text("no interval", "无区间")
BETTER, WORSE, OTHER = Text("better", "更好"), Text("worse", "更差"), Text("different", "有差异")
SAME = Text("the same", "无变化")
NOTHING = Text("", "")
FEW = Text("too few: {} cases", "样本过小：仅 {} 例")
NONE = "–"
LEAST_CASES = 30
"""Simulated cases below which a share of them is not told."""


@dataclass(frozen=True)
class Line:
    """One indicator.

    Attributes
    ----------
    id : str
    label, unit : Text
        Unit of the levels.
    before, after, difference : str
        As shown; the difference with its sign, empty (and no verdict) where base and draft are the same.
    margin : str
        Half the width of the interval of the difference; empty where one run does not tell it.
    verdict : Text
    tone : str
        ``good``, ``bad`` or empty.
    """

    id: str
    label: Text
    unit: Text
    before: str
    after: str
    difference: str
    margin: str
    verdict: Text
    tone: str


def lines(base: Picture, draft: Picture) -> list[Line]:
    """Headline indicators that both pictures have, in the order in which a meeting asks for them.

    The margin is that of two independent histories, ``sqrt(a² + b²)`` of the half widths of both intervals;
    the same history on both sides makes chance smaller, so that it is rather too wide than too narrow.
    """
    found = []
    alike = base.meta.fingerprint == draft.meta.fingerprint
    places = 1 if draft.meta.is_preview else 2
    for id_ in BOARD:
        first, second = _row(base, id_), _row(draft, id_)
        if first is None or second is None:
            continue
        one = by_id()[id_]
        name = id_, labels()[id_], unit_of(one.unit)
        cases = min(first.cases, second.cases)
        if one.unit == "share" and cases < LEAST_CASES:
            few = Text(FEW.en.format(cases), FEW.zh.format(cases))
            found.append(Line(*name, NONE, NONE, "", "", few, ""))
            continue
        difference, margin = second.value - first.value, math.hypot(first.half, second.half)
        verdict, tone = (NOTHING, "") if alike else judged(difference, margin, one.better)
        before, after = (_written(two.value, one.unit, places) for two in (first, second))
        moved = _written(difference, one.unit, places)
        sign = "+" if moved.strip("−0.,") and difference > 0 else ""
        told = "" if alike or math.isnan(margin) else _written(margin, one.unit, places)
        found.append(Line(*name, before, after, "" if alike else sign + moved, told, verdict, tone))
    return found


def _written(number: float, unit: str, places: int) -> str:
    """Write a number as it is shown, with a true minus and none before nothing."""
    size = f"{abs(scaled(number, unit)):,.{places}f}"
    return f"−{size}" if number < 0 and size.strip("0.,") else size


def judged(difference: float, margin: float, better: str) -> tuple[Text, str]:
    """Say what a difference is worth, and whether that is good or bad.

    Parameters
    ----------
    difference, margin : float
        The margin is NaN where chance is not known.
    better : str
        ``higher``, ``lower`` or ``none``.
    """
    if math.isnan(margin):
        return (NO_INTERVAL if difference else SAME), ""
    if difference == 0 and margin == 0:
        return SAME, ""
    if abs(difference) <= margin:
        return UNCLEAR, ""
    if better not in ("higher", "lower"):
        return OTHER, ""
    return (BETTER, "good") if (difference > 0) == (better == "higher") else (WORSE, "bad")


@dataclass(frozen=True)
class _Row:
    """An indicator of a picture: its value, half the width of its interval, and the cases it counts."""

    value: float
    half: float
    cases: float


def _row(picture: Picture, indicator: str) -> _Row | None:
    """Return an indicator as it happened; cases without end where it is no share of cases."""
    rows = picture.of("all", indicator=indicator, period=picture.meta.main, basis="happened")
    if rows.empty or math.isnan(float(rows["value"].iloc[0])):
        return None
    value, low, high, of = (float(rows[name].iloc[0]) for name in ("value", "low", "high", "denominator"))
    cases = math.inf if math.isnan(low) else round(of * picture.meta.sample)
    return _Row(value, (high - low) / 2, cases)
