"""Ambulances, one by one: who is sent to which call, and until when an ambulance is out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.care.noise import SIZE
from sim.indicators.tally import Person
from sim.randomness import purpose, uniform_scalar
from tests.mirror.records import Case

if TYPE_CHECKING:
    from tests.mirror.model import MirrorModel

CALLS, DOOR = purpose("emergency.call"), purpose("door")
DAY = 24.0 * 60.0


@dataclass
class Ambulance:
    """One ambulance: its number, its base, and the minute of the run from which it is free."""

    number: int
    base: int
    free: float = 0.0


def station(model: MirrorModel) -> None:
    """Let ambulances stand where the values in force put them; those who stay at a base stay as busy."""
    busy: dict[int, list[float]] = {}
    for each in model.ambulances:
        busy.setdefault(each.base, []).append(each.free)
    model.ambulances = []
    for number, base in enumerate(model.book.ambulances.base):
        before = busy.get(base)
        model.ambulances.append(Ambulance(number, base, before.pop(0) if before else 0.0))


def drive(model: MirrorModel, calls: Sequence[Case]) -> dict[int, float]:
    """Answer the calls of today in order; return the minutes to the door by case."""
    table, books = model.book.ambulances, model.books
    today = (model.date - model.scenario.begin).days
    door = {}
    for case in sorted(calls, key=lambda each: uniform_scalar(each.draws, CALLS)):
        who, village = case.resident, case.resident.village.index
        called = DAY * (today + uniform_scalar(case.draws, CALLS))
        fleet = model.ambulances[table.first[who.county] : table.first[who.county + 1]]

        def arrives(each: Ambulance, called: float = called, village: int = village) -> float:
            ready = max(called + table.turnout[each.number], each.free)
            return ready + table.way[each.number][village]

        sent = min(fleet, key=arrives)
        there = arrives(sent)
        noise = model.exponential[int(uniform_scalar(case.draws, DOOR) * SIZE)]
        ride = model.book.emergency.ride[village][case.place]
        at_door = there + table.scene * noise + ride
        books.add_person(Person.RESPONSE_MINUTES, int(there - called + 0.5))
        books.add_person(Person.AMBULANCE_WAITS, int(sent.free > called + table.turnout[sent.number]))
        back = 0.0 if sent.base == case.target.index else ride + table.way[sent.number][village]
        sent.free = at_door + table.handover + back
        door[id(case)] = at_door - called
    return door
