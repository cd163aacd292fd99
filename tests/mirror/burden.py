"""Who bears it, person by person."""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta
from typing import TYPE_CHECKING

from sim.geography.map import Option
from sim.indicators.burden import Borne
from sim.indicators.tally import ELSEWHERE

if TYPE_CHECKING:
    from tests.mirror.model import MirrorModel
    from tests.mirror.records import Stay, Visit
    from tests.mirror.resident import Resident

HOSPITALS = (Option.GENERAL, Option.TCM, Option.MCH)
INSIDE, PRIMARY = range(Option.OWN_CLINIC, Option.NEIGHBOUR), range(Option.OWN_CLINIC, Option.GENERAL)


def turn_year(model: MirrorModel, turned: bool) -> None:
    """Put everybody into a group on the first counted day and at New Year."""
    books = model.books
    if model.date != model.scenario.start and not (turned and books.year >= 0):
        return
    books.year += 1
    for who in model.residents:
        who.group = _group(model, who)
        who.member, who.own, who.seen_by_primary = who.alive, 0, False


def _group(model: MirrorModel, who: Resident) -> tuple[int, ...]:
    values = model.book.values
    km = min(float(model.map.road_km[who.village.index][hospital]) for hospital in HOSPITALS)
    band = bisect_right([values[f"run.distance_band_{k}"] for k in (1, 2, 3)], km)
    age = bisect_right([values[f"run.age_group_{k}"] for k in (1, 2, 3)], who.age)
    return who.county, who.income, band, age, int(who.away), who.insurance


def bear_visit(model: MirrorModel, visit: Visit) -> None:
    """Count a visit; emergencies are counted where they are treated."""
    books, who = model.books, visit.resident
    books.bear(Borne.VISITS, who)
    books.bear(Borne.COUNTY_VISITS, who, visit.place in INSIDE)
    books.bear(Borne.WAIT, who, visit.wait)
    if visit.place != ELSEWHERE and not visit.emergency:
        books.bear(Borne.ORDINARY, who)
        books.bear(Borne.TRAVEL, who, int(visit.minutes + 0.5))
    pay(model, who, visit.bill, visit.bill - visit.fund)
    if visit.place in PRIMARY and books.year >= 0:
        who.seen_by_primary = True


def bear_stay(model: MirrorModel, stay: Stay, bill: int, own: int) -> None:
    """Count a stay that ends."""
    model.books.bear(Borne.STAYS, stay.resident)
    model.books.bear(Borne.COUNTY_STAYS, stay.resident, stay.place in INSIDE)
    pay(model, stay.resident, bill, own)


def pay(model: MirrorModel, who: Resident, bill: int, own: int) -> None:
    """Count a bill, and what the person pays of it."""
    model.books.bear(Borne.BILL, who, bill)
    model.books.bear(Borne.OWN, who, own)
    if model.books.year >= 0:
        who.own += own


def close_day(model: MirrorModel) -> None:
    """Count heads on the last day of a month, and spending on the last of a year."""
    books, values, tomorrow = model.books, model.book.values, model.date + timedelta(days=1)
    last = model.date == model.scenario.until
    if books.year < 0 or (tomorrow.day > 1 and not last):
        return
    for who in model.residents:
        books.bear(Borne.PEOPLE, who, who.alive)
        books.bear(Borne.SIGNED, who, who.alive and who.signed)
        if (tomorrow.month == 1 and tomorrow.day == 1) or last:
            limit = int(values["run.catastrophic_share"] * values[f"fairness.income_{who.income + 1}"] + 0.5)
            books.bear(Borne.MEMBERS, who, who.member)
            books.bear(Borne.CATASTROPHIC, who, who.own > limit)
            books.bear(Borne.UNDER_CONTRACT, who, who.alive and who.signed)
            books.bear(Borne.SERVED, who, who.alive and who.signed and who.seen_by_primary)
