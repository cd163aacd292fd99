"""The office of a server: takes work, limits how much one session has open, keeps what was done."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any, TypeVar

from sim.errors import Text
from sim.ui.office.crew import Crew
from sim.ui.office.desk import Desk, Work
from sim.ui.office.fault import said
from sim.ui.office.stopping import Cancelled
from sim.ui.office.ticket import Ticket
from sim.ui.office.warming import get_warm

T = TypeVar("T")
MOST_OPEN = 6
"""Pieces of work that one session may have unfinished."""
MOST_KEPT = 24
"""Finished pieces of work whose results are kept for a session."""
TOO_MANY = Text(
    f"You have {MOST_OPEN} pieces of work waiting or running. Cancel one, or wait until one is done.",
    f"您已有 {MOST_OPEN} 项工作正在等待或模拟。请先取消一项，或等待其中一项完成。",
)


class Office:
    """Where all sessions of a server have their work done.

    Parameters
    ----------
    workers : int
        Worker processes for everything.
    quick : int
        Further ones for urgent work alone.
    warm : callable, optional
        What a new worker process does first.

    Attributes
    ----------
    workers : int
        Calls that are done at a time, urgent ones aside.
    """

    def __init__(self, workers: int, quick: int = 1, warm: Callable[[], object] | None = None) -> None:
        self.workers = workers
        self._tickets: dict[str, list[Ticket[Any]]] = {}
        self._lock = threading.Lock()
        self._crew = Crew(workers, quick, warm, self._queue_moved)
        self._begin: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        threading.Thread(target=self._open_door, daemon=True).start()

    def submit(self, session: str, work: Work[T], *, title: Text, urgent: bool = False) -> Ticket[T]:
        """Take a piece of work.

        Parameters
        ----------
        session : str
            Who asks: turns go round sessions.
        work : callable
            Gets a `Desk`; runs in a thread of its own, with everything long in worker processes.
        title : Text
            What it is, for people.
        urgent : bool
            Somebody waits at the screen (a preview): its calls come before those of others' batches.

        Returns
        -------
        Ticket
            One that has failed already when the session has too much open.
        """
        ticket: Ticket[T] = Ticket(session, title, self._drop, self._crew.ahead)
        with self._lock:
            mine = self._tickets.setdefault(session, [])
            refused = sum(not one.over for one in mine) >= MOST_OPEN
            if not refused:
                mine.append(ticket)
                over = [one for one in mine if one.over]
                for old in over[: max(len(over) - MOST_KEPT, 0)]:
                    mine.remove(old)
        if refused:
            ticket.settle("failed", error=TOO_MANY)
            return ticket
        desk = Desk(ticket, self._crew, urgent=urgent)
        self._begin.put(lambda: _carry_out(ticket, desk, work))
        return ticket

    def tickets(self, session: str) -> list[Ticket[Any]]:
        """Pieces of work of a session, oldest first: those unfinished and the last finished ones."""
        with self._lock:
            return list(self._tickets.get(session, ()))

    def leave(self, session: str) -> None:
        """Cancel what a session has open and forget its results."""
        with self._lock:
            tickets = self._tickets.pop(session, [])
        for ticket in tickets:
            ticket.cancel()

    def close(self) -> None:
        """Cancel everything and end the worker processes."""
        with self._lock:
            sessions = list(self._tickets)
        for session in sessions:
            self.leave(session)
        self._begin.put(None)
        self._crew.close()

    def _open_door(self) -> None:
        """Start a thread for each piece of work, so that none belongs to the page that asked for it."""
        while (work := self._begin.get()) is not None:
            threading.Thread(target=work, daemon=True).start()

    def _drop(self, ticket: Ticket[Any]) -> None:
        self._crew.drop(lambda task: task.owner is ticket)

    def _queue_moved(self) -> None:
        with self._lock:
            waiting = [one for mine in self._tickets.values() for one in mine if one.state == "queued"]
        for ticket in waiting:
            ticket.changed()


def _carry_out(ticket: Ticket[T], desk: Desk, work: Work[T]) -> None:
    """Do a piece of work in this thread."""
    try:
        result = work(desk)
    except Cancelled:
        ticket.settle("cancelled")
    except Exception as error:
        if not ticket.over:
            ticket.settle("failed", error=said(error))
    else:
        ticket.settle("done", result)


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _One:
    """The office of this process."""

    office: Office | None = None
    lock = threading.Lock()


def office() -> Office:
    """Return the office of this server, opened at first use."""
    with _One.lock:
        if _One.office is None:
            # The first to ask may be a page, to which no thread of the office may belong.
            with ThreadPoolExecutor(1) as apart:
                _One.office = apart.submit(Office, processors(), warm=get_warm).result()
        return _One.office


def close_office() -> None:
    """End the worker processes of this server, if there are any; to be called before it ends."""
    with _One.lock:
        here, _One.office = _One.office, None
    if here is not None:
        here.close()
