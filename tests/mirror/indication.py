"""Stays against judgement, one by one."""

from __future__ import annotations

from collections.abc import Sequence

from sim.care.treatment import ADMIT, KEEP, SLIP
from sim.indicators.burden import Borne
from sim.indicators.tally import Person
from sim.randomness import purpose, uniform_scalar
from tests.mirror.records import Visit

STAYS, OFFERS = purpose("treat.admit"), purpose("treat.offer")


def judge_stays(visits: Sequence[Visit]) -> None:
    """Count avoidable stays and those withheld; who is denied one is not treated adequately."""
    for visit in visits:
        model, at = visit.facility.model, visit.facility.index
        table, u = model.book.treatment, uniform_scalar(visit.key, STAYS)
        indicated = u < table.indicated[visit.row][at]
        if visit.emergency:
            continue
        if visit.act == ADMIT and not indicated:
            model.books.add_person(Person.AVOIDABLE_STAYS)
            model.books.bear(Borne.AVOIDABLE_STAYS, visit.resident)
        elif visit.act == KEEP and visit.adequate and indicated and u >= table.stay[visit.row][at]:
            visit.adequate = False
            model.books.add_person(Person.STAYS_WITHHELD)
            model.books.bear(Borne.STAYS_WITHHELD, visit.resident)


def judge_slip(visit: Visit) -> None:
    """Count a slip that custom would have given to who is beyond capability, and a purse did not."""
    model, at = visit.facility.model, visit.facility.index
    if visit.adequate or visit.act in (SLIP, ADMIT) or visit.emergency:
        return
    table, u = model.book.treatment, uniform_scalar(visit.key, OFFERS)
    often = table.send_on[visit.row][at]
    if table.offer[visit.row][at] * often <= u < table.due[visit.row][at] * often:
        model.books.add_person(Person.REFERRALS_WITHHELD)
        model.books.bear(Borne.REFERRALS_WITHHELD, visit.resident)
