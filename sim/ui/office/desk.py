"""What a piece of work gets: calls in worker processes, an engine for batches, a way to tell its progress."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from typing import Any, TypeVar

from sim.experiment.batch.engine import Engine
from sim.ui.office.crew import Crew
from sim.ui.office.executor import SharedEngine
from sim.ui.office.stopping import Cancelled
from sim.ui.office.task import Task
from sim.ui.office.ticket import Ticket

T = TypeVar("T")
TRIES = 2
"""How often a call is begun whose worker process dies."""


class Desk:
    """Of one piece of work, which runs in a thread of its own.

    Attributes
    ----------
    engine : Engine
        For experiments that run many scenarios: each run waits for its turn like any other call.
    """

    def __init__(self, ticket: Ticket[Any], crew: Crew, *, urgent: bool) -> None:
        self._ticket = ticket
        self._crew = crew
        self._urgent = urgent
        self._calls = 1
        self._made = 0
        self.engine: Engine = SharedEngine(crew, self._task)

    def expect(self, calls: int) -> None:
        """Say how many times `call` will be called, which makes its share of the progress; once if not."""
        self._calls = calls

    def call(self, function: Callable[..., T], *args: Any) -> T:
        """Call a module-level function in a worker process when its turn comes, and wait for it.

        A function that gives `sim.ui.office.worker.watch` to a run as its progress is seen at it, and stops
        when the ticket is cancelled; a process that does not stop is ended.

        Raises
        ------
        Cancelled
            When the ticket was cancelled.
        BrokenExecutor
            When the process died over the call, `TRIES` times.
        Exception
            What the function raised.
        """
        base = self._made
        self._made += 1

        def heard(share: float) -> None:
            self._ticket.advance((base + share) / max(self._calls, base + 1))

        result: T = self._persist(function, args, heard)
        heard(1.0)
        return result

    def tell(self, share: float) -> None:
        """Tell how far the work is, 0-1.

        Raises
        ------
        Cancelled
            When the ticket was cancelled.
        """
        if self._ticket.over:
            raise Cancelled
        self._ticket.advance(share)

    def _persist(
        self, function: Callable[..., Any], args: tuple[Any, ...], heard: Callable[[float], None]
    ) -> Any:
        deaths = 0
        while True:
            task = self._task(function, args, heard)
            self._crew.submit(task)
            try:
                return task.future.result()
            except BrokenExecutor:
                deaths += 1
                if deaths == TRIES:
                    raise

    def _task(
        self,
        function: Callable[..., Any],
        args: tuple[Any, ...],
        heard: Callable[[float], None] | None = None,
    ) -> Task:
        if self._ticket.over:
            raise Cancelled
        begun = heard or (lambda share: self._ticket.advance(0.0))
        return Task(self._ticket.session, self._ticket, self._urgent, function, args, begun)


Work = Callable[[Desk], T]
"""A piece of work: runs in a thread of its own, with everything long in worker processes."""
