"""The yardstick: a county's year in plain NumPy, against which the model's speed is told as a ratio.

The workload is fixed: four conditions, six options a person (logit on price after deductible and limit,
travel, quality, wait and contract), daily capacity with spill-over, referral, beds with length of stay and
yearly accumulators, about 7.5 visits a head. It is written to be fast on one core with what NumPy offers:
narrow columns, the next episode drawn ahead into a calendar, people in memory order, tables looked up by
class of case, single precision for utilities, sorting only where a facility is full.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.care.queue import rank_within
from sim.experiment.reference_county import (
    CITY,
    CONDITIONS,
    DISLIKE,
    F32,
    I32,
    I64,
    MEAN_GAP,
    MILD,
    MODERATE,
    NEVER,
    OPTIONS,
    RATIO,
    RECOVERY,
    U8,
    U32,
    WINDOW,
    YEAR,
    Calendar,
    County,
    Tables,
)

DEDUCTIBLE, LIMIT = 20_000, 2_000_000  # fen a year
ROUNDS = 3  # the first choice, and two more where a facility is full
LONGEST_STAY = 60  # days


@dataclass(frozen=True)
class ReferenceResult:
    """Tallies of a run.

    Attributes
    ----------
    visits : int32 array, shape (days, facilities)
        Visits treated; `capacity` (facilities,) bounds each row.
    occupied : int32 array, shape (days, facilities)
        Beds in use at the end of the day; `beds` (facilities,) bounds each row.
    by_option : int64 array, shape (6,)
        Visits by option of the ladder of care.
    episodes, referrals, spill_overs, waiting : int
        Needs that arose, visits sent up, choices a full facility turned away, people waiting at the end.
    admissions, transfers, discharges : int
        Stays begun, of these sent on to the city for want of a bed, and ended.
    billed, fund_paid, own_paid : int
        Fen.
    """

    visits: I32
    capacity: I64
    occupied: I32
    beds: I64
    by_option: I64
    episodes: int
    referrals: int
    spill_overs: int
    waiting: int
    admissions: int
    transfers: int
    discharges: int
    billed: int
    fund_paid: int
    own_paid: int


def run_reference(residents: int, days: int = YEAR, seed: int = 1) -> ReferenceResult:
    """Run the yardstick.

    Parameters
    ----------
    residents : int
        People of the county, about 1,000 a village.
    days : int
        Daily steps.
    seed : int
        Same seed, same tallies.
    """
    run = _Run(residents, days, seed)
    for day in range(days):
        run.step(day)
    return run.result()


def _choose(weights: F32, draw: F32) -> U8:
    """Option of each patient with chance in proportion to its weight; overwrites both arguments."""
    for option in range(1, OPTIONS):  # an order of magnitude faster than np.cumsum over the short axis
        weights[option] += weights[option - 1]
    draw *= weights[-1]
    chosen = np.zeros(draw.size, dtype=np.uint8)
    for bound in weights[:-1]:
        chosen += draw >= bound
    return chosen


class _Run:
    """One history of the county: the state between days and the running totals."""

    def __init__(self, residents: int, days: int, seed: int) -> None:
        self.rng = np.random.Generator(np.random.SFC64(seed))
        self.county = County(residents, self.rng)
        self.calendar = Calendar(self.county.age, self.rng)
        self.tables = Tables()
        facilities = self.county.facilities
        self.carried = np.empty(0, dtype=np.uint32)  # cases that come tomorrow
        self.wait = np.zeros(facilities)
        self.free_beds = self.county.beds.copy()
        self.leaving = np.zeros((days + LONGEST_STAY + 1, facilities), dtype=np.int32)
        self.visits = np.zeros((days, facilities), dtype=np.int32)
        self.occupied = np.zeros((days, facilities), dtype=np.int32)
        self.by_option = np.zeros(OPTIONS, dtype=np.int64)
        self.episodes = self.referrals = self.spill_overs = self.admissions = self.transfers = 0
        self.discharges = self.billed = self.fund_paid = 0

    def step(self, day: int) -> None:
        """Discharge, onset, choose, allocate, treat, tally."""
        county = self.county
        if day % YEAR == 0:
            county.deductible_used[:] = 0
            county.fund_used[:] = 0
        if day % WINDOW == 0:
            self.calendar.open(day, self.carried >> np.uint32(3))
        self.free_beds += self.leaving[day]
        self.discharges += int(self.leaving[day].sum())
        case = self._due(day)
        seen, option = self._allocate(case)
        self._treat(day, case[seen], option[seen])
        load = self.visits[day] / county.capacity
        self.wait += 0.2 * (60 * load * load - self.wait)
        self.occupied[day] = county.beds - self.free_beds

    def _due(self, day: int) -> U32:
        """Cases of the day in memory order, one a resident; the others, and those in a bed, come tomorrow."""
        fresh = self.calendar.due(day)
        self.episodes += fresh.size
        draw = self.rng.random(fresh.size, np.float32)
        condition = (fresh & 3).astype(np.int64)
        severity = (draw >= MILD.take(condition)).astype(np.uint32) + (draw >= MODERATE.take(condition))
        case: U32 = np.concatenate([fresh << np.uint32(3) | severity << np.uint32(1), self.carried])
        case.sort()
        who = case >> 5
        later = self.county.in_bed_until[who] > day
        later[1:] |= who[1:] == who[:-1]
        self.carried = case[later]
        today: U32 = case[~later]
        return today

    def _weights(self, who: I64, kind: I64, village: I32) -> F32:
        """Exponentiated utility of each option for each patient, shape (6, m)."""
        county, tables = self.county, self.tables
        today: F32 = (county.fixed_utility - 0.01 * self.wait[county.option_facility]).astype(np.float32)
        utility = today.take(village, axis=1)
        utility += tables.appeal.take(kind * 2 + county.signed[who], axis=1)
        price = tables.bill.take(kind, axis=1)
        covered = price - (DEDUCTIBLE - county.deductible_used[who]).astype(np.float32)
        np.maximum(covered, np.float32(0), out=covered)
        covered *= tables.ratio.take(county.insurance[who], axis=1)
        np.minimum(covered, (LIMIT - county.fund_used[who]).astype(np.float32), out=covered)
        price -= covered
        price *= DISLIKE.take(county.income[who])
        utility += price
        return np.exp(utility, out=utility)

    def _allocate(self, case: U32) -> tuple[I64, U8]:
        """Positions of those who found a place within the day's capacity, and everyone's last choice."""
        county, rng = self.county, self.rng
        who, kind = (case >> 5).astype(np.int64), (case & 31).astype(np.int64)
        village = county.village[who]
        weights = self._weights(who, kind, village)
        room = county.capacity.copy()
        option = np.empty(case.size, dtype=np.uint8)
        asking = np.arange(case.size)
        for attempt in range(ROUNDS):
            if attempt:
                weights = self._weights(who[asking], kind[asking], village[asking])
                weights[room[county.option_facility.take(village[asking], axis=1)] == 0] = 0
            chosen = _choose(weights, rng.random(asking.size, np.float32))
            option[asking] = chosen
            facility = county.at(chosen, village[asking])
            wanted = np.bincount(facility, minlength=county.facilities)
            contested = np.flatnonzero((wanted > room)[facility])
            urgency = 2 - (kind[asking[contested]] >> 1 & 3)
            rank = rank_within(facility[contested], urgency, rng.random(contested.size))
            turned_away = contested[rank >= room[facility[contested]]]
            room -= np.minimum(wanted, room)
            self.spill_overs += turned_away.size
            asking = asking[turned_away]
        self.carried = np.concatenate([self.carried, case[asking]])
        placed = np.ones(case.size, dtype=np.bool_)
        placed[asking] = False
        return np.flatnonzero(placed), option

    def _treat(self, day: int, case: U32, option: U8) -> None:
        """Refer, admit, settle the bill and draw the day of the next episode."""
        county, tables, rng = self.county, self.tables, self.rng
        who, kind = (case >> 5).astype(np.int64), (case & 31).astype(np.int64)
        facility = county.at(option, county.village[who])
        self.visits[day] = np.bincount(facility, minlength=county.facilities)
        self.by_option += np.bincount(option, minlength=OPTIONS)

        cell = option * np.int64(32) + kind
        draw = rng.random(case.size, np.float32)
        refer = draw < tables.refer.take(cell)
        stay = np.flatnonzero(1 - draw <= tables.admit.take(cell))  # the draw's other end: never both
        moved = self._admit(day, stay, who, facility)
        option[moved] = CITY
        cell[moved] = CITY * 32 + kind[moved]

        bill = (tables.bill.take(cell) * (rng.random(case.size, np.float32) * 0.8 + 0.6)).astype(np.int64)
        used, paid = county.deductible_used[who], county.fund_used[who]
        deductible = np.minimum(bill, DEDUCTIBLE - used)
        ratio = RATIO.ravel().take(county.insurance[who] * np.int64(OPTIONS) + option)
        fund = np.minimum((bill - deductible) * ratio // 10_000, LIMIT - paid)
        county.deductible_used[who] = used + deductible
        county.fund_used[who] = paid + fund
        self.billed += int(bill.sum())
        self.fund_paid += int(fund.sum())

        self.carried = np.concatenate([self.carried, case[refer] | np.uint32(1)])
        self.referrals += int(np.count_nonzero(refer))
        ended = np.flatnonzero(~refer)
        key = (case[ended] >> 3).astype(np.int64)
        condition = key & 3
        gap = rng.standard_exponential(key.size, np.float32)
        gap *= MEAN_GAP.ravel().take(county.age[who[ended]] * np.int64(CONDITIONS) + condition)
        gap += RECOVERY.take(condition) + np.float32(day)
        self.calendar.schedule(key, np.minimum(gap, NEVER - 1).astype(np.uint16))

    def _admit(self, day: int, stay: I64, who: I64, facility: I64) -> I64:
        """Give a bed to those who need one; return those who had to go on to the city for it."""
        rank = rank_within(facility[stay], np.zeros_like(stay), self.rng.random(stay.size))
        moved = stay[rank >= self.free_beds[facility[stay]]]
        facility[moved] = self.county.city
        length = np.minimum(1 + 7 * self.rng.standard_exponential(stay.size), LONGEST_STAY).astype(np.int64)
        np.add.at(self.leaving, (day + length, facility[stay]), 1)
        self.county.in_bed_until[who[stay]] = day + length
        self.free_beds -= np.bincount(facility[stay], minlength=self.county.facilities)
        self.admissions += stay.size
        self.transfers += moved.size
        return moved

    def result(self) -> ReferenceResult:
        """Freeze the tallies."""
        return ReferenceResult(
            visits=self.visits,
            capacity=self.county.capacity,
            occupied=self.occupied,
            beds=self.county.beds,
            by_option=self.by_option,
            episodes=self.episodes,
            referrals=self.referrals,
            spill_overs=self.spill_overs,
            waiting=self.carried.size,
            admissions=self.admissions,
            transfers=self.transfers,
            discharges=self.discharges,
            billed=self.billed,
            fund_paid=self.fund_paid,
            own_paid=self.billed - self.fund_paid,
        )
