"""The state of the county between two steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.ambulances import Fleet
from sim.care.drugs import Stock
from sim.care.queue import Kernel
from sim.care.team import Papers, Rounds
from sim.care.training import Training
from sim.care.village_doctor import VillageDoctors
from sim.care.ward import STAY, StayArray
from sim.day.clock import Clock
from sim.day.diary import Diary, Followed
from sim.geography.map import Map
from sim.indicators.burden import FATES, OF_FATE, OF_PERSON, Burden
from sim.indicators.funnel import Fate, Way
from sim.indicators.tally import Person, Tally
from sim.money.ledger import Ledger
from sim.needs.cases import Agenda, CaseArray
from sim.needs.onset import Candidates
from sim.needs.wave import Wave
from sim.population.people import People

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.integer]

LONGEST_YEAR = 366  # days


class Festival(NamedTuple):
    """Visits home around one Spring Festival: rows of the away, first and last day of each, and of all."""

    year: int
    away: I64
    first: npt.NDArray[np.int16]
    last: npt.NDArray[np.int16]
    begins: int
    ends: int


class Deaths(NamedTuple):
    """Who dies of causes outside the catalogue this year, in order of day, and where each day begins."""

    person: npt.NDArray[np.int32]
    first: I64

    def on(self, day_of_year: int) -> npt.NDArray[np.int32]:
        """Rows of the people who die on a day, 1 on New Year's Day."""
        return self.person[self.first[day_of_year] : self.first[day_of_year + 1]]


def deaths_of_year(day: npt.NDArray[np.int16]) -> Deaths:
    """Deaths by day of the year from the day on which each person dies, -1 never."""
    person = np.flatnonzero(day >= 0)
    person = person[np.argsort(day[person], kind="stable")]
    return Deaths(person.astype(np.int32), np.searchsorted(day[person], np.arange(LONGEST_YEAR + 2)))


class StayBill(NamedTuple):
    """Stays that ended together and what was settled for them, fen; the rest of the bill is the patient's.

    `penalty` is what the fund would have paid more without the points taken off for a skipped order.
    """

    stays: StayArray
    bill: I64
    fund: I64
    critical: I64
    aid: I64
    penalty: I64
    due: I64
    """Deductible the rules ask for."""
    exam: I64
    """Examination at the lead hospital that is settled as an outpatient bill, besides `bill`."""
    exam_fund: I64
    shifted: I64
    """Part of `bill` that was moved outside the policy scope, which nobody but the patient pays."""

    @property
    def own(self) -> I64:
        """What the patients pay, fen."""
        return self.bill + self.exam - self.fund - self.critical - self.aid - self.exam_fund


class Experts(NamedTuple):
    """Doctors of lead hospitals who are at township centres today.

    `at` counts them by centre and department, shape (facilities, 5); `away` by the unit of the hospital that
    lacks them, shape (clinic units,).
    """

    at: I64
    away: I64


@dataclass
class State:
    """What changes from day to day.

    Attributes
    ----------
    people : People
    map : Map
        Geography.
    seed, replicate, sample, kernel
        Of the run.
    tally : Tally
    burden : Burden
        Counts by group of people, on counted days only.
    ledger : Ledger
        What the funds pay for the people of each community.
    months : int64 array
        Month of each day, see `sim.day.clock.month_index`.
    agenda, wards : Agenda
        Cases and stays by the day on which they come up.
    present, inside : bool array, shape (people,)
        In the county today; in a hospital bed.
    certified : bool array, shape (people,)
        Holds a certificate for chronic outpatient care (门诊慢特病).
    codes : uint8 array, shape (people,)
        Groups of each person, see `sim.policy.groups.Trait`.
    scheme : int16 array, shape (people,)
        Regime * 3 + insurance: the row of the rules a person lives under.
    standing : uint8 array, shape (people,)
        How each person stands with the rules on tiered care, see `sim.money.standing.Standing`.
    unplaced : int64 array, shape (counties,)
        Residents who wanted a family-doctor contract and found no place on their team's panel.
    terms : tuple of arrays
        What the last signing depended on, see `sim.day.signing.terms_of`.
    doctors : VillageDoctors
        Posts at village clinics, what they earn and how many of the signed they truly serve.
    way : uint8 array, shape (people,)
        How each person gets to care: the household's mode, or a way of the bed-bound (`sim.care.team`).
    rounds : Rounds
        Whom teams follow up, by day.
    papers : Papers
        Whose follow-ups by their team stand in the records only.
    owed : float64 array, shape (clinic units,)
        Minutes of work outside the clinic that wait to be done.
    funded : float64 array, shape (clinic units,)
        Minutes of such work a day that public-health money pays staff for.
    scratch : int64 array, shape (people,)
        Working space of steps that need a place for every person; holds nothing between them.
    occupied, kept : int64 array, shape (facilities,)
        Beds in use, and those among them that are kept for patients of family doctors.
    belief : float64 array, shape (3, villages, 13)
        See `sim.care.learning`.
    wait : float64 array, shape (facilities,)
        Recent wait, minutes.
    deaths : Deaths
        Of this year, of causes outside the catalogue.
    recent : list of CASE arrays
        Clinic patients of the last days, today's neighbours first; kept in samples only, see `everybody`.
    recent_calls : list of CASE arrays
        Emergencies likewise.
    fleet : Fleet
        Ambulances, and until when they are busy.
    dying : int32 array
        Rows of people in hospital whose day of death has come.
    posted_days : int64 array, shape (facilities,)
        Days for which a township centre has had doctors of the lead hospital stationed.
    posts : int64 array, shape (3, facilities)
        Days of doctors in this month, by `sim.day.posts.Post`.
    training : Training
        What township centres have learned so far, and who is away for it.
    reports_left : float64 array, shape (facilities, 2)
        Reports on tests that each hospital's readers can still give, see `sim.day.shared_tests`.
    drugs : Stock
        Drugs at village clinics and township centres.
    experts : Experts, optional
        Of today; None when nobody was sent.
    ceiling : int64 array, shape (facilities,)
        Most beds that may be in use: those of the facility, or those in use when some were closed.
    wave : Wave, optional
        Epidemic wave under way; None without.
    wave_terms : tuple of float
        What the wave was drawn from.
    ill_share : float
        Share of people who have fallen ill in the wave up to today.
    mothers : list of int32 arrays
        Rows of the women who gave birth this year.
    festival : Festival, optional
        Visits home of this year's Spring Festival, once made.
    long_term : STAY array
        Who is in a long-term care place: from `start` to `end` at the township centre `facility`.
    stay_log : list of StayBill, optional
        Stays billed since somebody last emptied it; None when nobody asks.
    end_log : list of (Person, int32 array), optional
        Needs ended since somebody last emptied it: how, and whose; None when nobody asks.
    diary : Diary, optional
        Referrals, follow-ups and care at home since somebody last took it; None when nobody asks.
    """

    people: People
    map: Map
    seed: int
    replicate: int
    sample: float
    kernel: Kernel
    tally: Tally
    burden: Burden
    ledger: Ledger
    months: I64
    present: Bools
    inside: Bools
    certified: Bools
    codes: npt.NDArray[np.uint8]
    scheme: npt.NDArray[np.int16]
    standing: npt.NDArray[np.uint8]
    unplaced: I64
    doctors: VillageDoctors
    way: npt.NDArray[np.uint8]
    rounds: Rounds
    papers: Papers
    owed: F64
    funded: F64
    scratch: I64
    occupied: I64
    kept: I64
    belief: F64
    wait: F64
    deaths: Deaths
    dying: npt.NDArray[np.int32]
    ceiling: I64
    posted_days: I64
    posts: I64
    training: Training
    reports_left: F64
    drugs: Stock
    experts: Experts | None = None
    terms: tuple[F64, ...] = ()
    agenda: Agenda = field(default_factory=Agenda)
    wards: Agenda = field(default_factory=lambda: Agenda(STAY))
    candidates: Candidates | None = None
    wave: Wave | None = None
    wave_terms: tuple[float, ...] = ()
    ill_share: float = 0.0
    long_term: StayArray = field(default_factory=lambda: np.empty(0, STAY))
    mothers: list[npt.NDArray[np.int32]] = field(default_factory=list)
    recent: list[CaseArray] = field(default_factory=list)
    recent_calls: list[CaseArray] = field(default_factory=list)
    fleet: Fleet = field(default_factory=lambda: Fleet(np.empty(0, np.int64), np.empty(0)))
    festival: Festival | None = None
    stay_log: list[StayBill] | None = None
    end_log: list[tuple[Person, npt.NDArray[np.int32]]] | None = None
    diary: Diary | None = None

    @property
    def served(self) -> F64:
        """Share of the signed residents of each facility who are truly served, shape (facilities,)."""
        return self.doctors.served

    def follow(self, way: Ints | Way, fate: Fate, clock: Clock, records: CaseArray, linked: Bools) -> None:
        """Count what became of the referrals of these cases or stays, by home county and by group."""
        if not len(records):
            return
        person = records["person"]
        self.tally.add_fates(way, fate, clock.month, self.people.county[person], linked)
        for one in FATES[fate]:
            same = one == way
            if isinstance(same, np.ndarray):
                self.burden.add(OF_FATE[one, fate], person[same])
            elif same:
                self.burden.add(OF_FATE[one, fate], person)
        if self.diary is not None:
            self.diary.fates.append(Followed(way, fate, records, linked))

    def end(self, how: Person, clock: Clock, person: npt.NDArray[np.int32]) -> None:
        """Count needs of these people that end today."""
        self.count(how, clock, person)
        if self.end_log is not None:
            self.end_log.append((how, person))

    def count(self, measure: Person, clock: Clock, person: npt.NDArray[np.int32]) -> None:
        """Count something that befell these people today, by home county and by group."""
        if not len(person):
            return
        self.tally.add_people(measure, clock.month, self.people.county[person])
        if measure in OF_PERSON:
            self.burden.add(OF_PERSON[measure], person)
