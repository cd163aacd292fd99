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
        ``kept``, ``admitted``, ``slip`` or ``advised``.
    bill, fund : int
    unpaid : str
        Why the fund paid nothing: ``uninsured``, ``deductible``, ``limit``, ``not_claimed``; else empty.
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


@dataclass(frozen=True)
class TurnedAway(Event):
    """The day's list was full."""

    kind: ClassVar[str] = "turned_away"
    place: Place


@dataclass(frozen=True)
class Admitted(Event):
    """A stay begins; `down` when moved to a township bed once stable."""

    kind: ClassVar[str] = "admission"
    place: Place
    down: bool


@dataclass(frozen=True)
class Discharged(Event):
    """A stay ends; `down` when moved on to a township bed.

    The basic `fund`, critical-illness insurance (`critical`), medical `aid` and the patient pay the bill.
    """

    kind: ClassVar[str] = "discharge"
    place: Place
    days: int
    bill: int
    fund: int
    critical: int
    down: bool
    aid: int = 0


@dataclass(frozen=True)
class Expected(Event):
    """The need is open and comes up again.

    Attributes
    ----------
    why : str
        ``returns``, ``follow_up``, ``slip``, ``higher`` (told to go higher), ``same_place`` or ``elsewhere``
        (after being turned away), ``bed`` (waits for one) or ``no_bed`` (looks elsewhere).
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

    `how` is ``solved``, ``by_itself``, ``unsolved``, ``gave_up`` (turned away too often), ``no_show`` (did
    not follow the slip), ``death`` or ``overtaken``; a death of need 0 has a cause outside the catalogue.
    """

    kind: ClassVar[str] = "end"
    how: str


@dataclass(frozen=True)
class Changed(Event):
    """Something about the person is otherwise than last evening.

    Attributes
    ----------
    what : str
        ``signed``, ``contract``, ``certified``, or a chronic state by lower-case name of `Chronic`.
    to : str
        ``gained`` or ``lost``; of the contract its kind; of a chronic state ``new``, ``controlled`` or
        ``uncontrolled``.
    """

    kind: ClassVar[str] = "change"
    what: str
    to: str
