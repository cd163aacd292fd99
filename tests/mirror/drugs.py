"""Drugs of one facility: what is delivered, dispensed and lacking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import floor, inf, isinf
from typing import TYPE_CHECKING

from sim.care.drugs import CHRONIC, GROUPS, NOTHING
from sim.care.treatment import KEEP, LACKS
from sim.indicators.tally import Flow
from sim.money.prices import bill_parts
from sim.randomness import purpose, uniform_scalar
from tests.mirror.records import RETURN, Visit

if TYPE_CHECKING:
    from tests.mirror.facility import Facility
    from tests.mirror.model import MirrorModel

LISTED, FORWARDED = purpose("drugs.listed"), purpose("drugs.forwarded")
EVEN = 1e-9


@dataclass
class Shelf:
    """Drugs of one group."""

    left: float = inf
    used: float = 0.0
    rate: float = 0.0


@dataclass
class Pharmacy:
    """Drugs of a facility, by group."""

    facility: Facility
    shelves: list[Shelf] = field(default_factory=lambda: [Shelf() for _ in range(GROUPS)])
    days: int = 0
    ordered: int = NOTHING

    def open(self) -> None:
        """Fill up, if a delivery comes today."""
        model, at = self.facility.model, self.facility.index
        table = model.book.drugs
        self.days += 1
        if not table.kept[at]:
            return
        first, interval = isinf(self.shelves[0].left), table.interval[at]
        listed = (model.today + table.phase[at]) % interval == 0 and (not first or self.days >= interval)
        for shelf in self.shelves if listed else ():
            seen = shelf.used / self.days
            shelf.rate = seen if first else (shelf.rate + seen) / 2.0
            shelf.left, shelf.used = 0.0 if first else shelf.left, 0.0
        self.days = 0 if listed else self.days
        if listed or self.ordered == model.today:
            for shelf in self.shelves:
                until = interval * table.level[at] * shelf.rate
                shelf.left = max(shelf.left, floor(until) + table.least[at])
            self.ordered = NOTHING

    def dispense(self, group: int, asking: Sequence[Visit]) -> Sequence[Visit]:
        """Serve those who ask, as far as the stock goes; return who got nothing."""
        model, at, shelf = self.facility.model, self.facility.index, self.shelves[group]
        table = model.book.drugs
        asking = sorted(asking, key=lambda each: each.key)
        places = len(asking) if isinf(shelf.left) else min(floor(shelf.left + EVEN), len(asking))
        short = len(asking) - places
        shelf.left -= places
        shelf.used += places + table.register[at] * short
        if short and table.register[at] and self.ordered == NOTHING:
            self.ordered = model.today + table.lead[at]
        return asking[places:]


def fill_prescriptions(model: MirrorModel, visits: Sequence[Visit]) -> None:
    """Dispense to those who are treated at primary care."""
    table, lacking = model.book.drugs, set()
    asking: dict[tuple[int, int], list[Visit]] = defaultdict(list)
    for visit in visits:
        at, group = visit.facility.index, table.group[visit.case.condition]
        if not table.kept[at] or not visit.adequate or visit.act != KEEP or visit.emergency:
            continue
        if group == CHRONIC and uniform_scalar(visit.key, LISTED) < table.unlisted[at]:
            lacking.add(id(visit))
        else:
            asking[at, group].append(visit)
    for (at, group), those in asking.items():
        lacking.update(map(id, model.facility[at].pharmacy.dispense(group, those)))
    for visit in visits:
        if id(visit) not in lacking:
            continue
        forwarded = uniform_scalar(visit.key, FORWARDED) < table.forwarded[visit.facility.index]
        model.books.add(Flow.DRUGS_FORWARDED if forwarded else Flow.DRUGS_LACKING, visit.place)
        if not forwarded:
            _look_elsewhere(model, visit)


def _look_elsewhere(model: MirrorModel, visit: Visit) -> None:
    """Without the drug the visit was in vain."""
    visit.lacks, visit.adequate = True, False
    if visit.case.step < model.book.outcome.max_steps:
        visit.act = LACKS
        again = replace(
            visit.case, avoid=visit.place, target=None, place=0, tries=0, slip=0, step=visit.case.step + 1,
            origin=RETURN,
        )  # fmt: skip
        visit.resident.file(again, model.today + 1)


def leave_out_drugs(visit: Visit) -> None:
    """Charge no drugs that were not there."""
    if visit.lacks:
        parts = bill_parts(visit.facility.model.book.values, "visit")
        visit.bag *= 1.0 - float(parts.drugs[visit.facility.level])


def get_more(stable: Sequence[tuple[Visit, float]]) -> list[Visit]:
    """Who gets drugs for longer, each so many usual prescriptions more."""
    got, rank = [], dict[int, int]()
    had = {visit.facility.index: visit.facility.pharmacy.shelves[CHRONIC].left for visit, _ in stable}
    used: dict[int, float] = defaultdict(float)
    for visit, more in sorted(stable, key=lambda each: (each[0].lacks, each[0].key)):
        at = visit.facility.index
        rank[at] = rank.get(at, 0) + 1
        if not visit.lacks and rank[at] * more <= had[at] + EVEN:
            used[at] += more
            got.append(visit)
    for at, amount in used.items():
        shelf = stable[0][0].facility.model.facility[at].pharmacy.shelves[CHRONIC]
        shelf.left -= amount
        shelf.used += amount
    return got
