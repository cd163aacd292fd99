"""What happens to a person, day by day: plain records, money in fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar

from sim.errors import Text

PARTS = ("base", "way", "trust", "wait", "price", "contract", "habit")
"""Parts of an option's utility; they add up to it."""


@dataclass(frozen=True)
class Place:
    """Where somebody goes: `Option` by lower-case name (or ``elsewhere``), and the facility's id and name."""

    option: str
    facility: str
    name: Text


@dataclass(frozen=True)
class Offer:
    """An option that could be reached, and how it was weighed.

    Attributes
    ----------
    place : Place
    minutes : float
        Door to door, one way.
    own_fen : int, optional
        Expected own cost, the stay that may follow included with its chance.
    parts : mapping of str to float
        Utility by `PARTS`.
    utility, chance : float
        Sum of the parts; probability of the choice.
    """

    place: Place
    minutes: float
    own_fen: int | None
    parts: Mapping[str, float]
    utility: float
    chance: float


@dataclass(frozen=True)
class Event:
    """Something that happened on a day, to need number `need` (0 for none)."""

    kind: ClassVar[str] = "event"
    day: date
    need: int

    def as_dict(self) -> dict[str, Any]:
        """Return the event for a script."""
        return {"kind": self.kind, **asdict(self)}


@dataclass(frozen=True)
class Arose(Event):
    """A need comes up and is expected nowhere: for the first time, or again after `step` earlier attempts."""

    kind: ClassVar[str] = "need"
    severity: int
    step: int
    first: bool


@dataclass(frozen=True)
class Chose(Event):
    """What was weighed, the random number that decided, and what was chosen; `bill` of a pharmacy."""

    kind: ClassVar[str] = "choice"
    offers: tuple[Offer, ...]
    drawn: float
    place: Place
    bill: int


@dataclass(frozen=True)
class Visited(Event):
    """A visit.

    Attributes
    ----------
    place : Place
    origin : str
        Why here: `Origin` by lower-case name; ``emergency`` came by ambulance.
    minutes, wait : float
        Travel (door time of an emergency), and wait.
    adequate : bool
        Whether the facility could treat the case.
    decision : str
        ``kept``, ``admitted``, ``slip``, ``advised``, ``awaits`` (a report) or ``no_drug``.
    bill, fund : int
    unpaid : str
        Why the fund paid nothing: ``uninsured``, ``deductible``, ``limit`` (of the year in that pool),
        ``not_covered`` (the pool pays nothing at such a place), ``not_claimed``; else empty.
    pool : str
        `Pool` that settles the bill by lower-case name; empty when nothing was claimed.
    first_contact : bool
        Settled with the extras of a first-contact contract.
    home : bool
        The team came to the home.
    carried : bool
        Bed-bound, brought by car.
    remote : Place, optional
        Hospital whose doctor was consulted from afar.
    """

    kind: ClassVar[str] = "visit"
    place: Place
    origin: str
    minutes: float
    wait: float
    adequate: bool
    decision: str
    bill: int
    fund: int
    unpaid: str
    pool: str = ""
    first_contact: bool = False
    home: bool = False
    carried: bool = False
    remote: Place | None = None


@dataclass(frozen=True)
class TurnedAway(Event):
    """The day's list was full."""

    kind: ClassVar[str] = "turned_away"
    place: Place


@dataclass(frozen=True)
class Admitted(Event):
    """A stay begins.

    `moved` is ``down`` (to a township bed once stable) or ``up`` (got worse) when it follows another stay.
    """

    kind: ClassVar[str] = "admission"
    place: Place
    moved: str = ""


@dataclass(frozen=True)
class Discharged(Event):
    """A stay ends. The basic `fund`, critical-illness insurance, medical `aid` and the patient pay the bill.

    Attributes
    ----------
    place : Place
    days : int
    bill, fund, critical, aid : int
    to : str
        Where to before the planned end: ``bed`` (of the township), ``up`` (worse), ``home`` (to the own
        team), ``care`` (a long-term care place); empty at the end.
    path : str
        `Path` by lower-case name: ``stepwise`` with the slip that was due, ``skipped`` without it, ``plain``.
    points : float
        Percentage points that the path adds to the ratio or takes off.
    penalty : int
        What the fund would have paid more without the points taken off for skipping.
    due : int
        Deductible that the rules ask for.
    chain : str
        Rule on chains of stays that decides the deductible: ``difference`` (to the stay before), ``down``
        (none), ``tight`` (one an episode in a tight community), ``per_stay`` (in full); else empty.
    exam : Place, optional
        Lead hospital at which the patient was examined during the stay.
    exam_within : int
        Price of the examination, when it is part of `bill`.
    exam_bill, exam_fund : int
        Its own bill when it is settled apart.
    """

    kind: ClassVar[str] = "discharge"
    place: Place
    days: int
    bill: int
    fund: int
    critical: int
    to: str = ""
    aid: int = 0
    path: str = "plain"
    points: float = 0.0
    penalty: int = 0
    due: int = 0
    chain: str = ""
    exam: Place | None = None
    exam_within: int = 0
    exam_bill: int = 0
    exam_fund: int = 0


@dataclass(frozen=True)
class Referred(Event):
    """A referral is offered, or meets its fate.

    Attributes
    ----------
    way : str
        `Way` by lower-case name: ``up`` and ``out`` by slip, ``down`` when stable.
    fate : str
        ``accepted``, declined as ``far``, ``price`` or ``trust``, or what became of it: another `Fate` by
        lower-case name.
    place : Place, optional
        Where it leads.
    linked : bool
        Receiver inside the community, or a partner hospital.
    """

    kind: ClassVar[str] = "referral"
    way: str
    fate: str
    place: Place | None
    linked: bool


@dataclass(frozen=True)
class Expected(Event):
    """The need is open and comes up again.

    Attributes
    ----------
    why : str
        ``returns``, ``follow_up``, ``slip``, ``higher`` (told to go higher, or not helped at the township
        bed), ``same_place`` or ``elsewhere`` (after being turned away, or for lack of the drug), ``bed``
        (waits for one) or ``no_bed`` (looks elsewhere).
    due : date
    severity : int
    place : Place, optional
        Where, if that is settled.
    """

    kind: ClassVar[str] = "expected"
    why: str
    due: date
    severity: int
    place: Place | None


@dataclass(frozen=True)
class Ended(Event):
    """The need ends.

    `how` is ``solved``, ``by_itself``, ``supplied`` (met by drugs at home), ``unsolved``, ``gave_up``
    (turned away too often), ``no_show`` (did not follow the slip), ``death`` or ``overtaken``; a death of
    need 0 has a cause outside the catalogue.
    """

    kind: ClassVar[str] = "end"
    how: str
