"""An epidemic wave, person by person, and the fever clinic of one facility."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from math import floor
from typing import TYPE_CHECKING

from sim.geography.map import Option
from sim.needs.catalogue import AGE_STARTS
from sim.randomness import key_scalar, purpose, stream, uniform_scalar
from tests.mirror.records import Case

if TYPE_CHECKING:
    from tests.mirror.facility import Facility
    from tests.mirror.model import MirrorModel
    from tests.mirror.resident import Resident

ILL, DAY, DIVERT = purpose("epidemic.ill"), purpose("epidemic.day"), purpose("epidemic.divert")
LUNG, SEVERITY = purpose("epidemic.pneumonia"), purpose("epidemic.severity")
NEAR_CENTRE, OWN_CENTRE = int(Option.NEAR_CENTRE), int(Option.OWN_CENTRE)


def spread_wave(model: MirrorModel) -> None:
    """Begin, continue or end the wave; note which share of the people has fallen ill."""
    table = model.book.wave
    year = model.date.year if model.day_of_year >= table.start else model.date.year - 1
    begins = date(year, 1, 1).toordinal() + table.start - 1
    days = len(table.course) - 1
    model.ill_share = 0.0
    if not any(table.attack) or model.today >= begins + days:
        model.wave = None
        return
    terms = (begins, days, *table.attack)
    if model.wave != terms:
        model.wave, model.ill_on = terms, {}
        model.at_risk = sum(who.alive for who in model.residents)
        for who in model.residents:
            _fall_ill(model, who, begins, year)
    ill = sum(count for day, count in model.ill_on.items() if day <= model.today)
    model.ill_share = ill / max(model.at_risk, 1)


def _fall_ill(model: MirrorModel, who: Resident, begins: int, year: int) -> None:
    table, age = model.book.wave, bisect_right(AGE_STARTS, who.age)
    key = key_scalar(stream("epidemic", model.seed), who.id, year)
    who.epidemic = None
    if not who.alive or uniform_scalar(key, ILL) >= table.attack[age]:
        return
    day = begins + bisect_right(table.course, uniform_scalar(key, DAY)) - 1
    lung, u = uniform_scalar(key, LUNG) < table.pneumonia[age], uniform_scalar(key, SEVERITY)
    severity = 1 + (u < table.severe) if lung else (u >= table.bounds[0]) + (u >= table.bounds[1])
    who.epidemic = day, Case(key, who, table.conditions[int(lung)], severity)
    model.ill_on[day] = model.ill_on.get(day, 0) + 1
    model.expect(who, day)


def diverted(case: Case) -> bool:
    """Whether the hospital that was chosen sends a mild patient to the township centre."""
    who = case.resident
    model, response = who.model, who.model.book.response
    mild = case.condition == model.book.wave.conditions[0] and case.severity == 0
    if not mild or case.place <= NEAR_CENTRE or not who.present or not model.ill_share:
        return False
    at = who.village.options[case.place].index
    centre = who.village.options[OWN_CENTRE]
    warned = centre is not None and not centre.shut and model.ill_share >= response.alarm[at]
    return warned and uniform_scalar(case.draws, DIVERT) < response.diverts[at]


def fever_clinic(facility: Facility, unit: int) -> tuple[int, int, int]:
    """Doctors lent to the fever clinic, doctors there, and patients they can see; none while it is closed."""
    model, at = facility.model, facility.index
    table, sites = model.book.response, model.book.sites
    if model.unlimited or model.ill_share < table.opens[at]:
        return 0, 0, 0
    doctors = facility.doctors_in(unit)
    lent = min(floor(doctors * table.doctors[at] + 0.5), doctors - 1)
    staff = lent + floor(lent * table.called[at] + 0.5)
    return lent, staff, floor(staff * sites.session[unit] / sites.service[unit] + 1e-9)
