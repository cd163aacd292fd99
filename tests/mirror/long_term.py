"""Long-term care places of a township centre, and who lies there."""

from __future__ import annotations

from dataclasses import replace
from math import floor
from typing import TYPE_CHECKING

from sim.care.noise import SIZE
from sim.geography.map import Option
from sim.indicators.tally import Flow
from sim.randomness import purpose, uniform_scalar
from tests.mirror.insurer import portion
from tests.mirror.records import Stay

if TYPE_CHECKING:
    from tests.mirror.model import MirrorModel

AGREE, DAYS = purpose("long_term.agree"), purpose("long_term.days")
OWN_CENTRE = int(Option.OWN_CENTRE)


def wants_place(model: MirrorModel, stay: Stay) -> bool:
    """Whether a patient will ask for a place once stable."""
    table, who = model.book.long_term, stay.resident
    if not who.bedbound or not who.present or not table.places[who.village.options[OWN_CENTRE].index]:
        return False
    return uniform_scalar(stay.key, AGREE) < table.agree[who.scheme]


def release_places(model: MirrorModel) -> None:
    """End the time of those who leave their place today or have died, and count who paid."""
    table = model.book.long_term
    for stay in [each for each in model.long_term if each.end <= model.today or not each.resident.alive]:
        model.long_term.remove(stay)
        days = model.today - stay.start
        bill = days * table.price
        model.books.add(Flow.LONG_TERM_DAYS, OWN_CENTRE, days)
        model.books.add(Flow.LONG_TERM_BILL, OWN_CENTRE, bill)
        model.books.add(Flow.OTHER_PAYER, OWN_CENTRE, portion(bill, table.ratio[stay.resident.scheme]))


def take_places(model: MirrorModel) -> None:
    """Give the free places to stable patients, who then leave the hospital; the others stay there."""
    table, held = model.book.long_term, list(model.long_term)
    free: dict[int, int] = {}
    for stay in sorted(model.asking_long_term, key=lambda each: each.key):
        centre = stay.resident.village.options[OWN_CENTRE]
        taken = sum(each.facility is centre for each in held)
        left = free.setdefault(centre.index, max(table.places[centre.index] - taken, 0))
        free[centre.index] -= 1
        if left <= 0 or any(each.resident is stay.resident for each in held):
            stay.facility.ward.stays.setdefault(stay.end, []).append(stay)
            continue
        noise = model.exponential[int(uniform_scalar(stay.key, DAYS) * SIZE)]
        days = max(floor(table.days * noise + 0.5), 1)
        model.long_term.append(replace(stay, facility=centre, start=model.today, end=model.today + days))
        stay.facility.ward.leave(stay)
