"""Lengths of time in words."""

from __future__ import annotations

from sim.errors import Text


def in_words(seconds: float) -> Text:
    """Return a length of time in the unit that suits it."""
    if seconds > 2 * 3600:
        return Text(f"{seconds / 3600:.1f} h", f" {seconds / 3600:.1f} 小时")
    if seconds > 90:
        return Text(f"{seconds / 60:.0f} min", f" {seconds / 60:.0f} 分钟")
    return Text(f"{seconds:.0f} s", f" {seconds:.0f} 秒")
