"""Which of the two languages a browser asks for."""

from __future__ import annotations

from sim.language import LANGUAGES


def accepted(header: str) -> str:
    """Return the language that an ``Accept-Language`` header likes best (RFC 9110, 12.5.4)."""
    best, liking = "zh", 0.0
    for part in header.split(","):
        tag, _, quality = part.partition(";")
        name = tag.strip().lower().partition("-")[0]
        try:
            weight = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if name in LANGUAGES and weight > liking:
            best, liking = name, weight
    return best
