"""Where a change of an in-county share comes from, run by run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.experiment.batch.outcome import Outcome
from sim.indicators.county_share import split_share_change

F64 = npt.NDArray[np.float64]
PARTS = ("brought_home", "new_in_county", "outside_forgone")


def added_by_part(before: Sequence[Outcome], after: Sequence[Outcome], indicator: str) -> dict[str, F64]:
    """What outside care brought home, new in-county care and forgone outside care add to a share.

    Parameters
    ----------
    before, after : sequence of Outcome
        Of the same replicates.
    indicator : str
        One of `sim.experiment.batch.outcome.SHARES`.

    Returns
    -------
    dict of str to float64 array, shape (replicates,)
        By part; together they are the change of the share.
    """
    split = [
        split_share_change(*a.cells[indicator], *b.cells[indicator])
        for a, b in zip(before, after, strict=True)
    ]
    return {part: np.array([getattr(one, f"from_{part}") for one in split]) for part in PARTS}
