"""Previews: how many people and months of a scenario one core simulates while somebody waits.

The size of a preview follows the speed of the machine, measured once a county, and is then the same for every
scenario of the county, so that previews can be compared with each other.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, timedelta

from sim.experiment.run import month_bounds, prepare, release
from sim.scenario import Scenario

AIM = 1.0
"""Seconds of one core for the people and days of a preview, of 1.5 that somebody may wait: later months cost
up to half as much again as the days that are timed, as levers come into force and courses of care last."""
SAMPLES = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01)
"""Shares of the people that previews may have."""
LEAST_PEOPLE = 2_000
"""Simulated people below which a preview says too little; a longer wait is better then."""
MONTHS = (12, 9, 6, 4, 3, 2, 1)
"""Counted months that previews may have, if the scenario has as many."""
AFTER_CHANGE = 3
"""Counted months that a preview needs from the last change of a value on."""
SETTLING, DAYS = 35, 28
"""Days before the timed ones, in which queues and courses of care fill, and days that are timed."""
SMALL, LARGE = 0.01, 0.1
"""The two samples that are timed."""


@dataclass(frozen=True)
class Pace:
    """What a county costs on this machine.

    Attributes
    ----------
    people : float
        Residents at sample 1.
    start_seconds, person_seconds : float
        Seconds to begin a run, and for each simulated person of it.
    day_seconds, person_day_seconds : float
        Seconds for a day, and for each simulated person of it.
    """

    people: float
    start_seconds: float
    person_seconds: float
    day_seconds: float
    person_day_seconds: float

    def seconds(self, sample: float, days: int) -> float:
        """Seconds of one core for people and days of a run."""
        people = self.people * sample
        begin = self.start_seconds + self.person_seconds * people
        return begin + days * (self.day_seconds + self.person_day_seconds * people)


@dataclass(frozen=True)
class Size:
    """How much of a scenario is simulated.

    Attributes
    ----------
    sample : float
        Share of the people.
    until : date
        Last simulated day.
    """

    sample: float
    until: date


def measure(scenario: Scenario) -> Pace:
    """Measure what a county costs, in processor time, from a few days of two samples."""
    _few_days(scenario, SMALL)  # compiles and loads what is not yet there
    small, large = (_few_days(scenario, sample) for sample in (SMALL, LARGE))
    more = large[0] - small[0]
    a_person, a_person_day = (max((b - a) / more, 0.0) for a, b in zip(small[1:], large[1:], strict=True))
    return Pace(
        people=large[0] / LARGE,
        start_seconds=max(small[1] - a_person * small[0], 0.0),
        person_seconds=a_person,
        day_seconds=max(small[2] - a_person_day * small[0], 0.0),
        person_day_seconds=a_person_day,
    )


def size_of(base: Scenario, scenario: Scenario, pace: Pace, aim: float = AIM) -> Size:
    """Return how much of a scenario and its base to simulate within a time each: months first, then people.

    What sets them apart late in the year is never cut off: the preview then takes longer.

    Parameters
    ----------
    base, scenario : Scenario
        What is compared; of the same days.
    pace : Pace
        Of their county.
    aim : float
        Seconds of one core.
    """
    ends = _ends(scenario, days_apart(base, scenario))
    least = min(LEAST_PEOPLE, pace.people)
    samples = [one for one in SAMPLES if one * pace.people >= least]
    for until in ends:
        days = (until - scenario.begin).days + 1
        for sample in samples:
            if pace.seconds(sample, days) <= aim:
                return Size(sample, until)
    return Size(samples[-1], ends[-1])


def days_apart(base: Scenario, scenario: Scenario) -> set[date]:
    """Days on which a value changes in one of two scenarios and not just so in the other."""
    days = set[date]()
    for one, other in ((base, scenario), (scenario, base)):
        for path, changes in one.timeline.items():
            days |= {day for day, value in changes if (day, value) not in other.timeline.get(path, ())}
        days |= {day for use in one.levers if use not in other.levers for day in use.change_dates()}
        days |= {day for shock in one.shocks if shock not in other.shocks for day in shock.change_dates()}
    return days


def _ends(scenario: Scenario, changes: set[date]) -> list[date]:
    """Last days that a preview may have, the latest first."""
    months = month_bounds(scenario.start, scenario.until)
    last = max(changes, default=scenario.start)
    known = [i for i, (first, _) in enumerate(months) if scenario.start < last and first <= last]
    least = known[-1] + AFTER_CHANGE if known else 0
    counts = [one for one in MONTHS if least <= one < len(months)]
    return [scenario.until, *(months[one - 1][1] for one in counts)]


def _few_days(scenario: Scenario, sample: float) -> tuple[int, float, float]:
    """Return simulated people, seconds to begin, and seconds a day."""
    begin = time.process_time()
    model = prepare(scenario.with_dates(until=scenario.start + timedelta(days=27)), sample=sample)
    model.step()  # the first day draws four weeks of needs
    starting = time.process_time() - begin
    for _ in range(SETTLING):
        model.step()
    stepping = time.process_time()
    for _ in range(DAYS):
        model.step()
    a_day = (time.process_time() - stepping) / DAYS
    people = len(model.state.people)
    release(model)
    return people, starting, a_day
