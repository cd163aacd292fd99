"""Tallies: integer counts streamed during the run, from which every indicator is made.

Integer tables, all `int64` and counted in modelled people (a sample's counts are scaled when an indicator
is made, not here):

- `visits[month, home county, option, insurance, condition]`: outpatient and emergency visits that happened;
- `flow[measure][month, home county, option, insurance]`: money, stays and harm by where care was taken;
- `cases[measure][month, home county, option, insurance, condition]`: bills of visits, and stays;
- `facility[measure][month, facility]`: the same as a facility would return it, any payer and any home;
- `people[measure][month, home county]`: needs and forgone care, then the rows of the referral funnel
  (`sim.indicators.funnel`).

`option` is the column of `sim.geography.map.Option` that was used, with `ELSEWHERE` for what the insured who
live away use where they live. A facility's `option` differs by home: the same hospital is `GENERAL` to its
own county and `NEIGHBOUR` to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from sim.indicators.funnel import ROWS, Fate, Way, row_of, rows_of

I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]

ELSEWHERE = 13
PLACES = 14
INSURANCES = 3


class Flow(IntEnum):
    """Measures by where care was taken. Money in fen, waits in tenths of a minute, travel in minutes one way.

    `SETTLED_*` count by settlement date what insurance claims hold; the others by the date of the event.
    `SETTLED_VISITS` are all settled visits, `SETTLED_CHRONIC_VISITS` those among them that are settled as
    chronic outpatient care of people with a certificate. `CHRONIC_STAYS` are stays of managed people: under
    contract, with hypertension or diabetes. `BED_DAYS` are counted on discharge, `OCCUPIED` every day and by
    facility only.
    """

    OUTPATIENT_BILL = 0
    OUTPATIENT_FUND = 1
    WAIT = 2
    TRAVEL = 3
    TCM_VISITS = 4
    RETURN_VISITS = 5
    ADMISSIONS = 6
    DISCHARGES = 7
    BED_DAYS = 8
    OPERATIONS = 9
    HIGH_OPERATIONS = 10
    INPATIENT_BILL = 11
    INPATIENT_FUND = 12
    CRITICAL = 13
    DEATHS = 14
    REFUSED = 15
    KEPT_BEYOND = 16
    CHRONIC_STAYS = 17
    SETTLED_VISITS = 18
    SETTLED_CHRONIC_VISITS = 19
    SETTLED_STAYS = 20
    SETTLED_OUTPATIENT_FUND = 21
    SETTLED_INPATIENT_FUND = 22
    SETTLED_CRITICAL = 23
    OUTPATIENT_COUNT = 24
    OCCUPIED = 25
    AID = 26  # medical aid (医疗救助)
    REMOTE = 27  # remote consultations, by the primary facility that asked
    LONG_TERM_DAYS = 28  # in long-term care places, counted on leaving, with what they cost
    LONG_TERM_BILL = 29
    OTHER_PAYER = 30  # what the payer of long-term care paid of it
    EXPERT_VISITS = 31  # seen at a township centre by a doctor sent from the lead hospital
    ECG_REPORTS = 32  # tests of township centres read by the lead hospital
    IMAGE_REPORTS = 33
    PATHWAY_STAYS = 34  # on a clinical pathway to their end, counted on discharge
    DRUGS_LACKING = 35  # patients whom a primary institution could treat but for the drug
    DRUGS_FORWARDED = 36  # prescriptions that the central pharmacy filled instead
    OUT_SLIPS = 37  # slips that name a hospital outside the county, accepted; by the facility that wrote them


class ByCondition(IntEnum):
    """Measures by condition. Money in fen, counted when the bill is written; a change of beds ends a stay.

    `STAY_OWN` is what the patient pays of `STAY_BILL`. Examinations settled apart are in neither.
    """

    VISIT_BILL = 0
    STAYS = 1
    STAY_BILL = 2
    STAY_OWN = 3
    STAY_DAYS = 4


class Person(IntEnum):
    """Measures of people by home county; the referral funnel follows them in the same table.

    `FOLLOW_UPS` are contacts of teams with the people they manage, `LONG_SUPPLY` needs met by drugs at home,
    `HOME_VISITS` visits that teams make at homes, `TEAM_MINUTES` what follow-ups and the ways to homes take.
    `BEDBOUND_OCCASIONS` are occasions on which bed-bound people needed care, `BEDBOUND_FORGONE` those
    on which they got none though the need was moderate or severe.

    Every need ends in one of the four `ENDED_*`: it is solved (or ends by itself), it is left unsolved, the
    person dies of it, or it is overtaken (the person is already in hospital, or dead of something else).
    """

    NEEDS = 0
    SELF_CARE = 1
    PHARMACY = 2
    FORGONE = 3
    GAVE_UP = 4
    EMERGENCIES = 5
    LATE_EMERGENCIES = 6
    DOOR_MINUTES = 7
    DEATHS_UNTREATED = 8
    DEATHS_OTHER = 9
    EMERGENCY_DEATHS = 10
    PHARMACY_BILL = 11
    ENDED_WELL = 12
    ENDED_UNSOLVED = 13
    ENDED_DEATH = 14
    ENDED_SUPERSEDED = 15
    FOLLOW_UPS = 16
    TEAM_MINUTES = 17
    LONG_SUPPLY = 18
    HOME_VISITS = 19
    BEDBOUND_OCCASIONS = 20
    BEDBOUND_FORGONE = 21
    MOVED_UP = 22
    """Inpatients of township centres who got worse and were moved to a hospital."""
    RESPONSE_MINUTES = 23
    """Minutes from calls of 120 until the ambulance was at the scene."""
    AMBULANCE_WAITS = 24
    """Calls that had to wait for an ambulance to come back."""
    AVOIDABLE_STAYS = 25
    """Admitted though judgement alone indicates no stay."""
    STAYS_WITHHELD = 26
    """Not admitted though judgement alone indicates a stay."""
    SHIFTED = 27
    """Money of stays moved outside the policy scope, fen."""
    REFERRALS_WITHHELD = 28
    """Beyond the facility's capability and not given the slip that custom would have given."""
    STAYS_DEFERRED = 29
    """Put off by a hospital near its yearly cap, or told to go elsewhere."""
    CASES_SPLIT = 30
    """Stays that were made two on paper."""
    UPCODED = 31
    """Stays recorded one severity too high."""


class Tally:
    """Integer tables of one run.

    Parameters
    ----------
    months : int
        Calendar months from the first day of the warm-up to the last, and one more for later settlements.
    counties, facilities, conditions : int
        Sizes of the other dimensions.
    """

    def __init__(self, months: int, counties: int, facilities: int, conditions: int) -> None:
        self.months = months
        self.counties = counties
        self.facilities = facilities
        self.conditions = conditions
        cells = counties * PLACES * INSURANCES
        self.visits: I64 = np.zeros(months * cells * conditions, np.int64)
        self.cases: I64 = np.zeros((len(ByCondition), months * cells * conditions), np.int64)
        self.flow: I64 = np.zeros((len(Flow), months * cells), np.int64)
        self.facility: I64 = np.zeros((len(Flow), months * facilities), np.int64)
        self.people: I64 = np.zeros((len(Person) + ROWS, months * counties), np.int64)

    def cell(self, county: Ints, place: Ints, insurance: Ints) -> I64:
        """Index of (home county, option used, insurance) inside a month."""
        return (county.astype(np.int64) * PLACES + place) * INSURANCES + insurance

    def add_visits(self, month: int, cell: I64, condition: Ints) -> None:
        """Count outpatient and emergency visits."""
        size = self.counties * PLACES * INSURANCES * self.conditions
        counts = np.bincount(cell * self.conditions + condition, minlength=size)
        self.visits[month * size : (month + 1) * size] += counts

    def add_cases(
        self, measure: ByCondition, month: int, cell: I64, condition: Ints, amount: Ints | None = None
    ) -> None:
        """Count visits or stays (or sum amounts) by cell and condition in one month."""
        size = self.counties * PLACES * INSURANCES * self.conditions
        here = slice(month * size, (month + 1) * size)
        _add(self.cases[measure, here], cell * self.conditions + condition, amount)

    def add(self, measure: Flow, month: int, cell: I64, facility: Ints, amount: Ints | None = None) -> None:
        """Count events (or sum amounts) by cell and by facility in one month."""
        if not len(cell):
            return
        size = self.counties * PLACES * INSURANCES
        here = slice(month * size, (month + 1) * size)
        _add(self.flow[measure, here], cell, amount)
        here = slice(month * self.facilities, (month + 1) * self.facilities)
        _add(self.facility[measure, here], facility, amount)

    def add_occupied(self, month: int, occupied: I64) -> None:
        """Count the beds in use at each facility on one day."""
        self.facility[Flow.OCCUPIED, month * self.facilities : (month + 1) * self.facilities] += occupied

    def add_settled(
        self, measure: Flow, month: Ints, cell: I64, facility: Ints, amount: Ints | None = None
    ) -> None:
        """As `add`, each event in the month of its own settlement date."""
        late = np.minimum(month, self.months - 1).astype(np.int64)
        size = self.counties * PLACES * INSURANCES
        _add(self.flow[measure], late * size + cell, amount)
        _add(self.facility[measure], late * self.facilities + facility, amount)

    def add_people(self, measure: Person, month: int, county: Ints, amount: Ints | None = None) -> None:
        """Count people (or sum amounts) by home county."""
        here = slice(month * self.counties, (month + 1) * self.counties)
        _add(self.people[measure, here], county, amount)

    def add_fates(
        self, way: Ints | Way, fate: Fate, month: int, county: Ints, linked: npt.NDArray[np.bool_]
    ) -> None:
        """Count what became of referrals, by home county and by whether the receiver is linked."""
        index = row_of(way, fate, linked) * self.counties + county
        counts = np.bincount(index, minlength=ROWS * self.counties).reshape(ROWS, self.counties)
        self.people[len(Person) :, month * self.counties : (month + 1) * self.counties] += counts

    def add_table(self, measures: Sequence[Flow], month: int, by_cell: I64, by_facility: I64) -> None:
        """Add counts already summed, one column a measure, by cell and by facility in one month."""
        size = len(by_cell)
        self.flow[measures, month * size : (month + 1) * size] += by_cell.T
        self.facility[measures, month * self.facilities : (month + 1) * self.facilities] += by_facility.T

    def add_visit_table(self, month: int, counts: I64, bills: I64) -> None:
        """Add visits and their bills already summed by cell and condition, shape (cells, conditions)."""
        here = slice(month * counts.size, (month + 1) * counts.size)
        self.visits[here] += counts.ravel()
        self.cases[ByCondition.VISIT_BILL, here] += bills.ravel()

    def add_people_counts(self, measure: Person, month: int, counts: I64) -> None:
        """Add people already counted by home county."""
        self.people[measure, month * self.counties : (month + 1) * self.counties] += counts

    def visit_table(self) -> I64:
        """Visits, shape (months, counties, places, insurances, conditions)."""
        return self.visits.reshape(self.months, self.counties, PLACES, INSURANCES, self.conditions)

    def case_table(self) -> I64:
        """Every measure by condition, shape (measures, months, counties, places, insurances, conditions)."""
        shape = (len(ByCondition), self.months, self.counties, PLACES, INSURANCES, self.conditions)
        return self.cases.reshape(shape)

    def flow_table(self, measure: Flow) -> I64:
        """One measure, shape (months, counties, places, insurances)."""
        return np.reshape(self.flow[measure], (self.months, self.counties, PLACES, INSURANCES))

    def facility_table(self, measure: Flow) -> I64:
        """One measure, shape (months, facilities)."""
        return np.reshape(self.facility[measure], (self.months, self.facilities))

    def facility_of(self, month: int) -> I64:
        """All measures of one month, shape (measures, facilities)."""
        return self.facility[:, month * self.facilities : (month + 1) * self.facilities]

    def people_table(self, measure: Person) -> I64:
        """One measure, shape (months, counties)."""
        return np.reshape(self.people[measure], (self.months, self.counties))

    def fates(self, way: Way, fate: Fate, linked: bool | None = None) -> I64:
        """Referrals of one direction and fate, shape (months, counties); both sides when `linked` is None."""
        rows = [len(Person) + row for row in rows_of(way, fate, linked)]
        return np.reshape(self.people[rows].sum(axis=0), (self.months, self.counties))


def _add(row: I64, index: Ints, amount: Ints | None) -> None:
    """Count events (or add amounts) in a row of a table, in place: few events meet many cells."""
    np.add.at(row, index, 1 if amount is None else amount)
