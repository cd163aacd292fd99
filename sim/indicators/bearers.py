"""What an indicator of fairness is written against: sums by income, distance, age, absence and insurance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.indicators.burden import Borne, Each
from sim.indicators.views import F64, divide


@dataclass(frozen=True)
class Groups:
    """Sums by group of people and year, scaled to the full population.

    Attributes
    ----------
    sums : float64 array, shape (measures of `Borne`, years, groups)
    squares : float64 array, shape (kinds of `Each`, years, groups)
        Sums of squares of personal sums, not scaled.
    months : float64 array, shape (years, 1)
        Month ends that `PEOPLE` and `SIGNED` were summed over.
    sample : float
        Share of people simulated.
    """

    sums: F64
    squares: F64
    months: F64
    sample: float

    def count(self, *measures: Borne) -> F64:
        """Sum of some measures, shape (years, groups)."""
        total: F64 = self.sums[list(measures)].sum(axis=0)
        return total

    def mean(self, measure: Borne) -> F64:
        """Mean over month ends."""
        return divide(self.sums[measure], np.broadcast_to(self.months, self.sums.shape[1:]))

    def people(self) -> F64:
        """Mean number of people, those who live away included."""
        return self.mean(Borne.PEOPLE)

    def relative_error(self, what: Each) -> F64:
        """Standard error of the sum over people of what each has, over the sum; from how people differ."""
        total, people = self.sums[Borne[what.name]] * self.sample, self.sums[Borne.MEMBERS] * self.sample
        spread = np.maximum(self.squares[what] - divide(total**2, people), 0.0)
        return divide(np.sqrt(spread), total)
