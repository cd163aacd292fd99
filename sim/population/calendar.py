"""Days on which a county is not as usual: public holidays, and the return of the away for Spring Festival."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sim.declare import parameter_folder
from sim.errors import UserError
from sim.population.people import People
from sim.randomness import key_scalar, keys, purpose, stream, uniform

Days = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Holiday:
    """One public holiday.

    Attributes
    ----------
    event : str
        ``spring_festival`` (春节) or ``national_day`` (国庆节).
    day : date
        The festival itself.
    first, last : date
        Days off work.
    """

    event: str
    day: date
    first: date
    last: date


@lru_cache(maxsize=1)
def holidays() -> tuple[Holiday, ...]:
    """Public holidays of `scenarios/data/calendar.csv`, in order of date."""
    path = parameter_folder().parent / "data" / "calendar.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            Holiday(row["event"], *(date.fromisoformat(row[column]) for column in ("day", "first", "last")))
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(rows, key=lambda holiday: holiday.day))


def is_holiday(day: date) -> bool:
    """Whether a date belongs to the holidays of Spring Festival or the National Day."""
    return any(holiday.first <= day <= holiday.last for holiday in holidays())


@lru_cache(maxsize=8)
def _working_days(year: int) -> npt.NDArray[np.int64]:
    """Working days of a year from its beginning to each day, that day included; 0 comes first."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=k) for k in range((date(year + 1, 1, 1) - first).days))
    return np.cumsum([0, *(day.weekday() < 5 and not is_holiday(day) for day in days)])


def working_day(day: date) -> tuple[int, int]:
    """Return how many working days of its year came before a day, and how many the year has."""
    so_far = _working_days(day.year)
    return int(so_far[day.timetuple().tm_yday - 1]), int(so_far[-1])


def spring_festival(year: int) -> date:
    """First day of the lunar year that begins in a calendar year.

    Raises
    ------
    UserError
        When the calendar does not reach that year.
    """
    known = {holiday.day.year: holiday.day for holiday in holidays() if holiday.event == "spring_festival"}
    if year not in known:
        raise UserError(
            f"the calendar holds {min(known)} to {max(known)}, not {year}",
            f"日历只含 {min(known)} 至 {max(known)} 年，没有 {year} 年",
            "calendar.csv",
        )
    return known[year]


def home_window(
    ids: npt.NDArray[np.uint64], seed: int, festival_day: int, values: Mapping[str, float], year: int = 0
) -> tuple[Days, Days]:
    """First and last day that people who live away spend at home around Spring Festival.

    Parameters
    ----------
    ids : uint64 array, shape (n,)
    festival_day : int
        Day of the festival; the answer counts days on the same axis.
    year : int
        Keys the draws, so that people do not travel on the same days every year.

    Returns
    -------
    first, last : int16 arrays, shape (n,)
        Both included. Who stays away has a window that ends before it begins.
    """
    key = keys(key_scalar(stream("population.home", seed), year), ids)

    def days(name: str) -> npt.NDArray[np.int64]:
        low, high = values[f"population.home.{name}_least"], values[f"population.home.{name}_most"]
        return np.floor(low + uniform(key, purpose(name)) * (high - low + 1.0)).astype(np.int64)

    comes = uniform(key, purpose("comes")) < values["population.home.share"]
    first = festival_day - days("before")
    last = np.where(comes, festival_day + days("after"), first - 1)
    return first.astype(np.int16), last.astype(np.int16)


def present(
    people: People, values: Mapping[str, float], seed: int, year: int, day_of_year: int
) -> npt.NDArray[np.bool_]:
    """Who is in the county on a day: the residents, and the away who are home for Spring Festival.

    Parameters
    ----------
    day_of_year : int
        1 for the first of January.

    Returns
    -------
    bool array, shape (n,)
        False for the dead.
    """
    festival = spring_festival(year).timetuple().tm_yday
    here: npt.NDArray[np.bool_] = ~people.away & people.alive
    earliest = festival - values["population.home.before_most"]
    latest = festival + values["population.home.after_most"]
    if not earliest <= day_of_year <= latest:
        return here
    away = np.flatnonzero(people.away & people.alive)
    first, last = home_window(people.id[away], seed, festival, values, year)
    here[away] = (first <= day_of_year) & (day_of_year <= last)
    return here
