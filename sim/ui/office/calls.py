"""What workers are called for: how fast this machine is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.experiment.preview import Pace
    from sim.scenario import Scenario


def pace(scenario: Scenario) -> Pace:
    """Measure what the scenario's county costs."""
    from sim.experiment.preview import measure

    return measure(scenario)


def seconds(scenario: Scenario, sample: float) -> float:
    """Guess what a run takes."""
    from sim.experiment.batch.probe import seconds_of

    return seconds_of(scenario, sample)
