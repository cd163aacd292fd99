"""What happens to a person outside any need: circumstances, follow-ups by the team, long-term care."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.experiment.happenings import Event, Place


@dataclass(frozen=True)
class FollowedUp(Event):
    """The team sees somebody under chronic management, without a bill."""

    kind: ClassVar[str] = "team_follow_up"
    place: Place


@dataclass(frozen=True)
class LongTerm(Event):
    """Moves into a long-term care place at a township centre, or leaves it after `days` and pays.

    The payer of long-term care pays `other` of the `bill`.
    """

    kind: ClassVar[str] = "long_term_care"
    place: Place
    leaves: bool
    days: int = 0
    bill: int = 0
    other: int = 0


@dataclass(frozen=True)
class Changed(Event):
    """Something about the person is otherwise than last evening.

    Attributes
    ----------
    what : str
        ``signed``, ``contract``, ``certified``, ``managed`` (followed up by the team), ``clinic`` (of the own
        village), or a chronic state by lower-case name of `Chronic`.
    to : str
        ``gained`` or ``lost``; of the contract its kind; of the clinic ``closed`` (its doctor left) or
        ``open``; of a chronic state ``new``, ``controlled`` or ``uncontrolled``.
    """

    kind: ClassVar[str] = "change"
    what: str
    to: str


CIRCUMSTANCES = Changed | FollowedUp | LongTerm
"""Events that belong to no need."""
