"""Stays on a clinical pathway, visits by the standard formulary, one by one."""

from __future__ import annotations

from sim.care.noise import SIZE
from sim.randomness import purpose, uniform_scalar
from tests.mirror.records import Stay, Visit

ON_PATHWAY, BY_STANDARD, NOISE = purpose("stay.pathway"), purpose("visit.pathway"), purpose("bill.visit")


def on_pathway(stay: Stay) -> bool:
    """Whether a stay is on a pathway to its end."""
    share = stay.facility.model.book.pathway.ward[stay.row][stay.facility.index]
    return uniform_scalar(stay.key, ON_PATHWAY) < share


def held_to_pathway(stay: Stay, multiple: float) -> float:
    """Multiple of the usual length or bill."""
    table, at = stay.facility.model.book.pathway, stay.facility.index
    if not on_pathway(stay):
        return multiple
    return 1.0 + (multiple - 1.0) * (table.above[at] if multiple > 1.0 else table.below[at])


def prescribe_by_standard(visit: Visit) -> None:
    """Draw the bill in towards the usual one."""
    book, at = visit.facility.model.book, visit.facility.index
    if uniform_scalar(visit.key, BY_STANDARD) >= book.pathway.clinic[visit.row][at]:
        return
    noise = book.bill_noise[int(uniform_scalar(visit.key, NOISE) * SIZE)]
    left = book.pathway.above[at] if noise > 1.0 else book.pathway.below[at]
    visit.bag *= (1.0 + (noise - 1.0) * left) / noise
