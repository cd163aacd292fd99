"""Amounts as people read them."""

from __future__ import annotations

import math

from sim.cli.screen import Screen


def amount(value: float, unit: str) -> str:
    """Value with as many digits as people read: shares in per cent."""
    if unit == "share":
        return f"{100 * value:.1f}"
    if unit == "count" or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:,.2f}"


def with_interval(value: float, low: float, high: float, unit: str) -> str:
    """Value with its interval in brackets, unless there is none or it shows no width."""
    text, least, most = (amount(one, unit) for one in (value, low, high))
    if math.isnan(low) or math.isnan(high) or least == most:
        return text
    return f"{text} ({least}–{most})"


def unit_label(screen: Screen, unit: str) -> str:
    """Return the unit of the values in the table."""
    from sim.indicators.indicator import UNITS

    return "%" if unit == "share" else UNITS[unit].say(screen.language)
