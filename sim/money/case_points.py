"""Points of cases (病种分值, DIP): what a point is worth when a year's total is divided by all points earned.

A stay earns points in proportion to the standard price of its case; they are kept in fen at the base value of
a point. The year's total rests on what the cases brought before points floated, so that more cases make each
point worth less. Pure functions and a small account over facilities.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.money.account import days_of_year, days_to_year_end
from sim.money.budget import forecast

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

DIP = 2  # the form of payment, `sim.money.payment.Form.DIP`


class PointTerms(NamedTuple):
    """Terms of points; arrays of shape (facilities,).

    `on`: paid by points under a yearly total; `county`: of the facility; `growth`: of the total over what it
    rests on, every year; `coefficient`: of the facility's level against the difference of its prices (等级系
    数); `part`: share of all points of the pool that the county's facilities earn, 1 where the county pools;
    `cap`: most points a facility is paid for in a year, as a multiple of those it earned before; 0 for none.
    """

    on: Bools
    county: I64
    growth: F64
    coefficient: F64
    part: F64
    cap: F64


def point_terms(by_facility: Callable[[str], F64], tier: list[tuple[str, Bools]], county: I64) -> PointTerms:
    """Compile the terms.

    Parameters
    ----------
    by_facility : callable
        Value of a parameter at each facility.
    tier : list of (str, bool array)
        Names of the tiers, and which facilities each is.
    county : int64 array
    """

    def here(name: str) -> F64:
        return by_facility(f"pay_provider.{name}")

    on, coefficient = np.zeros(len(county), bool), np.ones(len(county))
    for name, which in tier:
        on |= which & (here(f"form.{name}.stay") == DIP)
        coefficient = np.where(which, here(f"dip.coefficient.{name}"), coefficient)
    city = here("pool_level.city") > 0
    return PointTerms(
        on=on & (county >= 0),
        county=county,
        growth=here("dip.growth"),
        coefficient=coefficient,
        part=np.where(city, here("dip.county_part"), 1.0),
        cap=here("dip.cap"),
    )


@dataclass(eq=False)
class PointAccount:
    """Points of each facility; arrays of shape (facilities,), fen at the base value of a point.

    Attributes
    ----------
    open : bool array
        Paid by points under a yearly total.
    first_year : int64 array
        Year in which that began.
    base : float64 array
        Earned in a year before.
    begin : int64 array
        Ordinal of the day from which points of this year count.
    before : int64 array
        Earned up to then.
    """

    open: Bools
    first_year: I64
    base: F64
    begin: I64
    before: I64

    @classmethod
    def empty(cls, facilities: int) -> PointAccount:
        """No points anywhere."""
        none = np.zeros((3, facilities), np.int64)
        return cls(np.zeros(facilities, bool), none[0], np.zeros(facilities), none[1], none[2])

    def turn(self, terms: PointTerms, today: date, earned: I64, a_year: F64, ready: bool) -> None:
        """Begin and end payment by points as the terms ask, and begin the year anew on New Year's Day.

        Parameters
        ----------
        earned : int64 array
            Points since the first day of the run.
        a_year : float64 array
            Points of a year before today.
        ready : bool
            Whether enough has been seen to rest a year's total on.
        """
        self.open &= terms.on
        begins = terms.on & ~self.open & ready
        self.open |= begins
        self.first_year[begins] = today.year
        self.base[begins] = a_year[begins]
        renewed = begins | (self.open & ((today.month, today.day) == (1, 1)))
        self.begin[renewed] = today.toordinal()
        self.before[renewed] = earned[renewed]

    def value(self, terms: PointTerms, today: date, earned: I64) -> F64:
        """Expected value of a point at each facility against its base, 1 where none floats."""
        counts = int(terms.county.max(initial=-1)) + 1
        at = np.flatnonzero(self.open)
        value = np.ones(len(self.open))
        if not len(at):
            return value
        county = terms.county[at]
        total = np.bincount(county, self._total(terms, today)[at], counts)
        weighted = self._expected(terms, today, earned) * terms.coefficient
        expected = np.bincount(county, weighted[at], counts)
        others = (1.0 - terms.part[at]) / np.maximum(terms.part[at], 1e-9) * total[county]
        share = (total[county] + others) / np.maximum(expected[county] + others, 1.0)
        value[at] = np.where(total[county] > 0, share, 1.0) * terms.coefficient[at]
        return value

    def near_cap(self, terms: PointTerms, today: date, earned: I64) -> F64:
        """Share of the points still to come this year that a facility's cap leaves unpaid, 0-1."""
        capped = self.open & (terms.cap > 0) & (self.base > 0)
        limit = terms.cap * self._total(terms, today)
        so_far = (earned - self.before).astype(np.float64)
        to_come = np.maximum(self._expected(terms, today, earned) - so_far, 1.0)
        unpaid = 1.0 - np.maximum(limit - so_far, 0.0) / to_come
        return np.where(capped, np.clip(unpaid, 0.0, 1.0), 0.0)

    def _total(self, terms: PointTerms, today: date) -> F64:
        """What the year pays for, from `begin` on."""
        years = today.year - self.first_year + 1
        return np.asarray(self._usual(today) * (1.0 + terms.growth) ** years)

    def _usual(self, today: date) -> F64:
        """Points from `begin` to the end of the year as they were before."""
        days = date(today.year, 12, 31).toordinal() - self.begin + 1
        return np.asarray(self.base * days / days_of_year(today.year))

    def _expected(self, terms: PointTerms, today: date, earned: I64) -> F64:
        """Points from `begin` to the end of the year as far as can be seen today."""
        days = date(today.year, 12, 31).toordinal() - self.begin + 1
        elapsed = 1.0 - days_to_year_end(today) / np.maximum(days, 1)
        return forecast((earned - self.before).astype(np.float64), elapsed, self._usual(today))
