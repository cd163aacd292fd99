"""One worker process and the thread that feeds it."""

from __future__ import annotations

import logging
import multiprocessing
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from typing import Any, Protocol

from sim.experiment.batch.engine import Pool
from sim.ui.office import worker
from sim.ui.office.task import Task

LOOK = 0.1
"""Seconds between looks at a call: how far it is, and whether it was dropped."""
GRACE = 1.0
"""Seconds that a dropped call has to stop by itself before its process is ended."""
LOG = logging.getLogger(__name__)


class Source(Protocol):
    """Where a slot gets its calls."""

    def next(self, slot: Slot) -> Task | None:
        """Return the next call, waiting for it; None when the slot shall end."""


class Slot(threading.Thread):
    """Does calls one after another in a process of its own, which is replaced when it dies.

    One process each: when it dies, it is known over which call.

    Parameters
    ----------
    source : Source
    urgent_only : bool
        Kept free for those who wait at the screen.
    warm : callable, optional
        What a new process does first, so that the first call need not wait for imports.
    """

    def __init__(self, source: Source, *, urgent_only: bool, warm: Callable[[], object] | None) -> None:
        super().__init__(daemon=True, name="countycare-worker")
        self.source = source
        self.urgent_only = urgent_only
        self.warm = warm
        spawning = multiprocessing.get_context("spawn")
        self._share: Any = spawning.RawValue("d", 0.0)
        self._stop_asked: Any = spawning.RawValue("b", 0)
        behind = worker.BEHIND_URGENT if urgent_only else worker.BEHIND
        self._pool = Pool(1, worker.begin, (self._share, self._stop_asked, behind))
        self._process: Executor | None = None
        self._halted = False

    def halt(self) -> None:
        """End the process at once, whatever it does and even while it starts; no other follows."""
        self._halted = True
        self._pool.kill()

    def run(self) -> None:
        """Take calls until there will be no more."""
        try:
            self._renew()
            while (task := self.source.next(self)) is not None:
                self._do(task)
        finally:
            self._end()

    def _do(self, task: Task) -> None:
        """Do a call, or find out why it cannot be done; never raises."""
        self._share.value, self._stop_asked.value = 0.0, 0
        try:
            if self._process is None:
                self._renew()
            if self._process is None:
                raise BrokenExecutor("no worker process could be started")
            task.heard(0.0)
            future = self._process.submit(task.function, *task.args)
            self._watch(task, future)
            task.finish(future.result())
        except Exception as error:
            task.fail(error)
            if _unusable(self._process):
                self._renew()

    def _watch(self, task: Task, future: Future[Any]) -> None:
        """Wait for a call, telling how far it is; stop it when it was dropped."""
        told, until = 0.0, 0.0
        while not wait([future], timeout=LOOK).done:
            share = float(self._share.value)
            if share > told:
                told = share
                task.heard(share)
            if task.dropped.is_set():
                until = until or time.monotonic() + GRACE
                self._stop_asked.value = 1
                if time.monotonic() > until:
                    self._end()
                    wait([future])
                    return

    def _renew(self) -> None:
        """Start a process, and let it get ready; without one the next call tries again."""
        self._end()
        if self._halted:
            return
        try:
            self._process = self._pool.start()
            if self.warm is not None:
                self._process.submit(self.warm)
        except Exception:
            if not self._halted:
                LOG.exception("a worker could not be started")
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._pool.stop(self._process)
            self._process = None


def _unusable(process: Executor | None) -> bool:
    """Whether a process is gone."""
    if process is None:
        return True
    try:
        process.submit(int)
    except RuntimeError:  # broken, or shut down
        return True
    return False
