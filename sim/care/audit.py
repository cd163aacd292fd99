"""What an audit (医保稽核) takes off the money of an act beyond judgement, or of one left undone.

Pure functions on arrays, money in fen.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]


def audited(change: F64, bill: F64, over: F64 | float, under: F64 | float, excess: F64 | float) -> F64:
    """Change of the money that speaks for an act, after what an audit is expected to take back.

    Doing more than today risks the penalty for over-treatment on the whole bill, doing less that for care
    withheld; neither turns a gain into a loss. Of what is done today a share is not needed, and what is found
    of that speaks against the act whatever else does.

    Parameters
    ----------
    change : float64 array
        Money for the act now less money for it under the usual payment.
    bill : float64 array
        What the act is billed.
    over, under : float64 array or float
        Expected penalty per fen of bill for over-treatment and for care withheld: detection times fine.
    excess : float64 array or float
        Share of today's acts that are not needed.
    """
    more = np.maximum(change - over * bill, 0.0)
    less = np.minimum(change + under * bill, 0.0)
    return np.asarray(np.where(change > 0.0, more, less) - over * bill * excess)
