"""What an indicator is written against: sums by period and place, seen through the switches of a source.

`Home` looks from where people live (whole run and counties): claims, choices, harm. `Sites` looks from where
care is given (whole run, counties, communities, single facilities): what a facility would return, whoever the
patient is. Who bears it is looked at by `sim.indicators.bearers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum

import numpy as np
import numpy.typing as npt

from sim.geography.kinds import Kind, Option
from sim.indicators.funnel import Fate, Way, rows_of
from sim.indicators.observe import HAPPENED, Switches
from sim.indicators.tally import ELSEWHERE, PLACES, ByCondition, Flow, Person

F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Places = tuple[int, ...]

VILLAGE: Places = (Option.OWN_CLINIC, Option.NEAR_CLINIC)
TOWNSHIP: Places = (Option.OWN_CENTRE, Option.NEAR_CENTRE)
PRIMARY: Places = VILLAGE + TOWNSHIP
HOSPITAL: Places = (Option.GENERAL, Option.TCM, Option.MCH, Option.OTHER)
IN_COUNTY: Places = (Option.PHARMACY, *PRIMARY, *HOSPITAL)  # located in the county, whoever steers it
OUTSIDE: Places = (Option.NEIGHBOUR, Option.CITY, Option.FAR, ELSEWHERE)
BEYOND_CITY: Places = (Option.FAR, ELSEWHERE)
ANYWHERE: Places = IN_COUNTY + OUTSIDE
AT_HOME: Places = tuple(
    place for place in ANYWHERE if place != ELSEWHERE
)  # all but what people use who live away

EVERYONE = (0, 1, 2)
INSURED = (1, 2)
RESIDENTS_FUND = (1,)  # 城乡居民医保


class Among(Enum):
    """Groups of facilities; all stand in a simulated county."""

    ALL = 0
    PRIMARY = 1  # 基层医疗卫生机构
    VILLAGE = 2
    TOWNSHIP = 3
    HOSPITAL = 4
    LEAD = 5  # 牵头医院


def divide(top: F64, bottom: F64) -> F64:
    """Quotient, NaN where the denominator is zero."""
    quotient: F64 = np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom != 0)
    return quotient


class Account(IntEnum):
    """Rows of a year's accounts."""

    INSURED = 0
    INCOME = 1
    BALANCE = 2
    STOCK = 3
    BUDGET = 4
    SURPLUS = 5
    OVERSPEND = 6


@dataclass(frozen=True)
class Home:
    """Sums by home county, scaled to the full population.

    Attributes
    ----------
    flow : float64 array, shape (measures, periods, scopes, places, insurances)
    visits : float64 array, shape (periods, scopes, places, conditions)
        Visits that happened.
    cases : float64 array, shape (measures of `ByCondition`, periods, scopes, places, conditions)
    conditions : mapping of str to int
        Position of each condition.
    chronic : tuple of str
        Conditions that belong to a chronic state.
    persons : float64 array, shape (measures, periods, scopes)
        Measures of people, then the rows of the referral funnel.
    mean_stock, end_stock : mapping of str to float64 array, shape (periods, scopes)
        Numbers of people: mean of the month ends, and the last month end.
    before : int64 array, shape (periods,)
        Same period of the year before, -1 none.
    accounts : float64 array, shape (accounts, periods, scopes)
        Yearly accounts by `Account`, yuan and people; NaN for periods that are not settled.
    seen : Switches
    """

    flow: F64
    visits: F64
    cases: F64
    conditions: Mapping[str, int]
    chronic: tuple[str, ...]
    persons: F64
    mean_stock: Mapping[str, F64]
    end_stock: Mapping[str, F64]
    before: npt.NDArray[np.int64]
    accounts: F64
    seen: Switches = HAPPENED

    def account(self, account: Account) -> F64:
        """Amount of an account, shape (periods, scopes); NaN for periods that are not settled."""
        return np.asarray(self.accounts[account])

    def count(
        self, measures: Flow | Iterable[Flow], places: Places, insured: tuple[int, ...] = EVERYONE
    ) -> F64:
        """Sum measures over places and insurances as far as the source sees them.

        Pharmacies and village clinics are in or out by the switches; the employees' insurance is out of
        claims (any set that is not everyone) when its switch is off.

        Returns
        -------
        float64 array, shape (periods, scopes)
        """
        chosen = [measures] if isinstance(measures, Flow) else list(measures)
        place = np.zeros(PLACES)
        place[list(places)] = 1.0
        place[Option.PHARMACY] *= self.seen.pharmacies
        place[list(VILLAGE)] *= self.seen.village_visits
        weight = np.zeros(3)
        weight[list(insured)] = 1.0
        if 0 not in insured:
            weight[2] *= self.seen.employees
        total: F64 = np.einsum("mpsij,i,j->ps", self.flow[chosen], place, weight)
        return total

    def yuan(
        self, measures: Flow | Iterable[Flow], places: Places, insured: tuple[int, ...] = EVERYONE
    ) -> F64:
        """Sum money measures as `count` does, in yuan."""
        return self.count(measures, places, insured) / 100

    def visits_for(self, conditions: Iterable[str], places: Places) -> F64:
        """Sum visits for some conditions over places, shape (periods, scopes)."""
        return self._of(self.visits, conditions, places)

    def case(self, measure: ByCondition, conditions: Iterable[str], places: Places) -> F64:
        """Sum a measure of some conditions over places, shape (periods, scopes)."""
        return self._of(self.cases[measure], conditions, places)

    def _of(self, table: F64, conditions: Iterable[str], places: Places) -> F64:
        columns = [self.conditions[one] for one in conditions if one in self.conditions]
        total: F64 = table[:, :, list(places)][..., columns].sum(axis=(2, 3))
        return total

    def people(self, measure: Person) -> F64:
        """Return a measure of people."""
        table: F64 = self.persons[measure]
        return table

    def fates(self, way: Way, *fates: Fate, linked: bool | None = None) -> F64:
        """Add up referrals of one direction by what became of them; both sides when `linked` is None."""
        rows = [len(Person) + row for fate in fates for row in rows_of(way, fate, linked)]
        total: F64 = self.persons[rows].sum(axis=0)
        return total

    def mean(self, *stocks: str) -> F64:
        """Mean number of people over the month ends of the period."""
        return sum((self.mean_stock[name] for name in stocks), np.zeros(self.persons.shape[1:]))

    def end(self, stock: str) -> F64:
        """Return the number of people at the end of the period."""
        return self.end_stock[stock]

    def insured(self) -> F64:
        """Mean number of the insured whose claims the source holds, those who live away included."""
        return self.mean("insured_residents") + self.seen.employees * self.mean("insured_employees")

    def earlier(self, values: F64) -> F64:
        """Return the values of the same period a year before, NaN where that is not in the run."""
        return np.where(self.before[:, None] >= 0, values[self.before], np.nan)


@dataclass(frozen=True)
class Sites:
    """Sums by facility, scaled to the full population, with a way to add facilities up to scopes.

    Attributes
    ----------
    flow : float64 array, shape (measures, periods, facilities)
    kind : int64 array, shape (facilities,)
    inside, lead : bool array, shape (facilities,)
        Stands in a simulated county; leads a community.
    beds, doctors, background : float64 array, shape (facilities,)
        Background is the share of capacity taken by people who are not modelled.
    days, working_days : float64 array, shape (periods,)
    gather : callable
        Adds values of shape (..., facilities) up to scopes.
    seen : Switches
    returned : float64 array, shape (measures, periods, facilities), optional
        As `flow`, each month weighted by the share of village clinics' visits that its returns hold; None
        when that share does not change.
    last_share : float
        The share in the last month, which stands in `seen` when a run is read as it says itself.
    """

    flow: F64
    kind: npt.NDArray[np.int64]
    inside: Bools
    lead: Bools
    beds: F64
    doctors: F64
    background: F64
    days: F64
    working_days: F64
    gather: Callable[[F64], F64]
    seen: Switches = HAPPENED
    returned: F64 | None = None
    last_share: float = 1.0

    def among(self, group: Among) -> Bools:
        """Members of a group, shape (facilities,)."""
        primary = self.kind <= Kind.TOWNSHIP_CENTRE
        chosen = {
            Among.ALL: np.ones(len(self.kind), np.bool_),
            Among.PRIMARY: primary,
            Among.VILLAGE: self.kind == Kind.VILLAGE_CLINIC,
            Among.TOWNSHIP: self.kind == Kind.TOWNSHIP_CENTRE,
            Among.HOSPITAL: ~primary,
            Among.LEAD: self.lead,
        }[group]
        members: Bools = chosen & self.inside
        return members

    def count(self, measure: Flow, group: Among = Among.ALL) -> F64:
        """Sum a measure over a group of facilities, village clinics as far as their returns are counted.

        Returns
        -------
        float64 array, shape (periods, scopes)
        """
        seen = self.seen
        village = self.flow[measure] * seen.village_return_share
        if self.returned is not None and seen != HAPPENED and seen.village_return_share == self.last_share:
            village = self.returned[measure]
        of_village = self.kind == Kind.VILLAGE_CLINIC
        flow = np.where(of_village, seen.village_visits * village, self.flow[measure])
        return self.gather(flow * self.among(group))

    def bed_days_open(self, group: Among = Among.ALL) -> F64:
        """Beds times days."""
        return self.gather(self.days[:, None] * self.beds * self.among(group))

    def bed_days_used(self, group: Among = Among.ALL) -> F64:
        """Beds occupied times days, by modelled people and by the background."""
        taken = self.flow[Flow.OCCUPIED] + self.days[:, None] * self.beds * self.background
        return self.gather(taken * self.among(group))

    def doctor_days(self, group: Among = Among.ALL) -> F64:
        """Doctors, less the share that the background takes, times working days."""
        free = self.doctors * (1 - self.background) * self.among(group)
        return self.gather(self.working_days[:, None] * free)
