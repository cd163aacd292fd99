"""What a room, who is in it, and an order look like."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Room:
    """A room as it is at one moment.

    Attributes
    ----------
    code, key : str
        What participants join by; what leads it, and is shown to nobody else.
    kind, subject : str
        ``lesson`` or ``game``, and the name of the lesson or game.
    seed : int
        Decides what is drawn for this room.
    phase : str
    round : int
        Of a game, counted from 1; 0 before it begins and in a lesson.
    version : int
        Grows with every change.
    """

    code: str
    key: str
    kind: str
    subject: str
    seed: int
    phase: str
    round: int
    version: int


@dataclass(frozen=True)
class Member:
    """Somebody in a room: by session, with the name given and, in a game, the team."""

    id: str
    name: str
    team: str


@dataclass(frozen=True)
class Order:
    """Levers that a team wants in a round; settled when it is done deciding."""

    levers: frozenset[str]
    settled: bool
