"""A facility: sees patients, treats them, refers them, keeps them in its ward."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from sim.care.shared_tests import Exam
from sim.care.sites import CLINICS
from sim.care.treatment import ADMIT, ADVISE, KEEP, SLIP
from sim.geography.map import Kind, Option
from sim.indicators.burden import Borne
from sim.indicators.tally import Person
from sim.randomness import purpose, uniform_scalar
from tests.mirror.clinic import Clinic
from tests.mirror.doctor import Practice
from tests.mirror.drugs import Pharmacy
from tests.mirror.records import Stay, Visit
from tests.mirror.referral import bound
from tests.mirror.ward import Ward

if TYPE_CHECKING:
    from tests.mirror.model import MirrorModel

ADEQUATE, STAYS = purpose("treat.adequate"), purpose("treat.admit")
OFFERS, ADVISES, HERE = purpose("treat.offer"), purpose("treat.advise"), purpose("treat.here")
ACCEPTS, ATTENDS = purpose("referral.accept"), purpose("referral.attend")
EMERGENCY_DEATH = purpose("emergency.death")
COUNTY_GENERAL, CITY_KIND, CITY = int(Kind.COUNTY_GENERAL), int(Kind.CITY), int(Option.CITY)


class Facility(mesa.Agent):
    """A place where care is given.

    Attributes
    ----------
    wait : float
        Recent wait, minutes.
    visited, admitted : int
        Visits and admissions of today.
    """

    def __init__(self, model: MirrorModel, index: int) -> None:
        super().__init__(model)
        sites = model.book.sites
        self.index = index
        self.kind = sites.kind[index]
        self.community = sites.community[index]
        self.wait = 0.0
        self.owed = 0.0  # minutes of the team outside the clinic
        self.funded = 0.0  # minutes of it a day that public-health money pays for
        self.visited = self.admitted = 0
        self.posted_days = 0
        self.at_fever_clinic = 0
        self.course, self.running, self.taught = 0, 0.0, 0.0  # see `sim.care.training.Training`
        self.trainees = 0  # own doctors who are away for training today
        self.reports_left = [0.0] * len(Exam)
        self.experts = [0] * len(CLINICS)  # doctors of the lead hospital here today, by department
        self.lent = [0] * len(CLINICS)  # own doctors who are at a township centre today
        self.clinic = Clinic(self)
        self.ward = Ward(self)
        self.practice = Practice(self)
        self.pharmacy = Pharmacy(self)

    @property
    def regime(self) -> int:
        """Regime the facility lives under today."""
        return int(self.model.regimes.of_facility[self.index])

    @property
    def level(self) -> int:
        """Price level today."""
        return self.model.book.sites.level[self.index]

    @property
    def shut(self) -> bool:
        """Whether it is closed today."""
        return bool(self.model.book.sites.shut[self.index])

    def more_doctors(self, line: int) -> int:
        """Experts who came to one list of the clinic today, less own doctors who went, or learn elsewhere."""
        return (0 if line else sum(self.experts) - self.trainees) - self.lent[line]

    def doctors_in(self, unit: int) -> int:
        """Doctors in session today."""
        sites = self.model.book.sites
        doctors = (sites.weekend_doctors if self.model.day_off else sites.doctors)[unit]
        own = max(round(doctors * self.practice.filled), 1)
        line = unit - sites.first_unit[self.index]
        return own + self.more_doctors(line) - (0 if line else self.at_fever_clinic)

    def open(self) -> None:
        """Begin the day with the discharges."""
        self.visited = self.admitted = 0
        self.pharmacy.open()
        self.ward.discharge()

    def hold_clinic(self) -> None:
        self.clinic.hold()

    def treat(self, visit: Visit) -> None:
        """Decide what to do with a patient who is seen."""
        table, key, row = self.model.book.treatment, visit.key, visit.row
        visit.adequate = uniform_scalar(key, ADEQUATE) < table.adequate[row][self.index]
        if visit.emergency:
            self._emergency(visit, uniform_scalar(key, STAYS) < table.admit[row])
            return
        stay = uniform_scalar(key, STAYS) < table.stay[row][self.index]
        ward = table.beds[self.index] and uniform_scalar(key, HERE) < table.admits[row][self.index]
        if stay and visit.adequate and ward:
            visit.act = ADMIT
        higher = (not visit.adequate or (stay and not ward)) and self.kind < CITY_KIND
        often = table.send_on[row][self.index]
        offer = table.offer[row][self.index] * often
        if bound(visit):
            offer += (1.0 - offer) * table.ruled[self.index]
        told = table.advise_stay[self.index] if visit.adequate else table.advise[row][self.index]
        if higher and uniform_scalar(key, OFFERS) < offer:
            visit.act = SLIP
        elif higher and uniform_scalar(key, ADVISES) < told * often:
            visit.act = ADVISE

    def _emergency(self, visit: Visit, stay: bool) -> None:
        """Emergencies are never sent away with a slip."""
        book, books, row, minutes = self.model.book, self.model.books, visit.row, visit.minutes
        chance = book.outcome.death[row] if visit.adequate else book.outcome.death_untreated[row]
        chance += book.outcome.death_hour[visit.case.condition] * minutes / 60.0
        doomed = uniform_scalar(visit.key, EMERGENCY_DEATH) < min(chance, 1.0)
        visit.dead = doomed and visit.resident.at_large
        if visit.dead:
            visit.resident.die()
        visit.act = ADMIT if not visit.dead and (stay or not visit.adequate) else KEEP
        books.add_person(Person.EMERGENCIES)
        books.bear(Borne.EMERGENCIES, visit.resident)
        books.add_person(Person.DOOR_MINUTES, int(minutes + 0.5))
        books.add_person(Person.LATE_EMERGENCIES, int(minutes >= book.emergency.late))
        books.bear(Borne.LATE_EMERGENCIES, visit.resident, minutes >= book.emergency.late)
        books.add_person(Person.EMERGENCY_DEATHS, int(visit.dead))
        books.bear(Borne.EMERGENCY_DEATHS, visit.resident, visit.dead)

    def hospital_of(self, stay: Stay) -> tuple[Facility, int]:
        """Hospital, and its option, to which a township centre moves a patient who got worse."""
        who, row = stay.resident, stay.condition * 3 + min(stay.severity + 1, 2)
        option = self.model.book.treatment.upward[who.county][1][row]
        if who.village.options[option] is None or who.village.options[option].shut:
            option = CITY
        return who.village.options[option], option
