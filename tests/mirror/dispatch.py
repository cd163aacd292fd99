"""Doctors of the lead hospital at township centres: who comes today, and whom they see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import floor
from typing import TYPE_CHECKING

from sim.care.sites import CLINICS
from sim.indicators.tally import Flow
from sim.needs.catalogue import Department
from sim.population.calendar import working_day
from sim.randomness import key_scalar, stream, uniform_scalar
from tests.mirror.records import Visit
from tests.mirror.remote import treat_anew

if TYPE_CHECKING:
    from tests.mirror.facility import Facility
    from tests.mirror.model import MirrorModel

INTERNAL, EMERGENCY = int(Department.INTERNAL), int(Department.EMERGENCY)


def send_experts(model: MirrorModel) -> None:
    """Let every centre ask for the doctors of its timetable."""
    table = model.book.dispatch
    for facility in model.facilities:
        facility.experts, facility.lent = [0] * len(CLINICS), [0] * len(CLINICS)
        facility.posted_days = facility.posted_days + 1 if table.posted[facility.index] else 0
    if model.day_off:
        return
    for facility in model.facilities:
        for nth in range(expected(facility)):
            _one(model, facility, nth)


def expected(facility: Facility) -> int:
    """Doctors who should be at a centre today."""
    model, at = facility.model, facility.index
    table = model.book.dispatch
    if table.sender[at] < 0:
        return 0
    index, workdays = working_day(model.date)
    rate = table.visits[at] / workdays
    listed = floor((index + 1) * rate + table.phase[at]) - floor(index * rate + table.phase[at])
    return max(listed, table.posted[at] if facility.posted_days > table.stop[at] else 0)


def _one(model: MirrorModel, centre: Facility, nth: int) -> None:
    """Send one doctor, if one can be spared."""
    table, at = model.book.dispatch, centre.index
    when = 0 if nth < table.posted[at] else model.today
    u = uniform_scalar(key_scalar(stream("dispatch.department", model.seed), at * 64 + nth, when))
    hospital = model.facility[table.sender[at]]
    share = table.department[hospital.index]
    if share[-1] == 0.0:
        return
    department = next((each for each, part in enumerate(share) if u < part), len(share) - 1)
    unit = model.book.sites.first_unit[hospital.index] + department
    if hospital.lent[department] < model.book.sites.doctors[unit] - 1:
        hospital.lent[department] += 1
        centre.experts[department] += 1


def see_experts(model: MirrorModel, visits: Sequence[Visit]) -> None:
    """Let each expert see whom the centre cannot treat, then others, as many as there are places."""
    table, today = model.book.dispatch, key_scalar(stream("dispatch.places", model.seed), model.today)
    lists: dict[tuple[int, int], list[Visit]] = defaultdict(list)
    for visit in visits:
        department = model.book.catalogue.department[visit.case.condition]
        department = INTERNAL if department == EMERGENCY else department
        if visit.facility.experts[department] and not visit.emergency:
            lists[visit.facility.index, department].append(visit)
    for (at, department), asking in lists.items():
        u = uniform_scalar(key_scalar(today, at * len(CLINICS) + department))
        places = floor(model.facility[at].experts[department] * table.places[at] + u)
        for visit in sorted(asking, key=lambda each: (each.adequate, each.key))[:places]:
            model.books.add(Flow.EXPERT_VISITS, visit.place)
            if not visit.adequate:
                treat_anew(model, visit, table.adequate)
