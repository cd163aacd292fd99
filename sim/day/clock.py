"""The clock of a run: its days, and the months in which they and what is settled later fall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

I64 = npt.NDArray[np.int64]

SETTLEMENT_TAIL = 400  # days after the end in which claims may still settle


@dataclass(frozen=True)
class Clock:
    """One simulated day.

    Attributes
    ----------
    day : int
        0 on the first day of the warm-up.
    date : datetime.date
    month : int
        Calendar months since the first day.
    free : bool
        Weekend or public holiday.
    """

    day: int
    date: date
    month: int
    free: bool

    @property
    def ordinal(self) -> int:
        """Proleptic ordinal, which keys what belongs to a date whatever the length of the warm-up."""
        return self.date.toordinal()

    @property
    def day_of_year(self) -> int:
        """1 on New Year's Day."""
        return self.date.timetuple().tm_yday


def months_between(first: date, day: date) -> int:
    """Calendar months from the month of `first` to that of `day`."""
    return (day.year - first.year) * 12 + day.month - first.month


def month_index(first: date, days: int) -> I64:
    """Month of each day from `first`, settlement tail included, shape (days + SETTLEMENT_TAIL,)."""
    dates = (first + timedelta(days=k) for k in range(days + SETTLEMENT_TAIL))
    return np.array([months_between(first, d) for d in dates], np.int64)
