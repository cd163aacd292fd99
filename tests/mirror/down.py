"""Going down when stable: the offer, the answer, and what comes of it."""

from __future__ import annotations

from math import exp, floor
from typing import TYPE_CHECKING

from sim.care.ward import MOVED, STAYS, TO_BED, TO_HOME
from sim.geography.map import Kind, Option
from sim.indicators.funnel import DECLINED, Fate, Way
from sim.indicators.tally import Person
from sim.money.rules import TOWNSHIP, Chain
from sim.randomness import purpose, uniform_scalar
from tests.mirror.insurer import eligible_cost, portion
from tests.mirror.records import BOOKED, RETURN, Case, Stay

if TYPE_CHECKING:
    from tests.mirror.ward import Ward

SUITABLE, OFFER, ACCEPT = (purpose(f"down.{name}") for name in ("suitable", "offer", "accept"))
HOME, HELD = purpose("down.home"), purpose("down.held")
OWN_CLINIC, OWN_CENTRE, NEIGHBOUR = int(Option.OWN_CLINIC), int(Option.OWN_CENTRE), int(Option.NEIGHBOUR)
HOSPITALS = range(int(Kind.COUNTY_GENERAL), int(Kind.OTHER_HOSPITAL) + 1)


def follow(fate: Fate, stay: Stay) -> None:
    """Count what became of an offer to go down."""
    who = stay.resident
    who.model.books.add_fate(Way.DOWN, fate, who, who.belongs_to(stay.facility))


def offer_down(ward: Ward, stay: Stay, left: int) -> None:
    """Agree at admission whether the patient will go down when stable, and where to."""
    model, who, key, at = ward.model, stay.resident, stay.key, ward.facility.index
    table, condition = model.book.down, stay.condition
    if ward.facility.kind not in HOSPITALS or not who.present or left <= 0 or stay.place >= NEIGHBOUR:
        return
    if uniform_scalar(key, SUITABLE) >= table.downable[ward.facility.regime][condition]:
        return
    options, minutes = who.village.options, model.book.minutes[who.way][who.village.index]
    near = who.signed and options[OWN_CLINIC] and minutes[OWN_CLINIC] <= table.home_minutes[at]
    home = near and uniform_scalar(key, HOME) < table.home[at]
    if not home and not table.able[condition][options[OWN_CENTRE].index]:
        return
    linked = who.belongs_to(ward.facility)
    offer = table.offer[at]
    offer += (1.0 - offer) * (table.listed_offer[at] if table.listed[condition] else 0.0)
    here, there = _per_day(ward, stay, ward.facility.level), _per_day(ward, stay, TOWNSHIP)
    shift = table.weight[at] * ((table.sharing[at] if linked else 0.0) * there * left / 10_000)
    if shift:
        offer = offer / (offer + (1.0 - offer) * exp(-shift))
    incentive = model.book.incentive
    shift = incentive.weight[at] * (incentive.down[stay.row][at] * left / 10_000)
    if shift and 0.0 < offer < 1.0:
        offer = 1.0 / (1.0 + (1.0 - offer) / offer * exp(-shift))
    if uniform_scalar(key, OFFER) >= offer:
        return
    follow(Fate.OFFERED, stay)
    extra = 0 if home else _extra_cost(ward, stay, floor(here * left), floor(there * left), linked)
    price = table.accept_price[at] * extra / 10_000
    losses = [
        table.accept_minute[at] * minutes[OWN_CLINIC if home else OWN_CENTRE],
        max(price, 0.0),
        max((1.0 - table.accept[at]) + min(price, 0.0), 0.0),
    ]
    losses = [loss * (1.0 - table.follow[at]) for loss in losses]
    mark, u = 1.0 - losses[0] - losses[1] - losses[2], uniform_scalar(key, ACCEPT)
    if u < mark:
        stay.down = TO_HOME if home else TO_BED
    else:
        reason = 0 if u < mark + losses[0] else 1 if u < mark + losses[0] + losses[1] else 2
        stay.down = STAYS
        follow(DECLINED[reason], stay)


def _per_day(ward: Ward, stay: Stay, level: int) -> float:
    book = ward.model.book
    return book.stay_bill[ward.facility.regime][stay.row][level] / book.ward.days[stay.condition][level]


def _extra_cost(ward: Ward, stay: Stay, bill_here: int, bill_there: int, linked: bool) -> int:
    rules, scheme, level = ward.model.book.rules, stay.resident.scheme, ward.facility.level
    due = portion(rules.inpatient_deductible[scheme][TOWNSHIP], rules.repeat_deductible[scheme])
    if rules.chain[scheme][Chain.DOWN] or (linked and rules.chain[scheme][Chain.TIGHT]):
        due = 0
    here = eligible_cost(rules, bill_here, level, scheme)
    there = eligible_cost(rules, bill_there, TOWNSHIP, scheme)
    paid_here = portion(here, rules.band_ratio[scheme][level][0])
    paid_there = portion(max(there - due, 0), rules.band_ratio[scheme][TOWNSHIP][0])
    return (bill_there - paid_there) - (bill_here - paid_here)


def not_held(ward: Ward, stay: Stay) -> bool:
    """Whether a patient who came down was not treated adequately, and looks higher tomorrow."""
    model, who = ward.model, stay.resident
    held = model.book.down.held[stay.condition][ward.facility.index]
    if stay.down != MOVED or uniform_scalar(stay.key, HELD) < held:
        return False
    follow(Fate.BOUNCED, stay)
    if stay.step >= model.book.outcome.max_steps:
        model.books.add_person(Person.ENDED_UNSOLVED)
        return True
    case = Case(stay.key, who, stay.condition, 1, stay.step + 1, RETURN, avoid=-OWN_CENTRE)
    who.file(case, model.today + 1)
    return True


def follow_at_home(ward: Ward, stay: Stay) -> None:
    """Who went home early is seen by the own team at the village clinic."""
    model, who = ward.model, stay.resident
    if stay.step >= model.book.outcome.max_steps:
        model.books.add_person(Person.ENDED_WELL)
        return
    case = Case(stay.key, who, stay.condition, 0, stay.step + 1, BOOKED)
    case.place, case.target = OWN_CLINIC, who.village.options[OWN_CLINIC]
    who.file(case, model.today + int(model.book.down.home_days[ward.facility.index]))
