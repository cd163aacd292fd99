"""What runs in a worker process: getting ready, telling how far a run is, and stopping when asked.

Imported there before any numerical library, so that it may import none itself.
"""

from __future__ import annotations

import os
from typing import Any

from sim.ui.office.stopping import Cancelled

BEHIND = 5
"""How far workers stand back behind the server that draws the pages (niceness 0-19); the urgent less."""
BEHIND_URGENT = 1


class _Line:
    """Memory shared with the server: how far the call is, and whether it should stop."""

    share: Any = None
    stop: Any = None


def begin(share: Any, stop: Any, behind: int) -> None:
    """Take the shared memory, and let the server have the processor first.

    Parameters
    ----------
    share, stop
        Shared numbers (`multiprocessing.RawValue`).
    behind : int
        Niceness.
    """
    _Line.share, _Line.stop = share, stop
    if hasattr(os, "nice"):  # Windows has none
        os.nice(behind)


def watch(done: int, total: int, stage: str = "") -> None:
    """Tell how far a run is; give it to `sim.experiment.run.run_scenario` as its progress.

    Raises
    ------
    Cancelled
        When nobody waits for the run any more.
    """
    if _Line.share is None:  # called outside a worker
        return
    _Line.share.value = done / total if total else 0.0
    if _Line.stop.value:
        raise Cancelled
