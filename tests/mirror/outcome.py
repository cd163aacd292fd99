"""What becomes of needs after a visit, at home, or after being turned away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import floor
from types import SimpleNamespace
from typing import TYPE_CHECKING

from sim.care.outcome import BEYOND, NONE, PHARMACY
from sim.care.treatment import ADVISE, KEEP
from sim.geography.map import Option
from sim.indicators.burden import Borne
from sim.indicators.funnel import Fate
from sim.indicators.tally import ELSEWHERE, Flow, Person
from sim.needs.cases import RETRY_STEP
from sim.randomness import purpose, step_key_scalar, uniform_scalar
from tests.mirror.burden import pay
from tests.mirror.records import BOOKED, REFERRED, REPORT, RETURN, Case, Visit

if TYPE_CHECKING:
    from tests.mirror.model import MirrorModel
    from tests.mirror.resident import Resident

AGAIN, VISIT_DEATH, VISIT_CURE = purpose("clinic.again"), purpose("visit.death"), purpose("visit.cure")
HOME_DEATH, HOME_ENDS, CONTROL = purpose("home.death"), purpose("home.ends"), purpose("control")
WORSEN, RETURN_DAY = purpose("worsen"), purpose("return.day")
PHARMACY_OPTION = int(Option.PHARMACY)


def control_after(table: SimpleNamespace, condition: int, who: Resident, cared: bool, u: float) -> int:
    """Chronic states under control after a need was met (`cared`) or not."""
    bit, controlled = table.bit[condition], who.controlled
    if cared and u < (table.control_gain_signed if who.signed else table.control_gain):
        return controlled | bit
    if u >= 1.0 - table.control_lapse if cared else u < table.control_loss:
        return controlled & ~bit
    return controlled


def turn_away(model: MirrorModel, cases: Sequence[Case]) -> None:
    """Who was not seen comes back tomorrow, goes elsewhere or gives up."""
    books, values = model.books, model.book.values
    elsewhere = []
    for case in cases:
        books.add(Flow.REFUSED, case.place)
        books.bear(Borne.NOT_SEEN, case.resident)
        u = uniform_scalar(step_key_scalar(case.draws, case.tries), AGAIN)
        tries = case.tries + 1
        key = step_key_scalar(case.key, RETRY_STEP + tries)
        if tries > int(values["care.patience_days"]):
            books.add_person(Person.GAVE_UP)
            books.bear(Borne.GAVE_UP, case.resident)
            books.add_person(Person.ENDED_UNSOLVED)
            case.close_slip(Fate.NO_SLOT)
        elif u < values["care.come_back_share"]:
            origin = case.origin if case.origin in (REFERRED, REPORT) else BOOKED
            case.resident.file(replace(case, key=key, tries=tries, origin=origin), model.today + 1)
        else:
            case.close_slip(Fate.NO_SLOT)
            elsewhere.append(
                replace(
                    case, key=key, tries=tries, avoid=case.place, target=None, place=0, slip=0, origin=RETURN
                )
            )
    for case in elsewhere:
        case.resident.file(case, model.today + 1)


def resolve_visits(model: MirrorModel, visits: Sequence[Visit]) -> None:
    """End the needs of those who were seen, bring them back, send them higher; some die."""
    for visit in visits:
        if visit.act == ADVISE:
            _advise(model, visit)
    for visit in visits:
        who = visit.resident
        dies, controlled = _fate(model, visit)
        _resolve_visit(model, visit, dies)
        if dies:
            who.die()
        who.controlled = controlled
        if visit.place != ELSEWHERE:
            who.habit = visit.place if visit.adequate else 0


def _fate(model: MirrorModel, visit: Visit) -> tuple[bool, int]:
    """Whether the visitor is dead tonight, and which chronic states are under control."""
    table, dies = model.book.outcome, visit.dead
    if _kept_beyond(visit) and not visit.emergency and visit.resident.at_large:
        dies = uniform_scalar(visit.key, VISIT_DEATH) < table.death_untreated[visit.row]
    cared = visit.adequate and not dies
    u = uniform_scalar(visit.key, CONTROL)
    return dies, control_after(table, visit.case.condition, visit.resident, cared, u)


def _kept_beyond(visit: Visit) -> bool:
    """Severe, and treated by a facility that cannot."""
    return visit.act == KEEP and not visit.dead and not visit.adequate and visit.case.severity == 2


def _resolve_visit(model: MirrorModel, visit: Visit, dies: bool) -> None:
    table, books = model.book.outcome, model.books
    if _kept_beyond(visit):
        books.add(Flow.KEPT_BEYOND, visit.place)
        books.bear(Borne.KEPT_BEYOND, visit.resident)
    if dies:
        books.add_person(Person.ENDED_DEATH)
        books.bear(Borne.DEATHS_ILLNESS, visit.resident)
        books.add(Flow.DEATHS, visit.place)
        return
    if visit.act != KEEP:
        return
    chance = table.cure[visit.row] if visit.adequate else table.by_itself[BEYOND][visit.row]
    if uniform_scalar(visit.key, VISIT_CURE) < chance:
        books.add_person(Person.ENDED_WELL)
    else:
        _come_back(model, visit.case, visit.key, visit.adequate)


def _advise(model: MirrorModel, visit: Visit) -> None:
    """Look for a higher place tomorrow; after too many steps the facility keeps the patient."""
    case = visit.case
    if case.step >= model.book.outcome.max_steps:
        visit.act = KEEP
        return
    higher = replace(
        case, avoid=-visit.place, target=None, place=0, tries=0, slip=0, step=case.step + 1, origin=RETURN
    )
    visit.resident.file(higher, model.today + 1)


def resolve_home(model: MirrorModel, cases: Sequence[Case]) -> None:
    """Needs met at home or by a pharmacy end, come back, or kill."""
    table, books = model.book.outcome, model.books
    for case in cases:
        who, key = case.resident, case.draws
        pharmacy = case.place == PHARMACY_OPTION
        if pharmacy:
            bill = int(model.book.values["prices.pharmacy"])
            books.add_person(Person.PHARMACY)
            books.add_person(Person.PHARMACY_BILL, bill)
            books.bear(Borne.PHARMACY, who)
            pay(model, who, bill, bill)
        else:
            books.add_person(Person.SELF_CARE)
            books.add_person(Person.FORGONE, int(case.severity > 0))
            books.bear(Borne.SELF_CARE, who)
            books.bear(Borne.FORGONE, who, case.severity > 0)
        dies = who.at_large and uniform_scalar(key, HOME_DEATH) < table.death_untreated[case.row]
        if dies:
            who.die()
            books.add_person(Person.ENDED_DEATH)
            books.add_person(Person.DEATHS_UNTREATED)
            books.bear(Borne.DEATHS_ILLNESS, who)
        elif uniform_scalar(key, HOME_ENDS) < table.by_itself[PHARMACY if pharmacy else NONE][case.row]:
            books.add_person(Person.ENDED_WELL)
        else:
            _come_back(model, case, key, pharmacy)
        who.controlled = control_after(table, case.condition, who, pharmacy, uniform_scalar(key, CONTROL))


def _come_back(model: MirrorModel, case: Case, key: int, treated: bool) -> None:
    """Bring an unsolved need back on another day, perhaps more severe; after too many steps it ends."""
    table = model.book.outcome
    if case.step >= table.max_steps:
        model.books.add_person(Person.ENDED_UNSOLVED)
        return
    worse = uniform_scalar(key, WORSEN) < table.worsen[0 if treated else 1]
    again = replace(
        case, severity=min(case.severity + worse, 2), step=case.step + 1, target=None, place=0, tries=0,
        avoid=0, slip=0, origin=RETURN,
    )  # fmt: skip
    days = floor(table.return_days[case.condition] * (0.5 + uniform_scalar(key, RETURN_DAY)) + 0.5)
    case.resident.file(again, model.today + max(days, 1))
