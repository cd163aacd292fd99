"""A picture of two winter months of the small county, made once for all tests that show something."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from sim.experiment.picture.make import draw
from sim.experiment.picture.picture import Picture
from sim.experiment.picture.watch import Ways
from sim.experiment.run import RunResult, collect, prepare, step_through
from sim.scenario import Scenario, load_scenario
from tests import small

SAMPLE = 0.02


def winter() -> Scenario:
    """The small county as it is, two counted months after two weeks of warm-up."""
    return small.soon(load_scenario(small.NAME)).with_dates(until=date(2024, 2, 29))


@lru_cache(maxsize=1)
def watched() -> tuple[RunResult, Ways, Picture]:
    """Run it; the parts are shared, so that tests must not change them."""
    model = prepare(winter(), sample=SAMPLE)
    ways = Ways(model)
    step_through(model, None, ways)
    result = collect(model)
    return result, ways, draw(model, result, ways, is_preview=True)


def small_picture() -> Picture:
    """Return the picture alone."""
    return watched()[2]
