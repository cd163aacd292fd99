"""Who gets the free beds of today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.care.treatment import ADMIT, ADVISE, AWAIT
from sim.care.ward import SPLIT, WORSE
from sim.geography.map import Kind, Option
from sim.indicators.burden import Borne
from sim.indicators.funnel import Fate
from sim.indicators.tally import Flow, Person
from sim.randomness import purpose, uniform_scalar
from tests.mirror.records import BED, EMERGENCY, RETURN, Case, Stay, Visit

if TYPE_CHECKING:
    from tests.mirror.model import MirrorModel

OWN_CENTRE, CITY, FAR = int(Option.OWN_CENTRE), int(Option.CITY), int(Option.FAR)
CITY_KIND = int(Kind.CITY)
DEFER, ELSEWHERE = purpose("cap.defer"), purpose("cap.elsewhere")


def admit(
    model: MirrorModel, visits: Sequence[Visit], waiting: Sequence[Case], stable: Sequence[Stay]
) -> None:
    """Give out the free beds: transfers down first; then emergencies, referred, waiting and new patients."""
    for stay in stable:
        if stay.down == SPLIT:
            stay.facility.ward.go_on(stay)
    _go_down([stay for stay in stable if stay.down not in (WORSE, SPLIT)])
    _go_up([stay for stay in stable if stay.down == WORSE])
    for visit in visits:
        _defer(model, visit)
    requests = [_request(visit) for visit in visits if visit.act == ADMIT]
    asking = [case for case in requests if case.origin == EMERGENCY]
    asking += [*waiting, *(case for case in requests if case.origin != EMERGENCY)]
    refused = _grant(_once_each(model, asking))
    urgent = [case for case in refused if case.origin == EMERGENCY]
    for option in (CITY, FAR):
        urgent = _grant([_moved(case, option) for case in urgent])
    for _ in urgent:
        model.books.add_person(Person.ENDED_UNSOLVED)
    for case in refused:
        if case.origin != EMERGENCY:
            _no_bed(model, case)


def _defer(model: MirrorModel, visit: Visit) -> None:
    """Put a moderate case off for some weeks, or tell the patient to go elsewhere, near the yearly cap."""
    share, case = model.book.incentive.deferred[visit.facility.index], visit.case
    if (
        visit.act != ADMIT
        or visit.emergency
        or case.severity > 1
        or uniform_scalar(visit.key, DEFER) >= share
    ):
        return
    values = model.regimes.values[visit.facility.regime]
    model.books.add_person(Person.STAYS_DEFERRED)
    model.books.bear(Borne.STAYS_DEFERRED, visit.resident)
    if uniform_scalar(visit.key, ELSEWHERE) < values["pay_provider.defer.elsewhere"]:
        visit.act = ADVISE
        case.close_slip(Fate.ATTENDED)
        return
    visit.act = AWAIT
    later = replace(case, place=visit.place, target=visit.facility, origin=BED, tries=0)
    visit.resident.file(later, model.today + int(values["pay_provider.defer.days"]))


def _go_down(stable: Sequence[Stay]) -> None:
    centres = {}
    for stay in stable:
        centre = stay.resident.village.options[OWN_CENTRE]
        centre.ward.transfers.append(stay)
        centres[centre.index] = centre
    for centre in centres.values():
        centre.ward.take_transfers()


def _go_up(worse: Sequence[Stay]) -> None:
    """Move those who got worse at a township centre, by keyed order as far as there are hospital beds."""
    for stay in sorted(worse, key=lambda each: each.key):
        hospital, option = stay.facility.hospital_of(stay)
        if hospital.ward.free > 0:
            hospital.ward.take_worse(stay, option)
        else:
            stay.facility.ward.stays.setdefault(stay.end, []).append(stay)


def _request(visit: Visit) -> Case:
    """Ask for a bed where the patient is, or in the city for an emergency that is beyond this place."""
    if not visit.emergency:
        return replace(visit.case, place=visit.place, tries=0)
    case = replace(visit.case, place=visit.place, tries=0, origin=EMERGENCY)
    if visit.adequate or visit.facility.kind >= CITY_KIND:
        return case
    return _moved(case, CITY)


def _moved(case: Case, option: int) -> Case:
    return replace(case, place=option, target=case.resident.village.options[option])


def _once_each(model: MirrorModel, asking: Iterable[Case]) -> list[Case]:
    """Keep the first request of each person who is alive and in no bed."""
    first: dict[int, Case] = {}
    for case in asking:
        who = case.resident
        if who.row in first or not who.alive or who.inside:
            model.books.add_person(Person.ENDED_SUPERSEDED)
            case.close_slip(Fate.OVERTAKEN)
        # The first request counts as such even when its person cannot be admitted.
        first.setdefault(who.row, case)
    return [case for case in first.values() if case.resident.alive and not case.resident.inside]


def _grant(asking: Sequence[Case]) -> list[Case]:
    """Let every ward decide on what is asked of it; return those who were refused."""
    wards = {}
    for case in asking:
        case.target.ward.requests.append(case)
        wards[case.target.index] = case.target.ward
    return [case for ward in wards.values() for case in ward.grant()]


def _no_bed(model: MirrorModel, case: Case) -> None:
    """Wait for a bed some days, then look elsewhere."""
    books, who = model.books, case.resident
    books.add(Flow.REFUSED, case.place)
    books.bear(Borne.NO_BED, who)
    if case.tries < int(model.book.values["care.bed_patience_days"]):
        who.file(replace(case, origin=BED, tries=case.tries + 1), model.today + 1)
        return
    case.close_slip(Fate.NO_BED)
    if case.step + 1 > model.book.outcome.max_steps:
        books.add_person(Person.GAVE_UP)
        books.bear(Borne.GAVE_UP, who)
        books.add_person(Person.ENDED_UNSOLVED)
        return
    other = replace(
        case, avoid=case.place, target=None, place=0, tries=0, slip=0, step=case.step + 1, origin=RETURN
    )
    who.file(other, model.today + 1)
