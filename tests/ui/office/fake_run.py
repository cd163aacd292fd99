"""What takes a moment in place of a run; apart from other fakes, which need no import of the model."""

from __future__ import annotations

import time

from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import Outcome


def quick_run(job: Job, version: str) -> Outcome:
    """Take a moment."""
    time.sleep(0.05)
    return Outcome({}, {}, 0.05)
