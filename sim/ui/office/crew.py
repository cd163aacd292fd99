"""All worker processes of the server and the queue before them."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sim.ui.office.queue import FairQueue
from sim.ui.office.slot import Slot
from sim.ui.office.stopping import Cancelled
from sim.ui.office.task import Task

LAST_WAIT = 1.0
"""Seconds that a slot may take to end before the server ends without it."""


class Crew:
    """Worker processes that take turns from one fair queue.

    Parameters
    ----------
    workers : int
        Processes for everything.
    quick : int
        Further ones for urgent calls alone, so that a preview need not wait for a long run to end.
    warm : callable, optional
        See `sim.ui.office.slot.Slot`.
    moved : callable
        Told, from another thread, when the queue has moved on.
    """

    def __init__(
        self, workers: int, quick: int, warm: Callable[[], object] | None, moved: Callable[[], None]
    ) -> None:
        self.workers = workers
        self._moved = moved
        self._queue = FairQueue()
        self._running: dict[Slot, Task] = {}
        self._closed = False
        self._change = threading.Condition()
        self._slots = [Slot(self, urgent_only=i >= workers, warm=warm) for i in range(workers + quick)]
        for slot in self._slots:
            slot.start()

    def submit(self, task: Task) -> None:
        """Put a call into the queue.

        Raises
        ------
        Cancelled
            When the crew has gone home.
        """
        with self._change:
            if self._closed:
                raise Cancelled
            self._queue.put(task)
            self._change.notify_all()

    def next(self, slot: Slot) -> Task | None:
        """Return a slot's next call, waiting for it; None when the crew goes home."""
        with self._change:
            self._running.pop(slot, None)
            while not self._closed:
                task = self._queue.take(urgent_only=slot.urgent_only)
                if task is not None:
                    self._running[slot] = task
                    break
                self._change.wait()
            else:
                return None
        self._moved()
        return task

    def drop(self, unwanted: Callable[[Task], bool]) -> None:
        """Drop the calls that nobody wants any more, waiting or begun."""
        with self._change:
            gone = self._queue.drop(unwanted)
            gone += [task for task in self._running.values() if unwanted(task)]
        for task in gone:
            task.drop()

    def ahead(self, owner: object) -> int:
        """How many calls are done before the first of a piece of work."""
        with self._change:
            return self._queue.ahead(owner)

    def close(self) -> None:
        """End all processes; what they do is lost."""
        with self._change:
            self._closed = True
            self._change.notify_all()
        self.drop(lambda task: True)
        for slot in self._slots:
            slot.halt()
        for slot in self._slots:
            slot.join(LAST_WAIT)
