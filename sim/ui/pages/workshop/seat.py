"""Which room a tab sits in, and how it learns that something changed there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import solara
from solara.server import kernel_context

from sim.errors import UserError
from sim.ui.language import say
from sim.ui.session import kept
from sim.ui.workshop.records import Room
from sim.ui.workshop.rooms import rooms
from sim.ui.workshop.runs import under_way

LOOK_EVERY = 1.0
"""Seconds after which a room is looked at again, whoever changed it."""


@dataclass(frozen=True)
class Seat:
    """A room, and whether this tab leads it."""

    code: str
    leads: bool


def seat() -> solara.Reactive[Seat | None]:
    """Seat of this tab; None outside a room."""
    nowhere: Seat | None = None
    return kept("workshop.seat", nowhere)


def browser() -> str:
    """Name of this browser in rooms, the same after a reload and after a restart of the server."""
    if not kernel_context.has_current_context():
        return "alone"
    session = str(kernel_context.get_current_context().session_id)
    return blake2b(session.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Seen:
    """A room as a tab sees it, and how its runs are.

    Attributes
    ----------
    room : Room
    state : str
        Of the last runs asked for (`Ticket.state`); empty when there are none.
    percent : int
        Done of them.
    """

    room: Room
    state: str
    percent: int


def use_room(code: str) -> Seen | None:
    """Return the room, drawn again when anything in it changes; None when it is closed. A hook."""
    drawn = _look(code)
    _, draw = solara.use_state(0)

    def follow() -> Callable[[], None]:
        over = threading.Event()

        def watch() -> None:
            last = drawn  # not what is there now: it may have changed since it was drawn
            while not over.is_set():
                now = _look(code)
                if now != last:
                    last = now
                    draw(lambda count: count + 1)
                rooms().wait(code, last.room.version if last else 0, LOOK_EVERY)

        threading.Thread(target=watch, daemon=True, name=f"room {code}").start()
        return over.set

    solara.use_effect(follow, [code])
    return drawn


def _look(code: str) -> Seen | None:
    room = rooms().find(code)
    if room is None:
        return None
    ticket = under_way(code)
    return Seen(room, ticket.state if ticket else "", int(100 * ticket.share) if ticket else 0)


def trying(tell: Callable[[str], Any], deed: Callable[[], Any]) -> None:
    """Do something that a user asked for; a mistake is told, and an earlier one taken back."""
    try:
        deed()
    except UserError as error:
        tell(say(error.text))
    else:
        tell("")
