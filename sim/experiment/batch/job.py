"""One run among many."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from sim.experiment.batch.version import code_version
from sim.scenario import Scenario


@dataclass(frozen=True)
class Job:
    """A scenario and how to run it.

    Attributes
    ----------
    scenario : Scenario
        With its central values; the draw is taken by whoever runs it.
    seed : int
        Which random history: the same for every scenario of a replicate.
    sample : float
        Share of the people simulated.
    draw : int
        Which draw of the uncertain parameters; 0 for their central values.
    """

    scenario: Scenario
    seed: int
    sample: float
    draw: int = 0

    @cached_property
    def key(self) -> str:
        """Fingerprint of all that decides the result (32 hex digits): nothing runs twice under one key."""
        matters = [self.scenario.hash, self.seed, self.sample, self.draw, code_version()]
        return blake2b(json.dumps(matters).encode(), digest_size=16).hexdigest()


def replicates(scenario: Scenario, count: int, sample: float, *, drawn: bool) -> list[Job]:
    """Runs of a scenario with the random histories 1, 2 …, and with parameter draws 0, 1 … if `drawn`."""
    return [Job(scenario, k + 1, sample, k if drawn else 0) for k in range(count)]
