"""The fair queue: turns go round the sessions, one call a turn; what is waited for at the screen is first."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable

from sim.ui.office.task import Task

PATIENCE = 8
"""Urgent calls in a row before one that is not urgent has a turn, so that a busy class stops no batch."""
Lane = OrderedDict[str, deque[Task]]


class FairQueue:
    """Calls that wait, by session; not for several threads at once."""

    def __init__(self) -> None:
        self._urgent: Lane = OrderedDict()
        self._patient: Lane = OrderedDict()
        self._in_row = 0

    def put(self, task: Task) -> None:
        """Put a call behind the others of its session."""
        lane = self._urgent if task.urgent else self._patient
        lane.setdefault(task.session, deque()).append(task)

    def take(self, *, urgent_only: bool = False) -> Task | None:
        """Take the call whose turn it is; None when there is none."""
        if urgent_only:
            return _next(self._urgent)
        waited = self._in_row >= PATIENCE and bool(self._patient)
        task = None if waited else _next(self._urgent)
        self._in_row = self._in_row + 1 if task is not None else 0
        return task or _next(self._patient)

    def drop(self, unwanted: Callable[[Task], bool]) -> list[Task]:
        """Take out the calls that nobody wants any more."""
        found: list[Task] = []
        for lane in (self._urgent, self._patient):
            for session, tasks in list(lane.items()):
                found += [one for one in tasks if unwanted(one)]
                left = deque(one for one in tasks if not unwanted(one))
                if left:
                    lane[session] = left
                else:
                    del lane[session]
        return found

    def ahead(self, owner: object) -> int:
        """How many calls are done before the first of a piece of work; 0 when none of it waits."""
        for lane, others in ((self._urgent, 0), (self._patient, _length(self._urgent))):
            sessions = list(lane)
            for place, session in enumerate(sessions):
                own = next((i for i, one in enumerate(lane[session]) if one.owner is owner), None)
                if own is not None:
                    earlier = sum(min(len(lane[one]), own + 1) for one in sessions[:place])
                    later = sum(min(len(lane[one]), own) for one in sessions[place + 1 :])
                    return others + earlier + own + later
        return 0


def _next(lane: Lane) -> Task | None:
    """Take the first call of the session whose turn it is, which then goes behind the others."""
    if not lane:
        return None
    session, tasks = lane.popitem(last=False)
    task = tasks.popleft()
    if tasks:
        lane[session] = tasks
    return task


def _length(lane: Lane) -> int:
    return sum(len(tasks) for tasks in lane.values())
