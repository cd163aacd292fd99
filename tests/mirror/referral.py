"""Slips: what they name, what the patient says, whether he or she turns up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.care.referral import EXEMPT, LADDER
from sim.care.treatment import ADVISE, KEEP, SLIP
from sim.geography.map import Kind, Option
from sim.indicators.funnel import DECLINED, Fate, Way
from sim.indicators.tally import Flow, Person
from sim.needs.cases import PARTNER_SLIP, UP_SLIP
from sim.randomness import purpose, uniform_scalar
from tests.mirror.choose import own_price
from tests.mirror.records import BED, BOOKED, NEW, REFERRED, REPORT, Case, Visit

if TYPE_CHECKING:
    from tests.mirror.facility import Facility

ACCEPTS, ATTENDS = purpose("referral.accept"), purpose("referral.attend")
ASKS, ONLINE = purpose("referral.ask"), purpose("referral.online")
COUNTY_GENERAL, CITY = int(Kind.COUNTY_GENERAL), int(Option.CITY)


def bound(visit: Visit) -> bool:
    """Whether the patient needs a slip where patients go up tier by tier."""
    return not visit.resident.code & int(EXEMPT)


def refer(visit: Visit) -> None:
    """Offer a slip, or give one to who asks; the resident takes it or not, and turns up or not."""
    writer, who, key, asked = visit.facility, visit.resident, visit.key, False
    model, table, at = writer.model, writer.model.book.referral, visit.facility.index
    if visit.act == ADVISE and bound(visit):
        asked = uniform_scalar(key, ASKS) < table.ask[at]
    if visit.act != SLIP and not asked:
        return
    option, slip = _named(writer, visit)
    to = who.village.options[option]
    green = who.signed and slip == UP_SLIP and table.green[to.index]
    losses = _losses(visit, option, to, table.green_friction[to.index] if green else 0.0)
    mark, u = 1.0 - losses[0] - losses[1] - losses[2], uniform_scalar(key, ACCEPTS)
    if asked and u >= mark:
        return
    way = Way.UP if slip == UP_SLIP else Way.OUT
    linked = who.belongs_to(to) if slip == UP_SLIP else slip == PARTNER_SLIP
    model.books.add_fate(way, Fate.OFFERED, who, linked)
    if u >= mark:
        reason = 0 if u < mark + losses[0] else 1 if u < mark + losses[0] + losses[1] else 2
        model.books.add_fate(way, DECLINED[reason], who, linked)
        visit.act = KEEP
        return
    visit.act = SLIP
    model.books.add(Flow.OUT_SLIPS, visit.place, int(slip != UP_SLIP))
    online = uniform_scalar(key, ONLINE) < table.online[at]
    missing = 1.0 - table.attend[at]
    missing *= 1.0 - (table.partner_attend[at] if slip == PARTNER_SLIP else 0.0)
    missing *= 1.0 - (table.online_attend[at] if online else 0.0)
    if uniform_scalar(key, ATTENDS) >= 1.0 - missing:
        model.books.add_fate(way, Fate.NO_SHOW, who, linked)
        model.books.add_person(Person.ENDED_UNSOLVED)
        return
    days = min(table.online_days[at], table.lead_days[at]) if online else table.lead_days[at]
    if green:
        days = min(days, table.green_days[to.index])
    case = replace(
        visit.case, target=to, place=option, origin=REFERRED, slip=slip, step=visit.case.step + 1, tries=0,
        avoid=0,
    )  # fmt: skip
    who.file(case, model.today + int(max(days, 1)))


def _named(writer: Facility, visit: Visit) -> tuple[int, int]:
    """Option and kind of the slip."""
    book, who, regime = writer.model.book, visit.resident, writer.regime
    table = book.referral
    options = [at if at and not at.shut else None for at in visit.resident.village.options]
    if writer.kind < COUNTY_GENERAL:
        option, slip = book.treatment.upward[who.county][writer.kind][visit.row], UP_SLIP
    else:
        option, slip = table.outward[regime][visit.row], table.outward_slip[regime][visit.row]
        lead = table.lead_option[who.village.index]
        if table.lead_only[writer.index] and not book.sites.lead[writer.index] and options[lead]:
            option, slip = lead, UP_SLIP
    if options[option] is None:
        steps = LADDER if table.stepwise[writer.index] else (CITY,)
        option = next(int(step) for step in steps if options[step])
    return option, slip


def _losses(visit: Visit, option: int, to: Facility, eased: float) -> list[float]:
    """Chances of declining as too far, too dear, not trusted."""
    who, at, model = visit.resident, visit.facility.index, visit.facility.model
    table = model.book.referral
    here, there = (own_price(model, who, visit.case, slip=slip) for slip in (False, True))
    extra = max(there[to.level] - here[visit.facility.level], 0.0)
    belief = who.village.belief[model.book.catalogue.kind[visit.case.condition]][option]
    minutes = min(model.book.minutes[who.way][who.village.index][option], 600.0)
    losses = [
        table.accept_minute[at] * minutes,
        table.accept_price[at] * extra / 10_000,
        (1.0 - table.accept[at]) + table.accept_trust[at] * (1.0 - belief),
    ]
    return [loss * (1.0 - eased) for loss in losses]


def of_family_doctor(case: Case) -> bool:
    """Referred to a hospital of the county by the own family doctor."""
    return case.slip == UP_SLIP and case.resident.signed


def standing(case: Case) -> int:
    """Order in which the case is let in where it asks."""
    table, at = case.resident.model.book.referral, case.target.index
    if case.origin in (BED, REPORT):
        return BOOKED
    if case.origin != REFERRED or (of_family_doctor(case) and table.green[at]):
        return case.origin
    return BOOKED if table.stepwise[at] or case.tries > 0 else NEW


def give_places(
    asking: list[tuple[tuple[int, int], Case, bool]], places: int, kept: int, release: float
) -> tuple[list[Case], list[Case], set[int]]:
    """Give members kept places first, then all others the rest by order.

    Returns
    -------
    Those with a place, those without, and the ids of cases in kept places.
    """
    asking = sorted(asking, key=lambda entry: entry[0])
    first = [case for _, case, member in asking if member][: max(kept, 0)]
    in_kept = {id(case) for case in first}
    common = places - kept
    released = int((kept - len(first)) * release + 1e-9)
    granted, refused = list(first), []
    taken = 0
    for _, case, _ in asking:
        if id(case) in in_kept:
            continue
        if taken < common + released:
            if taken >= common:
                in_kept.add(id(case))
            granted.append(case)
            taken += 1
        else:
            refused.append(case)
    return granted, refused, in_kept
