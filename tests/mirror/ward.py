"""The ward of a facility: beds, stays, discharges."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor
from typing import TYPE_CHECKING

from sim.care.noise import SIZE
from sim.care.ward import MOVED, SPLIT, STAYS, TO_BED, TO_CARE, TO_HOME, WORSE
from sim.geography.map import Kind, Option
from sim.indicators.burden import Borne
from sim.indicators.funnel import Fate, Way
from sim.indicators.tally import Flow, Person
from sim.money.rules import TOWNSHIP, Link, Path
from sim.needs.cases import PARTNER_SLIP, STAY_STEP, UP_SLIP
from sim.population.people import Chronic
from sim.randomness import purpose, step_key_scalar, uniform_scalar
from tests.mirror.clinical_pathway import held_to_pathway, on_pathway
from tests.mirror.down import follow, follow_at_home, not_held, offer_down
from tests.mirror.insurer import bill_stay
from tests.mirror.long_term import wants_place
from tests.mirror.outcome import control_after
from tests.mirror.records import BOOKED, EMERGENCY, RETURN, Case, Stay
from tests.mirror.referral import give_places, of_family_doctor, standing
from tests.mirror.splitting import value_of, will_be_split

if TYPE_CHECKING:
    from tests.mirror.facility import Facility

DAYS, OPERATION, HIGH, DEATH = (purpose(f"stay.{name}") for name in ("days", "operation", "high", "death"))
CONTROL, FOLLOWUP, TOLD = purpose("control"), purpose("followup"), purpose("referral.told")
OWN_CENTRE = int(Option.OWN_CENTRE)
CENTRE_KIND, VERIFIED, GETS_WORSE = int(Kind.TOWNSHIP_CENTRE), purpose("path.verified"), purpose("stay.worse")
PLAIN, STEPWISE, SKIPPED, PARTNER = (
    int(Path.PLAIN), int(Path.STEPWISE), int(Path.SKIPPED), int(Path.PARTNER)
)  # fmt: skip
UNLINKED, UP, DOWN = int(Link.NONE), int(Link.UP), int(Link.DOWN)
MANAGED = int(Chronic.HYPERTENSION | Chronic.DIABETES)


class Ward:
    """Beds of a facility."""

    def __init__(self, facility: Facility) -> None:
        self.facility = facility
        self.model = facility.model
        self.occupied = self.kept = 0
        self.stays: dict[int, list[Stay]] = {}
        self.requests: list[Case] = []
        self.transfers: list[Stay] = []

    @property
    def free(self) -> int:
        return self.model.book.sites.beds[self.facility.index] - self.occupied

    def discharge(self) -> None:
        """End the stays that are over; name those who are stable and agreed to go down to a township bed."""
        for stay in self.stays.pop(self.model.today, ()):
            if stay.end <= self.model.today or stay.down == TO_HOME:
                self.leave(stay)
            elif stay.down == TO_CARE:
                self.model.asking_long_term.append(stay)
            else:
                self.model.stable.append(stay)

    def _vacate(self, stay: Stay) -> int:
        """Bill the stay and free the bed; return the deductible due."""
        due = bill_stay(self.model, stay)
        stay.resident.inside = False
        self.occupied -= 1
        self.kept -= stay.kept
        self.model.books.add(Flow.DISCHARGES, stay.place)
        return due

    def leave(self, stay: Stay) -> None:
        model, who, condition = self.model, stay.resident, stay.condition
        book, books = model.book, model.books
        self._vacate(stay)
        if stay.down == TO_HOME:
            follow(Fate.HOME, stay)
        if who.signed and who.chronic & MANAGED:
            books.add(Flow.CHRONIC_STAYS, stay.place)
        if stay.down != MOVED:
            self._count_operation(stay)
        mortal = not book.catalogue.emergency[condition]
        if mortal and uniform_scalar(stay.key, DEATH) < book.outcome.death[stay.row]:
            who.die()
            books.add_person(Person.ENDED_DEATH)
            books.bear(Borne.DEATHS_ILLNESS, who)
            books.add(Flow.DEATHS, stay.place)
            return
        if condition == model.delivery:
            model.mothers.add(who.row)
        who.controlled = control_after(book.outcome, condition, who, True, uniform_scalar(stay.key, CONTROL))
        if stay.down == TO_HOME:
            follow_at_home(self, stay)
        elif not not_held(self, stay):
            self._follow_up(stay)

    def _count_operation(self, stay: Stay) -> None:
        table, books = self.model.book.ward, self.model.books
        can = table.operate_level[self.facility.level]
        if uniform_scalar(stay.key, OPERATION) < table.operate[stay.condition] * can:
            books.add(Flow.OPERATIONS, stay.place)
            if uniform_scalar(stay.key, HIGH) < table.operate_high[stay.condition] * floor(can):
                books.add(Flow.HIGH_OPERATIONS, stay.place)

    def _follow_up(self, stay: Stay) -> None:
        """Some come back; who came with a slip may return to who wrote it."""
        model, who, table = self.model, stay.resident, self.model.book.referral
        share, at = model.book.values["care.followup_share"], self.facility.index
        if stay.slip:
            missing = 1.0 - table.return_share[at]
            if uniform_scalar(stay.key, TOLD) < table.online[at]:
                missing *= 1.0 - table.online_return[at]
            share = 1.0 - missing
        if uniform_scalar(stay.key, FOLLOWUP) >= share or stay.step >= model.book.outcome.max_steps:
            model.books.add_person(Person.ENDED_WELL)
            return
        case = Case(stay.key, who, stay.condition, 0, stay.step + 1, RETURN)
        if stay.slip and who.present:
            up = stay.slip == UP_SLIP
            case.origin, options = BOOKED, who.village.options
            case.place = OWN_CENTRE if up else table.lead_option[who.village.index]
            if options[case.place] is None:
                case.place = OWN_CENTRE
            case.target = options[case.place]
            linked = who.belongs_to(self.facility) if up else stay.slip == PARTNER_SLIP
            model.books.add_fate(Way.UP if up else Way.OUT, Fate.RETURNED, who, linked)
        who.file(case, model.today + int(model.book.values["care.followup_days"]))

    def take_transfers(self) -> None:
        """Give free beds to those who come down from a hospital; the others stay there to the end."""
        self.transfers.sort(key=lambda stay: stay.key)
        beds = self.free
        for stay in self.transfers[:beds]:
            follow(Fate.ATTENDED, stay)
            stay.facility.ward._count_operation(stay)
            moved = replace(
                stay, facility=self.facility, place=OWN_CENTRE, start=self.model.today, down=MOVED, path=PLAIN
            )
            moved.kept = 0
            self._follow(stay, moved, DOWN)
        for stay in self.transfers[beds:]:
            follow(Fate.NO_BED, stay)
            stay.down = STAYS
            stay.facility.ward.stays.setdefault(stay.end, []).append(stay)
        self.transfers.clear()

    def take_worse(self, stay: Stay, option: int) -> None:
        """Take over a patient of a township centre who got worse: a new, worse illness with a slip."""
        self.model.books.add_person(Person.MOVED_UP)
        moved = replace(stay, facility=self.facility, place=option, start=self.model.today, down=0)
        moved.severity, moved.slip, moved.path = min(stay.severity + 1, 2), UP_SLIP, STEPWISE
        moved.key = step_key_scalar(stay.key, STAY_STEP)
        moved.end = self.model.today + self._length(moved)
        self._plan(moved)
        self._follow(stay, moved, UP)

    def go_on(self, stay: Stay) -> None:
        """Discharge and readmit a patient on paper."""
        self.model.books.add_person(Person.CASES_SPLIT)
        rest = replace(stay, start=self.model.today, down=STAYS)
        self._follow(stay, rest, UNLINKED)

    def _follow(self, stay: Stay, moved: Stay, link: int) -> None:
        """End a stay elsewhere and begin the one here that follows it."""
        due = stay.facility.ward._vacate(stay)
        book, one, other = self.model.book, stay.facility.index, self.facility.index
        moved.key = step_key_scalar(stay.key, STAY_STEP)
        moved.link, moved.charged = link, stay.charged + due
        moved.tight = book.sites.community[one] >= 0
        moved.tight = moved.tight and book.sites.community[one] == book.sites.community[other]
        moved.tight = moved.tight and book.tight[one] and book.tight[other]
        moved.broken = stay.broken or stay.path == SKIPPED
        self._begin(moved)

    def grant(self) -> list[Case]:
        """Admit as many as there are beds, by standing and keyed order; return the others."""
        table, at, free = self.model.book.referral, self.facility.index, self.free
        beds = self.model.book.sites.beds[at]
        kept = min(max(int(beds * table.reserved[at] + 1e-9) - self.kept, 0), max(free, 0))
        asking = [
            ((standing(case), case.key), case, of_family_doctor(case) or case.origin == EMERGENCY)
            for case in self.requests
        ]
        admitted, refused, in_kept = give_places(asking, free, kept, table.release[at])
        self.requests = []
        for case in admitted:
            self._admit(case, id(case) in in_kept)
        return refused

    def _admit(self, case: Case, kept: bool) -> None:
        case.close_slip(Fate.ATTENDED)
        today, key = self.model.today, step_key_scalar(case.draws, STAY_STEP)
        stay = Stay(
            key, case.resident, self.facility, today, today, case.condition, case.severity, case.place,
            case.slip, case.step,
        )  # fmt: skip
        stay.end = today + self._length(stay)
        stay.kept = int(kept)
        stay.path = self._path(case, key)
        self._plan(stay)
        self._begin(stay)

    def _length(self, stay: Stay) -> int:
        table = self.model.book.ward
        noise = held_to_pathway(stay, table.noise[int(uniform_scalar(stay.key, DAYS) * SIZE)])
        noise *= self.model.book.incentive.days[self.facility.index]
        return max(floor(table.days[stay.condition][self.facility.level] * noise + 0.5), 1)

    def _path(self, case: Case, key: int) -> int:
        """How the patient came, as the rules on referral order see it."""
        if self.facility.level <= TOWNSHIP:
            return PLAIN
        if case.slip:
            return PARTNER if case.slip == PARTNER_SLIP else STEPWISE
        share = self.model.book.values["pay_patient.emergency_verified"]
        verified = case.origin == EMERGENCY and uniform_scalar(key, VERIFIED) < share
        return PLAIN if case.resident.excused or verified else SKIPPED

    def _plan(self, stay: Stay) -> None:
        """Settle whether the patient will change beds or leave for long-term care."""
        offer_down(self, stay, stay.end - self._stable(stay))
        if stay.down == 0:
            if wants_place(self.model, stay):
                stay.down = TO_CARE
            share = self.model.book.values["care.township_worsen"]
            if on_pathway(stay):
                share *= 1.0 - self.model.book.pathway.avoided[self.facility.index]
            if self.facility.kind == CENTRE_KIND and uniform_scalar(stay.key, GETS_WORSE) < share:
                stay.down = WORSE
        if stay.down == STAYS and will_be_split(stay):
            stay.down = SPLIT

    def _begin(self, stay: Stay) -> None:
        stay.resident.inside = True
        self.occupied += 1
        self.kept += stay.kept
        self.facility.admitted += 1
        self.model.books.add(Flow.ADMISSIONS, stay.place)
        day = self._stable(stay) if stay.down in (TO_BED, TO_HOME, TO_CARE) else stay.end
        if stay.down == WORSE:
            share = self.model.book.values["care.worsen_day"]
            day = min(stay.start + ceil((stay.end - stay.start) * share), stay.end)
        if stay.down == SPLIT:
            day = min(stay.start + ceil((stay.end - stay.start) * value_of("day", stay)), stay.end)
        self.stays.setdefault(day, []).append(stay)

    def _stable(self, stay: Stay) -> int:
        """Day on which the patient can go down."""
        return stay.start + ceil((stay.end - stay.start) * self.model.book.ward.down_day)
