"""The shared crew as an engine and executor, so that experiments run on it as on processes of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from sim.ui.office.crew import Crew
from sim.ui.office.task import Task

T = TypeVar("T")
Make = Callable[[Callable[..., Any], tuple[Any, ...]], Task]
"""Makes a task of a piece of work."""


class Turns(Executor):
    """Gives each call to the crew's queue."""

    def __init__(self, crew: Crew, make: Make) -> None:
        self._crew = crew
        self._make = make
        self._open: dict[Future[Any], Task] = {}

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Queue a call of a module-level function."""
        if kwargs:
            raise TypeError("arguments are given by place")
        task = self._make(fn, args)
        self._open[task.future] = task
        task.future.add_done_callback(lambda future: self._open.pop(future, None))
        self._crew.submit(task)
        return task.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Drop what was given and is not done; the processes stay for others."""
        mine = set(self._open.values())
        self._crew.drop(lambda task: task in mine)


class SharedEngine:
    """An engine (`sim.experiment.batch.engine.Engine`) on the processes that all share."""

    def __init__(self, crew: Crew, make: Make) -> None:
        self.workers = crew.workers
        self._crew = crew
        self._make = make

    def start(self) -> Executor:
        """Return an executor; several may be at work."""
        return Turns(self._crew, self._make)

    def stop(self, executor: Executor) -> None:
        """Drop what the executor still has to do."""
        executor.shutdown(wait=False)
