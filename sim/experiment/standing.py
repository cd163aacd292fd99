"""What about a person can change from one evening to the next: contract, certificate, chronic disease."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sim.model import CountyModel
from sim.population.people import Chronic


class Standing(NamedTuple):
    """How somebody stands on an evening; `chronic` and `controlled` are bits of `Chronic`."""

    signed: bool
    certified: bool
    chronic: int
    controlled: int


def standing(model: CountyModel, row: int) -> Standing:
    """Look up how somebody stands."""
    people = model.state.people
    return Standing(
        bool(people.signed[row]),
        bool(model.state.certified[row]),
        int(people.chronic[row]),
        int(people.controlled[row]),
    )


def changes(before: Standing, now: Standing) -> Iterator[tuple[str, str]]:
    """Yield what is otherwise, and what it has become; see `sim.experiment.happenings.Changed`."""
    for what in ("signed", "certified"):
        if getattr(before, what) != getattr(now, what):
            yield what, "gained" if getattr(now, what) else "lost"
    for state in Chronic:
        name = str(state.name).lower()
        if now.chronic & state and not before.chronic & state:
            yield name, "new"
        elif (before.controlled ^ now.controlled) & state:
            yield name, "controlled" if now.controlled & state else "uncontrolled"
