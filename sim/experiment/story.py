"""The story of one person's year: who they are, what happened, and what it came to. Money in fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sim.errors import Text
from sim.experiment.happenings import Arose, Chose, Discharged, Event, Visited
from sim.experiment.payments import payments


@dataclass(frozen=True)
class Person:
    """Who the story is about, as of the first counted day.

    Attributes
    ----------
    resident : int
        Stable id.
    age : int
    woman : bool
    village, township, county : Text
    income : int
        Fifth of households by income, 1 the poorest to 5.
    insurance, mode : str
        `Insurance` and `Mode` by lower-case name.
    chronic : mapping of str to bool
        Chronic states by lower-case name of `Chronic`, and whether each is controlled.
    certified, signed : bool
        Holds a certificate for chronic outpatient care; has a family-doctor contract.
    away : bool
        Lives elsewhere.
    home : tuple of date, optional
        First and last day at home around Spring Festival, for the away who come.
    alive : bool
    contract : str
        Kind of the contract in force, one of `sim.experiment.standing.KINDS`; empty without one.
    groups : tuple of str
        Groups of rules and levers the person belongs to, `Trait` by lower-case name.
    """

    resident: int
    age: int
    woman: bool
    village: Text
    township: Text
    county: Text
    income: int
    insurance: str
    mode: str
    chronic: Mapping[str, bool]
    certified: bool
    signed: bool
    away: bool
    home: tuple[date, date] | None
    alive: bool
    contract: str = ""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Need:
    """A need.

    Attributes
    ----------
    number : int
        In the story, from 1.
    condition : str
    name : Text
    known : bool
        Whether it is older than the first counted day.
    episode : str
        Key of its draws, by which it is known again in another run of the same seed.
    """

    number: int
    condition: str
    name: Text
    known: bool
    episode: str = ""


@dataclass
class Year:
    """Sums of a calendar year, fen; `cost` is what all bills come to, see `sim.experiment.payments`."""

    year: int
    needs: int = 0
    visits: int = 0
    pharmacy: int = 0
    stays: int = 0
    bed_days: int = 0
    cost: int = 0
    fund: int = 0
    critical: int = 0
    aid: int = 0
    other: int = 0

    @property
    def own(self) -> int:
        """What the person paid."""
        return self.cost - self.fund - self.critical - self.aid - self.other


@dataclass
class Story:
    """One person's days in a run.

    Attributes
    ----------
    scenario : str
    seed : int
    start, until : date
        First counted and last simulated day.
    person : Person
    needs : list of Need
        In order of their numbers, which begin at 1.
    before : list of Event
        What was under way on the eve of the first counted day.
    events : list of Event
        In order of day.
    end : Person, optional
        Who the person is on the last day that was watched.
    """

    scenario: str
    seed: int
    start: date
    until: date
    person: Person
    needs: list[Need]
    before: list[Event]
    events: list[Event] = field(default_factory=list)
    end: Person | None = None

    def years(self) -> list[Year]:
        """Sums by calendar year."""
        sums = {year: Year(year) for year in range(self.start.year, self.until.year + 1)}
        for event in self.events:
            year = sums[event.day.year]
            match event:
                case Arose(first=True):
                    year.needs += 1
                case Chose():
                    year.pharmacy += event.place.option == "pharmacy"
                case Visited():
                    year.visits += 1
                case Discharged():
                    year.stays += 1
                    year.bed_days += event.days
            paid = payments(event)
            year.cost += paid.bill
            year.fund += paid.fund
            year.critical += paid.critical
            year.aid += paid.aid
            year.other += paid.other
        return list(sums.values())

    def lines(self, language: str) -> list[str]:
        """Tell the story in ``"zh"`` or ``"en"``."""
        from sim.experiment.telling import tell

        return tell(self, language)

    def as_dict(self) -> dict[str, Any]:
        """Return the story for a script."""
        return {
            "scenario": self.scenario,
            "seed": self.seed,
            "start": self.start,
            "until": self.until,
            "person": asdict(self.person),
            "needs": [asdict(need) for need in self.needs],
            "end": asdict(self.end) if self.end else None,
            "before": [event.as_dict() for event in self.before],
            "events": [event.as_dict() for event in self.events],
            "years": [{**asdict(year), "own": year.own} for year in self.years()],
        }
