"""Training of township doctors: who is away today, and what has been learned."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.mirror.facility import Facility
    from tests.mirror.model import MirrorModel


def learned(model: MirrorModel) -> bool:
    """Whether any centre has learned something that the tables in force do not hold."""
    return any(each.taught != model.book.training.taught[each.index] for each in model.facilities)


def train(model: MirrorModel) -> None:
    """Let every centre send doctors to the course of the month, and take in those who are back."""
    for facility in model.facilities:
        _train(facility)


def _train(facility: Facility) -> None:
    model, at = facility.model, facility.index
    table, month = model.book.training, model.date.year * 12 + model.date.month - 1
    rate, course = table.rate[at], month // table.months[at]
    if course != facility.course or rate == 0.0:
        facility.taught += facility.running
        facility.course, facility.running = course, 0.0
    turn = floor((course + 1) * rate + table.phase[at]) - floor(course * rate + table.phase[at])
    away = min(turn, table.most[at]) if facility.taught < table.whole[at] else 0
    facility.running += away
    facility.taught += table.lectures[at]
    facility.trainees = 0 if model.day_off else away
