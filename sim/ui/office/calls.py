"""What workers are called for: pictures of runs, and how fast they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.ui.office.worker import watch

if TYPE_CHECKING:
    from sim.experiment.picture.picture import Picture
    from sim.experiment.preview import Pace
    from sim.scenario import Scenario


def draw(scenario: Scenario, seed: int, sample: float, is_preview: bool) -> Picture:
    """Run a scenario, telling how far it is, and make its picture."""
    from sim.experiment.picture.make import picture_of

    return picture_of(scenario, seed, sample, is_preview=is_preview, progress=watch)


def pace(scenario: Scenario) -> Pace:
    """Measure what the scenario's county costs."""
    from sim.experiment.preview import measure

    return measure(scenario)


def seconds(scenario: Scenario, sample: float) -> float:
    """Guess what a run takes."""
    from sim.experiment.batch.probe import seconds_of

    return seconds_of(scenario, sample)
