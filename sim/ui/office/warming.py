"""What a new worker process does before its first call."""

from __future__ import annotations


def get_warm() -> None:
    """Import the model with all that a run needs."""
    import sim.experiment.batch.outcome  # noqa: F401  (here, not above: nothing numerical before the settings)
