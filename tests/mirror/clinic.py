"""The clinic of a facility: lists by priority, then first come, first served."""

from __future__ import annotations

from heapq import heapreplace
from math import floor
from typing import TYPE_CHECKING

from sim.care.clinic import LAST_ARRIVAL, TICKS
from sim.care.noise import SIZE
from sim.care.sites import CLINICS
from sim.geography.map import Kind
from sim.needs.catalogue import Department
from sim.randomness import purpose, step_key_scalar, uniform_scalar
from tests.mirror.epidemic import fever_clinic
from tests.mirror.records import BOOKED, REFERRED, Case, Visit
from tests.mirror.referral import give_places, of_family_doctor, standing
from tests.mirror.team import open_hours

if TYPE_CHECKING:
    from tests.mirror.facility import Facility

ARRIVAL, SERVICE = purpose("clinic.arrival"), purpose("clinic.service")
HOSPITAL, EMERGENCY, INTERNAL = int(Kind.COUNTY_GENERAL), int(Department.EMERGENCY), int(Department.INTERNAL)
Entry = tuple[int, int, int, Case]  # priority, keyed tie, order of coming, case


class Clinic:
    """Outpatient clinic; a hospital has a list for each department, every other facility one."""

    def __init__(self, facility: Facility) -> None:
        self.facility = facility
        self.departments = facility.kind >= HOSPITAL
        self.session = 0.0  # minutes today
        self.lines: list[list[Entry]] = [[] for _ in (CLINICS if self.departments else CLINICS[:1])]

    def join(self, case: Case) -> None:
        """Ask for a place on today's list."""
        model = self.facility.model
        line = 0
        if self.departments:
            department = model.book.catalogue.department[case.condition]
            line = INTERNAL if department == EMERGENCY else department
        tie = step_key_scalar(case.draws, case.tries)
        model.came += 1
        self.lines[line].append((standing(case), tie, model.came, case))

    def hold(self) -> None:
        """See those on the lists, send the others away, and let it be known how long people waited."""
        model, sites = self.facility.model, self.facility.model.book.sites
        ticks = came = 0
        penalty = int(model.book.values["learning.turned_away_minutes"] * TICKS)
        for number, line in enumerate(self.lines):
            unit = sites.first_unit[self.facility.index] + number
            slots = (sites.weekend_slots if model.day_off else sites.slots)[unit]
            slots = floor(slots * self.facility.practice.filled)
            if not model.unlimited:
                each = sites.session[unit] / sites.service[unit]
                slots = max(slots + floor(self.facility.more_doctors(number) * each + 0.5), 0)
            if number == 0:
                line, slots, spent = self._hold_fever_clinic(unit, line, slots)
                came, ticks = came + len(spent), ticks + sum(spent)
            slots, self.session = open_hours(self.facility, unit, slots)
            if not line:
                continue
            seen, away = self._let_in(line, slots)
            came += len(line)
            ticks += sum(self._serve(unit, seen, self.facility.doctors_in(unit))) + penalty * len(away)
            model.turned_away.extend((order, case) for _, _, order, case in away)
        self.lines = [[] for _ in self.lines]
        self.facility.at_fever_clinic = 0
        if came:
            rate = model.book.values["learning.wait_rate"]
            self.facility.wait += rate * (ticks / TICKS / came - self.facility.wait)

    def _hold_fever_clinic(
        self, unit: int, line: list[Entry], slots: int
    ) -> tuple[list[Entry], int, list[int]]:
        """See respiratory patients apart; return the others, their places, and the waits of those seen."""
        model, sites = self.facility.model, self.facility.model.book.sites
        self.facility.at_fever_clinic = 0
        lent, staff, places = fever_clinic(self.facility, unit)
        feverish = [entry for entry in line if entry[3].condition == model.book.wave.conditions[0]]
        seen = sorted(feverish, key=lambda entry: entry[:3])[:places]
        self.session = sites.session[unit]
        waits = self._serve(unit, sorted(seen, key=lambda entry: entry[2]), max(staff, 1))
        self.facility.at_fever_clinic = lent
        there = {id(entry[3]) for entry in seen}
        lost = floor(lent * (sites.session[unit] / sites.service[unit]) + 0.5)
        left = max(slots - lost, 0) if lent else slots
        return [entry for entry in line if id(entry[3]) not in there], left, waits

    def _let_in(self, line: list[Entry], slots: int) -> tuple[list[Entry], list[Entry]]:
        """Give out the places of the day; some are kept for patients of family doctors."""
        table, at = self.facility.model.book.referral, self.facility.index
        kept = int(slots * table.reserved[at] + 1e-9)
        asking = [((rank, tie), case, of_family_doctor(case)) for rank, tie, _, case in line]
        granted, _, _ = give_places(asking, slots, kept, table.release[at])
        seen = {id(case) for case in granted}
        return (
            [entry for entry in line if id(entry[3]) in seen],
            [entry for entry in line if id(entry[3]) not in seen],
        )

    def _serve(self, unit: int, seen: list[Entry], doctors: int) -> list[int]:
        """Serve patients in order of arrival; return their waits in tenths of a minute."""
        model, sites = self.facility.model, self.facility.model.book.sites
        free = [0.0] * min(doctors, len(seen))
        waits = []
        for arrival, order, case in sorted(self._arrivals(unit, seen), key=lambda entry: entry[:2]):
            begin = max(arrival, free[0])
            noise = model.exponential[int(uniform_scalar(case.draws, SERVICE) * SIZE)]
            heapreplace(free, begin + noise * sites.service[unit])
            wait = 0 if model.unlimited else floor((begin - arrival) * TICKS)
            waits.append(wait)
            who = case.resident
            model.seen.append(
                (
                    order,
                    Visit(
                        case, who, self.facility, case.place, case.draws, case.row, wait,
                        model.book.minutes[who.way][who.village.index][case.place],
                    ),
                )
            )  # fmt: skip
        return waits

    def _arrivals(self, unit: int, seen: list[Entry]) -> list[tuple[float, int, Case]]:
        arrivals = []
        for origin, _, order, case in seen:
            u = uniform_scalar(case.draws, ARRIVAL)
            booked = origin in (REFERRED, BOOKED)
            arrivals.append((0.0 if booked else u * u * LAST_ARRIVAL * self.session, order, case))
        return arrivals
