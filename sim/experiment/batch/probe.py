"""About how long a run will take on this machine, from a few days of it."""

from __future__ import annotations

import time

from sim.experiment.run import prepare, release
from sim.scenario import Scenario

DAYS = 5


def seconds_of(scenario: Scenario, sample: float) -> float:
    """Seconds that one run takes here; a guess, since days differ and workers share a machine."""
    began = time.perf_counter()
    model = prepare(scenario, sample=sample)
    model.step()  # the first day draws four weeks of needs, and compiles what is not compiled yet
    ready = time.perf_counter()
    for _ in range(min(DAYS, model.days - 1)):
        model.step()
    a_day = (time.perf_counter() - ready) / DAYS
    days = model.days
    release(model)
    return ready - began + a_day * days
