"""Pieces of work that most pages ask for: a preview of a scenario, and its run in full."""

from __future__ import annotations

import threading

from sim.experiment.picture.picture import Picture
from sim.experiment.preview import Pace, size_of
from sim.scenario import Scenario
from sim.ui.office import calls
from sim.ui.office.desk import Desk


class _Paces:
    """What counties cost on this machine, measured once in the life of the server."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Pace] = {}
        self._lock = threading.Lock()

    def of(self, desk: Desk, scenario: Scenario) -> Pace:
        with self._lock:
            known = self._known.get(scenario.counties)
        if known is not None:
            return known
        desk.expect(2)
        measured = desk.call(calls.pace, scenario)
        with self._lock:  # two who asked at once measure twice, and go on with one answer
            return self._known.setdefault(scenario.counties, measured)


_paces = _Paces()


def preview(desk: Desk, scenario: Scenario, seed: int = 1) -> Picture:
    """Simulate as much of a scenario as one core does in about 1.5 s.

    Returns
    -------
    Picture
        Marked as preview; its `Meta` tells which share of the people and which months it holds. It is of the
        same size for all scenarios of a county whose last value changes in the same month.

    Raises
    ------
    Cancelled
        When the ticket was cancelled.
    """
    size = size_of(scenario, _paces.of(desk, scenario))
    return desk.call(calls.draw, scenario.with_dates(until=size.until), seed, size.sample, True)


def full(desk: Desk, scenario: Scenario, seed: int = 1, sample: float = 1.0) -> Picture:
    """Simulate all of a scenario.

    Raises
    ------
    Cancelled
        When the ticket was cancelled.
    """
    return desk.call(calls.draw, scenario, seed, sample, False)
