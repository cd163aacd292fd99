"""What villages learn about facilities from what happened there (口碑).

A village holds a belief between 0 and 1 about every option for each group of conditions: the share of cases
that went well, recent ones counting more. It also knows how long people waited lately.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


def remaining(rate: float, most: int, sample: float = 1.0) -> F64:
    """What is left of an old belief after 0, 1 … `most` cases; in a sample each case stands for 1/sample."""
    return np.asarray((1.0 - rate) ** (np.arange(most + 1) / sample))


def updated_belief(belief: F64, good: I64, seen: I64, rate: float, sample: float = 1.0) -> F64:
    """Beliefs after today's experience.

    Parameters
    ----------
    belief : float64 array
        Between 0 and 1.
    good, seen : int64 array of the same shape
        Cases that went well, and all cases.
    rate : float
        Weight of one case against what was believed before.
    sample : float
        Share of people simulated.

    Returns
    -------
    float64 array
        Unchanged where nobody went; n cases move it as n single ones of equal outcome would.
    """
    weight = 1.0 - remaining(rate, int(seen.max(initial=0)), sample)[seen]
    share = good / np.maximum(seen, 1)
    return np.asarray(belief + weight * (share - belief))


def updated_wait(wait: F64, minutes: F64, seen: I64, rate: float) -> F64:
    """Recent wait of each facility: moves to today's mean by `rate` where anybody came."""
    mean = minutes / np.maximum(seen, 1)
    return np.where(seen > 0, wait + rate * (mean - wait), wait)
