"""The policies that can be held against each other: what ships, and what the session has made of it."""

from __future__ import annotations

from collections.abc import Sequence

from sim.errors import Text, UserError
from sim.experiment.twin import check_comparable
from sim.scenario import Scenario

FIRST = ("lulong-2024-baseline", "lulong-2024")
"""What is compared before anything is chosen."""


def partners(scenarios: dict[str, Scenario], key: str) -> list[str]:
    """Return keys of the others that can stand beside one: of the same counties and days."""
    mine = scenarios[key]
    return [
        other
        for other, one in scenarios.items()
        if other != key and (one.counties, one.start, one.until) == (mine.counties, mine.start, mine.until)
    ]


def fault(scenarios: dict[str, Scenario], keys: Sequence[str]) -> Text | None:
    """Say why two policies cannot be held against each other; None when they can."""
    a, b = (scenarios.get(key) for key in keys)
    if a is None or b is None:
        return Text("Choose two policies.", "请选择两个方案。")
    if keys[0] == keys[1]:
        return Text("Choose two different policies.", "请选择两个不同的方案。")
    try:
        check_comparable(a, b)
    except UserError as error:
        return error.text
    return None
