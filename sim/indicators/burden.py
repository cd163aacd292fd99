"""Who bears it: harm, cost and use by group of people (分人群), streamed during the counted days.

A person's cell is home county x income fifth x distance band x age group x absence x insurance; it is fixed
from one New Year to the next. Every count is an integer of modelled people, as in `sim.indicators.tally`.
What is summed per person (`Each`) also gives variances between people, hence honest chance errors of means.
"""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.errors import Text
from sim.indicators.funnel import DECLINED, Fate, Way
from sim.indicators.tally import INSURANCES, Person

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
I32 = npt.NDArray[np.int32]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]


class Borne(IntEnum):
    """Measures by group. Money in fen, waits in tenths of a minute, travel in minutes one way.

    `ORDINARY` are visits to which people travel by their own means from where they are registered: no
    emergencies, and none of those who live away. `OWN` is what people pay themselves, pharmacies included.
    `NOT_SEEN` are visits turned away (no slot), `NO_BED` requests for a bed refused. `PENALTY` is what the
    fund would have paid more, had the referral order been kept. `SHIFTED` is money of stays that was moved
    outside the policy scope.
    """

    VISITS = 0
    COUNTY_VISITS = 1
    ORDINARY = 2
    TRAVEL = 3
    WAIT = 4
    STAYS = 5
    COUNTY_STAYS = 6
    BILL = 7
    OWN = 8
    PENALTY = 9
    PHARMACY = 10
    SELF_CARE = 11
    FORGONE = 12
    GAVE_UP = 13
    NOT_SEEN = 14
    NO_BED = 15
    UP_OFFERED = 16
    UP_DECLINED = 17
    UP_NO_SLOT = 18
    DOWN_OFFERED = 19
    DOWN_DECLINED = 20
    DOWN_NO_BED = 21
    EMERGENCIES = 22
    LATE_EMERGENCIES = 23
    EMERGENCY_DEATHS = 24
    KEPT_BEYOND = 25
    DEATHS_ILLNESS = 26
    DEATHS_OTHER = 27
    PEOPLE = 28
    SIGNED = 29
    SERVED = 30
    CATASTROPHIC = 31
    MEMBERS = 32
    UNDER_CONTRACT = 33
    UP_NO_BED = 34
    AVOIDABLE_STAYS = 35
    STAYS_WITHHELD = 36
    SHIFTED = 37
    REFERRALS_WITHHELD = 38
    STAYS_DEFERRED = 39


class Each(IntEnum):
    """What is summed for every person from one New Year to the next. `PRIMARY` are visits to primary care."""

    VISITS = 0
    STAYS = 1
    FORGONE = 2
    OWN = 3
    PRIMARY = 4


OF_PERSON = {
    Person.GAVE_UP: Borne.GAVE_UP,
    Person.ENDED_DEATH: Borne.DEATHS_ILLNESS,
    Person.DEATHS_OTHER: Borne.DEATHS_OTHER,
    Person.AVOIDABLE_STAYS: Borne.AVOIDABLE_STAYS,
    Person.STAYS_WITHHELD: Borne.STAYS_WITHHELD,
    Person.REFERRALS_WITHHELD: Borne.REFERRALS_WITHHELD,
    Person.STAYS_DEFERRED: Borne.STAYS_DEFERRED,
}
"""Measures that are counted by group wherever they are counted by county; see `State.count`."""


OF_FATE = (
    {(Way.UP, Fate.OFFERED): Borne.UP_OFFERED, (Way.DOWN, Fate.OFFERED): Borne.DOWN_OFFERED}
    | {(Way.UP, fate): Borne.UP_DECLINED for fate in DECLINED}
    | {(Way.DOWN, fate): Borne.DOWN_DECLINED for fate in DECLINED}
    | {(Way.UP, Fate.NO_SLOT): Borne.UP_NO_SLOT, (Way.UP, Fate.NO_BED): Borne.UP_NO_BED}
    | {(Way.DOWN, Fate.NO_BED): Borne.DOWN_NO_BED}
)
"""What became of referrals, where it is counted by group, too; see `State.follow`."""
FATES = {fate: tuple(way for way in Way if (way, fate) in OF_FATE) for fate in Fate}
"""Directions in which a fate is counted by group."""


class Dimension(Enum):
    """What people are told apart by, in the order of the axes of `Burden.by_group` after the county."""

    INCOME = 0
    DISTANCE = 1
    AGE = 2
    ABSENCE = 3
    INSURANCE = 4


DIMENSIONS = {
    Dimension.INCOME: Text("income fifth", "收入五等份"),
    Dimension.DISTANCE: Text("distance to the county hospital", "距县级医院距离"),
    Dimension.AGE: Text("age", "年龄"),
    Dimension.ABSENCE: Text("where the insured live", "居住地"),
    Dimension.INSURANCE: Text("insurance", "医保类型"),
}
SHAPE = (5, 4, 4, 2, INSURANCES)
"""Groups of each dimension."""
CELLS = int(np.prod(SHAPE))


class Facts(NamedTuple):
    """What decides the cell of each person, arrays of shape (people,); distance in km, age in years."""

    county: Ints
    income: Ints
    km: F64
    age: Ints
    away: Bools
    insurance: Ints


def cells_of(facts: Facts, km_cuts: F64, age_cuts: F64) -> I32:
    """Cell of each person.

    Parameters
    ----------
    facts : Facts
    km_cuts, age_cuts : float64 array, shape (3,)
        Lower ends of the second to the fourth band.
    """
    cell = facts.county.astype(np.int32)
    far, old = np.searchsorted(km_cuts, facts.km, "right"), np.searchsorted(age_cuts, facts.age, "right")
    for size, group in zip(SHAPE, (facts.income, far, old, facts.away, facts.insurance), strict=True):
        cell = cell * np.int32(size) + group.astype(np.int32)
    return cell


class Burden:
    """Integer tables by year and cell.

    Parameters
    ----------
    counties : int
    years : int
        Calendar years that hold a counted day.

    Attributes
    ----------
    table : int64 array, shape (years, measures, counties * CELLS)
        `PEOPLE` and `SIGNED` are sums of month-end numbers; `SERVED`, `CATASTROPHIC`, `UNDER_CONTRACT`
        and `MEMBERS` (everybody alive when the year began) are taken when a year ends.
    squares : float64 array, shape (years, len(Each), counties * CELLS)
        Sums of squares of the personal sums of a year.
    months : int64 array, shape (years,)
        Month ends counted.
    year : int
        Year of today; -1 in the warm-up, when nothing is counted.
    cell : int32 array, shape (people,)
    each : int32 array, shape (people, len(Each))
        Sums of each person this year.
    """

    def __init__(self, counties: int, years: int) -> None:
        size = counties * CELLS
        self.counties = counties
        self.table: I64 = np.zeros((years, len(Borne), size), np.int64)
        self.squares: F64 = np.zeros((years, len(Each), size))
        self.months: I64 = np.zeros(years, np.int64)
        self.year = -1
        self.cell: I32 = np.zeros(0, np.int32)
        self.member: Bools = np.zeros(0, bool)
        self.each: I32 = np.zeros((0, len(Each)), np.int32)

    @property
    def counting(self) -> bool:
        """Whether today is a counted day."""
        return self.year >= 0

    def begin_year(self, cell: I32, alive: Bools) -> None:
        """Begin the first counted year, or the next."""
        self.year += 1
        self.cell, self.member = cell, alive.copy()
        self.each = np.zeros((len(cell), len(Each)), np.int32)

    def add(self, measure: Borne, person: Ints, amount: Ints | None = None) -> None:
        """Count these people (or sum amounts) today."""
        if self.counting and len(person):
            np.add.at(self.table[self.year, measure], self.cell[person], 1 if amount is None else amount)

    def add_each(self, what: Each, person: Ints, amount: Ints | int = 1) -> None:
        """Add to the sums of these people; a person may be named several times."""
        if self.counting and len(person):
            np.add.at(self.each[:, what], person, amount)

    def close_month(self, alive: Bools, signed: Bools) -> None:
        """Take the numbers of people at the end of a month."""
        if not self.counting:
            return
        size = self.table.shape[2]
        self.months[self.year] += 1
        # The dead fall behind the last cell: cheaper than to leave them out.
        cell = np.where(alive, self.cell + np.int32(size) * signed, np.int32(2 * size))
        neither, signed_people = np.bincount(cell, minlength=2 * size + 1)[:-1].reshape(2, size)
        self.table[self.year, Borne.PEOPLE] += neither + signed_people
        self.table[self.year, Borne.SIGNED] += signed_people

    def close_year(self, alive: Bools, signed: Bools, income: Ints, limit: I64) -> None:
        """Take what is known of each person when a year, or the run, ends.

        Parameters
        ----------
        alive, signed : bool array, shape (people,)
        income : integer array, shape (people,)
            Fifth.
        limit : int64 array, shape (5,)
            Own cost, fen, above which the spending of a person of that fifth is catastrophic.
        """
        if not self.counting:
            return
        size, here = self.table.shape[2], self.table[self.year]
        for what in Each:
            amounts = self.each[:, what].astype(np.float64)
            self.squares[self.year, what] = np.bincount(self.cell, weights=amounts**2, minlength=size)
        heads = {
            Borne.MEMBERS: self.member,
            Borne.CATASTROPHIC: self.each[:, Each.OWN] > limit[income],
            Borne.UNDER_CONTRACT: alive & signed,
            Borne.SERVED: alive & signed & (self.each[:, Each.PRIMARY] > 0),
        }
        for measure, who in heads.items():
            here[measure] = np.bincount(self.cell[who], minlength=size)

    def by_group(self, table: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        """Give the last axis of a table by cell its meaning: county, then the dimensions."""
        return table.reshape(*table.shape[:-1], self.counties, *SHAPE)
