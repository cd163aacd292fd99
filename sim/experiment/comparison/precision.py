"""How many replicates a wanted precision takes."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from sim.experiment.comparison.select import plain
from sim.experiment.paired import half_width, spread_of

FIRST = 4
"""Replicates from which the spread is first measured."""
SHARES = (
    "in_county_visit_rate", "in_county_admission_share", "in_county_fund_rate", "primary_visit_share",
)  # fmt: skip
"""What must be as precise as asked for."""
GROWTH = 2
"""A spread measured on few replicates is itself uncertain: at most so many times more at once."""


def next_count(table: pd.DataFrame, count: int, points: float, most: int) -> int:
    """Replicates to have next; not more than there are when the precision is reached.

    Parameters
    ----------
    table : pd.DataFrame
        Of `sim.experiment.comparison.table.compare` with `count` replicates.
    points : float
        Wanted half width of the interval of each difference, in percentage points.
    most : int
        Never more than this.
    """
    main = plain(table)
    rows = main[main["indicator"].isin(SHARES)]
    low, high = (rows[name].to_numpy(np.float64) for name in ("low", "high"))
    wanted = points / 100
    spreads = [spread_of(float(a), float(b), count) for a, b in zip(low, high, strict=True)]
    spread = max((one for one in spreads if math.isfinite(one)), default=0.0)
    if half_width(spread, count) <= wanted:
        return count
    limit = min(GROWTH * count, most)
    return next((n for n in range(count + 1, limit) if half_width(spread, n) <= wanted), limit)
