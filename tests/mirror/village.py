"""A village: what can be reached from it, and what it believes of each place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from sim.needs.catalogue import Group

if TYPE_CHECKING:
    from tests.mirror.facility import Facility
    from tests.mirror.model import MirrorModel


class Village(mesa.Agent):
    """A village with its options and its beliefs by group of conditions."""

    def __init__(self, model: MirrorModel, index: int, options: list[Facility | None]) -> None:
        super().__init__(model)
        self.index = index
        self.options = options
        tiers = ["clinic"] * 2 + ["centre"] * 2 + ["hospital"] * 5 + ["city"] * 2
        trust = [0.0, 0.0, *(model.book.values[f"learning.initial.{tier}"] for tier in tiers)]
        self.belief = [list(trust) for _ in Group]
        self._lately: dict[tuple[int, int], list[bool]] = {}

    def note(self, group: int, place: int, well: bool) -> None:
        """Hear how a case went at a place, or that somebody was turned away there."""
        self._lately.setdefault((group, place), []).append(well)

    def learn(self) -> None:
        """Let beliefs move by what was heard today."""
        rate = self.model.book.values["learning.rate"]
        for (group, place), cases in self._lately.items():
            belief = self.belief[group]
            weight = 1.0 - (1.0 - rate) ** len(cases)
            belief[place] += weight * (sum(cases) / len(cases) - belief[place])
        self._lately.clear()
