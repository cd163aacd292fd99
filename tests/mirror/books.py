"""Counts of the run: by month, and by the option used where there is one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sim.indicators.burden import OF_FATE, Borne
from sim.indicators.funnel import ROWS, Fate, Way, row_of
from sim.indicators.tally import PLACES, ByCondition, Flow, Person

if TYPE_CHECKING:
    from tests.mirror.resident import Resident


class Books:
    """Counters of a `MirrorModel`; `month` is that of today, `year` 0 from the first counted day on."""

    def __init__(self, months: int, conditions: int) -> None:
        self.months = months
        self.month = 0
        self.year = -1
        self.borne: Counter[tuple[int, int, tuple[int, ...]]] = Counter()
        self.flow = [[[0] * PLACES for _ in range(months)] for _ in Flow]
        self.people = [[0] * months for _ in range(len(Person) + ROWS)]
        self.cases = [[[[0] * conditions for _ in range(PLACES)] for _ in range(months)] for _ in ByCondition]
        self.visits = [[[0] * conditions for _ in range(PLACES)] for _ in range(months)]

    def add(self, measure: int, place: int, amount: int = 1) -> None:
        self.flow[measure][self.month][place] += amount

    def add_settled(self, measure: int, month: int, place: int, amount: int = 1) -> None:
        self.flow[measure][min(month, self.months - 1)][place] += amount

    def add_person(self, measure: int, amount: int = 1) -> None:
        self.people[measure][self.month] += amount

    def add_fate(self, way: Way, fate: Fate, who: Resident, linked: bool) -> None:
        self.people[len(Person) + int(row_of(way, fate, linked))][self.month] += 1
        if (way, fate) in OF_FATE:
            self.bear(OF_FATE[way, fate], who)

    def add_visit(self, place: int, condition: int) -> None:
        self.visits[self.month][place][condition] += 1

    def add_case(self, measure: ByCondition, place: int, condition: int, amount: int = 1) -> None:
        self.cases[measure][self.month][place][condition] += amount

    def bear(self, measure: Borne, who: Resident, amount: int = 1) -> None:
        """Count something that befell a person, by the person's group."""
        if self.year >= 0:
            self.borne[self.year, measure, who.group] += int(amount)
