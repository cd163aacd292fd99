"""Periods of a run: months, quarters, the year to date and years, as stretches of tallied months."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Period:
    """A stretch of whole tallied months inside one year.

    Attributes
    ----------
    label : str
        ``2024-03``, ``2024Q1``, ``2024Q1-Q3`` (year to date at the end of a quarter), ``2024``, or
        ``2024-01..05`` for the simulated part of a year that is not simulated in full.
    kind : str
        ``month``, ``quarter``, ``year_to_date`` or ``year``.
    start, end : date
        First and last simulated day.
    first, last : int
        Month indices of the tally, both inclusive.
    """

    label: str
    kind: str
    start: date
    end: date
    first: int
    last: int

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1

    @property
    def year_share(self) -> float:
        """Days as a share of the calendar year."""
        return self.days / (date(self.start.year + 1, 1, 1) - date(self.start.year, 1, 1)).days


def periods(months: Sequence[tuple[date, date]], start: date) -> list[Period]:
    """Periods of the counted months.

    Parameters
    ----------
    months : sequence of (date, date)
        First and last simulated day of every tallied month, warm-up included.
    start : date
        First counted day; a month that begins before it belongs to the warm-up.

    Returns
    -------
    list of Period
        By year: months, complete quarters, the year to date at the end of the second and third quarter, and
        the year (or the simulated part of it when no other period says the same).
    """
    counted = [(index, first, last) for index, (first, last) in enumerate(months) if first >= start]
    found: list[Period] = []
    for year in sorted({first.year for _, first, _ in counted}):
        found += _of_year(year, [entry for entry in counted if entry[1].year == year])
    return found


def _of_year(year: int, months: list[tuple[int, date, date]]) -> list[Period]:
    def period(label: str, kind: str, chosen: list[tuple[int, date, date]]) -> Period:
        return Period(label, kind, chosen[0][1], chosen[-1][2], chosen[0][0], chosen[-1][0])

    complete = {
        first.month
        for _, first, last in months
        if first.day == 1 and last.day == monthrange(year, last.month)[1]
    }
    found = [period(f"{year}-{month[1].month:02d}", "month", [month]) for month in months]
    for quarter in (1, 2, 3, 4):
        if set(range(3 * quarter - 2, 3 * quarter + 1)) <= complete:
            found.append(
                period(
                    f"{year}Q{quarter}", "quarter", [m for m in months if (m[1].month + 2) // 3 == quarter]
                )
            )
    for quarter in (2, 3):
        if set(range(1, 3 * quarter + 1)) <= complete:
            chosen = [m for m in months if m[1].month <= 3 * quarter]
            found.append(period(f"{year}Q1-Q{quarter}", "year_to_date", chosen))
    if len(complete) == 12:
        found.append(period(f"{year}", "year", months))
    elif not any((p.start, p.end) == (months[0][1], months[-1][2]) for p in found):
        label = f"{year}-{months[0][1].month:02d}..{months[-1][2].month:02d}"
        found.append(period(label, "year_to_date", months))
    return found


def sum_over(monthly: npt.NDArray[np.int64], chosen: Sequence[Period], axis: int) -> F64:
    """Sum a monthly table over each period.

    Parameters
    ----------
    monthly : int64 array
        Months along `axis`.
    chosen : sequence of Period
    axis : int

    Returns
    -------
    float64 array
        The same shape with periods in place of months; integers below 2**53 stay exact.
    """
    shape = list(monthly.shape)
    shape[axis] = 1
    running = np.concatenate([np.zeros(shape, np.int64), np.cumsum(monthly, axis=axis)], axis=axis)
    after = np.take(running, [p.last + 1 for p in chosen], axis=axis)
    before = np.take(running, [p.first for p in chosen], axis=axis)
    total: F64 = (after - before).astype(np.float64)
    return total


def year_before(chosen: Sequence[Period]) -> npt.NDArray[np.int64]:
    """Position of the same period of the year before, -1 where it is not in the run."""
    place = {p.label: index for index, p in enumerate(chosen)}
    return np.array([place.get(f"{p.start.year - 1}{p.label[4:]}", -1) for p in chosen], np.int64)


def main_period(chosen: Sequence[Period]) -> Period:
    """Return the longest period of the last year: what a headline is about."""
    last = max(p.start.year for p in chosen)
    return max((p for p in chosen if p.start.year == last), key=lambda p: p.days)
