"""What family-doctor teams do beside the clinic, person by person."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import TYPE_CHECKING

from sim.care.drugs import CHRONIC
from sim.geography.map import Option
from sim.indicators.tally import Person
from sim.money.prices import bill_parts
from sim.policy.groups import Trait
from sim.population.people import Chronic
from sim.randomness import key_scalar, purpose, stream, uniform_scalar
from tests.mirror.drugs import get_more
from tests.mirror.outcome import control_after
from tests.mirror.records import NEW, Case, Visit

if TYPE_CHECKING:
    from tests.mirror.facility import Facility
    from tests.mirror.model import MirrorModel
    from tests.mirror.resident import Resident

CARRIED, VISITED = 4, 5
OWN_CLINIC, OWN_CENTRE = int(Option.OWN_CLINIC), int(Option.OWN_CENTRE)
SUPPLIED = Chronic.HYPERTENSION | Chronic.DIABETES | Chronic.COPD | Chronic.CHD
LASTS, CONTROL = purpose("contract.long_prescription"), purpose("control")


def plan_team_work(model: MirrorModel) -> None:
    """Find who is served, managed and visited at home."""
    interval = int(model.book.values["contract.chronic_management.interval_days"])
    model.rounds = [[] for _ in range(interval)]
    model.papers: list[list[Resident]] = [[] for _ in range(interval)]
    bought = fund_teams(model, interval)
    for who in model.residents:
        values = model.regimes.values[who.scheme // 3]

        def drawn(name: str, who: Resident = who) -> float:
            return uniform_scalar(key_scalar(stream(name, model.seed), who.id))

        team = who.village.options[OWN_CLINIC] or who.village.options[OWN_CENTRE]
        who.served = who.signed and drawn("contract.served") < team.practice.served
        who.bedbound = bool(who.code & Trait.BEDBOUND)
        visited = who.served and values["contract.home_care.on"] > 0
        who.way = who.mode if not who.bedbound else VISITED if visited else CARRIED
        share = max(values["contract.chronic_management.share"], bought[team.index])
        due, u = who.signed and who.code & Trait.CHRONIC, drawn("contract.recorded")
        who.planned = bool(due and drawn("contract.managed") < share)
        who.on_paper = who.planned and not who.served and u < team.practice.recorded
        if who.planned and who.served:
            model.rounds[int(drawn("contract.followup_day") * interval)].append(who)
        elif who.on_paper and u >= team.practice.value("recorded"):
            model.papers[int(drawn("contract.followup_day") * interval)].append(who)


def fund_teams(model: MirrorModel, interval: int) -> list[float]:
    """Pay staff for follow-up from public-health money; return whom of the chronic it is enough for."""
    book = model.book
    residents, chronic = [0] * len(model.facilities), [0] * len(model.facilities)
    for who in model.residents:
        if who.alive and not who.away:
            team = who.village.options[OWN_CLINIC] or who.village.options[OWN_CENTRE]
            residents[team.index] += 1
            chronic[team.index] += bool(who.signed and who.code & Trait.CHRONIC)
    each = book.values["contract.chronic_management.minutes"] * 365 / interval
    shares = []
    for facility, people, ill in zip(model.facilities, residents, chronic, strict=True):
        minutes = book.public_health.minutes[facility.index] * people
        facility.funded = minutes / 365
        shares.append(min(minutes / (max(ill, 1) * each), 1.0))
    return shares


def follow_up(model: MirrorModel) -> None:
    """See the managed people whose day it is."""
    for who in model.papers[model.today % len(model.papers)]:
        if who.alive:
            owe(_at_work(who), "contract.doctor.record_minutes")
    for who in model.rounds[model.today % len(model.rounds)]:
        if not who.at_large or not who.present or _at_work(who).shut:
            continue
        model.books.add_person(Person.FOLLOW_UPS)
        key = key_scalar(stream("contract.followup", model.seed), who.id, model.today)
        for state, name in ((Chronic.HYPERTENSION, "hypertension"), (Chronic.DIABETES, "diabetes")):
            won = uniform_scalar(key, purpose(name)) < model.book.outcome.control_gain_signed
            if who.chronic & state and won:
                who.controlled |= int(state)
        owe(_at_work(who), "contract.chronic_management.minutes")


def _at_work(who: Resident) -> Facility:
    """The clinic, or the centre where there is none or it has no doctor."""
    clinic, centre = who.village.options[OWN_CLINIC], who.village.options[OWN_CENTRE]
    return clinic if clinic and (clinic.practice.filled or not centre) else centre


def owe(facility: Facility, path: str) -> None:
    """Charge a piece of work to the clinic."""
    minutes = facility.model.book.values[path]
    facility.owed += minutes
    facility.model.books.add_person(Person.TEAM_MINUTES, int(minutes + 0.5))


def open_hours(facility: Facility, unit: int, slots: int) -> tuple[int, float]:
    """Patients the clinic can see after the work outside, and for how many minutes."""
    model = facility.model
    sites = model.book.sites
    if model.unlimited:
        facility.owed = 0.0
    if unit == sites.first_unit[facility.index]:
        facility.owed = max(facility.owed - facility.funded, 0.0)
    if not facility.owed or not slots:
        return slots, sites.session[unit]
    doctors = facility.doctors_in(unit)
    minutes = doctors * sites.session[unit]
    spent = min(facility.owed, (1.0 - model.book.values["contract.clinic_least"]) * minutes)
    facility.owed -= spent
    left = floor((minutes - spent) / sites.service[unit] + 1e-9)
    return min(slots, left), (minutes - spent) / doctors


def home_visits(visits: Sequence[Visit]) -> None:
    """Count the visits at homes and their ways."""
    for visit in visits:
        home = visit.resident.way == VISITED and visit.place in (OWN_CLINIC, OWN_CENTRE)
        if home and not visit.emergency:
            visit.resident.model.books.add_person(Person.HOME_VISITS)
            owe(visit.facility, "contract.home_care.minutes")


def count_bedbound(case: Case) -> None:
    """Count an occasion of a bed-bound person, and whether care was forgone."""
    who = case.resident
    if who.bedbound and who.present:
        who.model.books.add_person(Person.BEDBOUND_OCCASIONS)
        who.model.books.add_person(Person.BEDBOUND_FORGONE, int(case.place == 0 and case.severity > 0))


def _supply(who: Resident) -> tuple[float, float]:
    """Days of drugs that the person gets at once, and those of a usual prescription."""
    usual = who.model.book.values["contract.long_prescription.usual_days"]
    return max(who.model.regimes.values[who.scheme // 3]["contract.long_prescription.days"], usual), usual


def _team_of(who: Resident) -> Facility:
    """Village clinic of a person, where there is none the centre."""
    return who.village.options[OWN_CLINIC] or who.village.options[OWN_CENTRE]


def stable(case: Case) -> bool:
    """Whether a long prescription takes the place of the usual one."""
    who = case.resident
    bit = who.model.book.outcome.bit[case.condition] & SUPPLIED
    first = case.severity == 0 and case.step == 0
    return bool(first and who.present and who.served and bit & who.controlled)


def use_supply(who: Resident, going: list[Case]) -> list[Case]:
    """End what drugs at home meet; return the other cases."""
    days, usual = _supply(who)
    met = [
        case
        for case in going
        if case.origin == NEW
        and stable(case)
        and _team_of(who).pharmacy.shelves[CHRONIC].left >= 1.0
        and uniform_scalar(case.draws, LASTS) < 1.0 - usual / days
    ]  # fmt: skip
    table = who.model.book.outcome
    for case in met:
        who.model.books.add_person(Person.LONG_SUPPLY)
        who.model.books.add_person(Person.ENDED_WELL)
        u = uniform_scalar(case.draws, CONTROL)
        who.controlled = control_after(table, case.condition, who, True, u)
    return [case for case in going if case not in met]


def dispense(visits: Sequence[Visit]) -> None:
    """Give drugs for longer to the stable, as far as the stock goes."""
    asking = []
    for visit in visits:
        days, usual = _supply(visit.resident)
        if days > usual and stable(visit.case):
            asking.append((visit, days / usual - 1.0))
    for visit in get_more(asking):
        days, usual = _supply(visit.resident)
        book = visit.resident.model.book
        drugs = bill_parts(book.values, "visit").drugs[visit.facility.level]
        visit.bag = 1.0 + float(drugs) * (days / usual - 1.0)
