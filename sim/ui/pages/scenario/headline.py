"""Headline numbers of a draft beside its base: levels, differences, and how far chance alone would go."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.errors import Text
from sim.experiment.comparison.select import BOARD
from sim.experiment.comparison.words import change, labels, unit_of, value
from sim.experiment.picture import Picture
from sim.indicators.registry import by_id

UNCLEAR = Text("cannot be told apart", "无法区分")
NO_INTERVAL = Text("no interval", "无区间")
BETTER, WORSE, OTHER = Text("better", "更好"), Text("worse", "更差"), Text("different", "有差异")
SAME = Text("the same", "无变化")
NOTHING = Text("", "")


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
    for id_ in BOARD:
        first, second = _row(base, id_), _row(draft, id_)
        if first is None or second is None:
            continue
        one = by_id()[id_]
        difference = second[0] - first[0]
        margin = math.hypot(first[1], second[1])
        verdict, tone = (NOTHING, "") if alike else judged(difference, margin, one.better)
        found.append(
            Line(
                id_, labels()[id_], unit_of(one.unit), value(first[0], one.unit), value(second[0], one.unit),
                "" if alike else change(difference, one.unit) if difference else "0",
                "" if alike or math.isnan(margin) else value(margin, one.unit), verdict, tone,
            )
        )  # fmt: skip
    return found


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


def _row(picture: Picture, indicator: str) -> tuple[float, float] | None:
    """Value of an indicator as it happened, and half the width of its interval."""
    rows = picture.of("all", indicator=indicator, period=picture.meta.main, basis="happened")
    if rows.empty or math.isnan(float(rows["value"].iloc[0])):
        return None
    low, high = float(rows["low"].iloc[0]), float(rows["high"].iloc[0])
    return float(rows["value"].iloc[0]), (high - low) / 2
