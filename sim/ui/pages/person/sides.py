"""The policies that can be held against each other: what the session has made, and what ships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sim.errors import Text, UserError
from sim.experiment.comparison.plan import check_same_frame
from sim.scenario import Scenario
from sim.ui.choices import in_order, made, title_of
from sim.ui.drafts import Drafts, drafts
from sim.ui.shipped import shipped

FIRST = ("lulong-2024-baseline", "lulong-2024")
"""What is compared before anything is chosen."""


class Side(NamedTuple):
    """A policy that can be chosen: what it is called, and the scenario."""

    title: Text
    scenario: Scenario


Sides = Mapping[str, Side]
"""Policies by key: the name of a shipped one, or the letter of a draft."""


def every() -> dict[str, Side]:
    """Return all that this session can choose from; who asks is drawn again when a draft changes."""
    ships = {name: Side(one.title, one) for name, one in in_order(shipped()).items()}
    return own(drafts().value) | ships


def own(of: Drafts) -> dict[str, Side]:
    """Return the drafts that differ from all that ships and that can be run, by letter."""
    return {key: Side(title_of(key, one), one.scenario()) for key, one in made(of.all).items()}


def partners(sides: Sides, key: str) -> list[str]:
    """Return keys of the others that can stand beside one: of the same counties and days."""
    mine = _place(sides[key].scenario)
    return [other for other, one in sides.items() if other != key and _place(one.scenario) == mine]


def _place(one: Scenario) -> tuple[object, ...]:
    return one.counties, one.start, one.until


def fault(sides: Sides, keys: Sequence[str]) -> Text | None:
    """Say why two policies cannot be held against each other; None when they can."""
    a, b = (sides.get(key) for key in keys)
    if a is None or b is None:
        return Text("Choose two policies.", "请选择两个方案。")
    if keys[0] == keys[1]:
        return Text("Choose two different policies.", "请选择两个不同的方案。")
    try:
        check_same_frame(a.scenario, b.scenario)
    except UserError as error:
        return error.text
    return None
