"""The clinic queue as one would write it for a single doctor's office: a heap of the doctors' free times."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from math import inf


def serve_scalar(arrivals: Sequence[float], services: Sequence[float], servers: int) -> list[float]:
    """Wait of each patient of one unit, first come first served, equal arrivals by position."""
    if servers == 0:
        return [inf] * len(arrivals)
    free = [0.0] * servers
    waits = [0.0] * len(arrivals)
    for patient in sorted(range(len(arrivals)), key=lambda p: arrivals[p]):
        begin = max(arrivals[patient], free[0])
        heapq.heapreplace(free, begin + services[patient])
        waits[patient] = begin - arrivals[patient]
    return waits
