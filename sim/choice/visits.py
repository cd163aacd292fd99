"""What people expect to pay themselves for a visit, where nothing of the year stands in the way.

Most people have met the deductible of a pool in full or not at all, and have room for a whole visit left in
its limit, or none. What they expect depends on nothing else of theirs, so it is worked out once for all.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.money.rules import I64, LEVELS, TOWNSHIP, VILLAGE, Pool, Rules
from sim.money.settle import lift, portion

F64 = npt.NDArray[np.float64]
POOLS = Pool.DRUGS + 1
AT_POINT = len(LEVELS)
"""Beyond the price levels: a village clinic run as a point of the township centre, which claims for it."""


class Use(IntEnum):
    """How far somebody has used a pool this year.

    CLOSED: its limit is reached; OPEN: the deductible is met; UNTOUCHED: nothing of it is met, likewise
    under a contract of first contact (UNTOUCHED_FIRST); PARTLY: anything between, to be worked out.
    """

    CLOSED = 0
    OPEN = 1
    UNTOUCHED = 2
    UNTOUCHED_FIRST = 3
    PARTLY = 4


class VisitCost(NamedTuple):
    """Tables of expected visits.

    Attributes
    ----------
    own : float64 array, shape (4, schemes, 3, conditions * 3, 6)
        Expected own cost by `Use` (but PARTLY), pool (ordinary, chronic, drugs), and price level or
        `AT_POINT`, fen.
    most : int64 array, shape (schemes, 3, conditions * 3)
        The fund pays no more than this for a visit, at whatever level, fen.
    """

    own: F64
    most: I64


def visit_cost(rules: Rules, bill: I64, eligible: I64, claim: F64, tcm: F64) -> VisitCost:
    """Compile the tables.

    Parameters
    ----------
    bill, eligible : int64 array, shape (schemes, conditions * 3, 5)
        Expected bill, and its part within policy scope.
    claim : float64 array, shape (schemes, 5)
        Share of ordinary visits that are claimed.
    tcm : float64 array, shape (schemes, conditions, 5)
        Share of visits in traditional medicine where that is paid more, else 0.
    """
    ratio = rules.pool_ratio[:, :POOLS, None]
    scheme = np.arange(len(ratio))[:, None, None, None]
    lifted = lift(rules, ratio, rules.tcm_points[scheme] * (ratio > 0), scheme)
    chinese = np.repeat(tcm, 3, axis=1)[:, None]
    level = [*range(len(LEVELS)), VILLAGE]
    claimed = np.repeat(claim[:, None, None, [*range(len(LEVELS)), TOWNSHIP]], POOLS, axis=1)
    claimed[:, Pool.CHRONIC] = 1.0  # who holds a certificate claims every visit

    def fund(due: I64) -> tuple[I64, I64]:
        cost = eligible[:, None] - np.minimum(eligible[:, None], np.maximum(due, 0)[..., None, None])
        return portion(cost, ratio), portion(cost, lifted)

    def own(plain: I64, more: I64) -> F64:
        paid = plain + chinese * (more - plain)
        return np.asarray(bill[:, None, :, level] - paid[..., level] * claimed)

    deductible = rules.pool_deductible[:, :POOLS]
    whole = fund(np.zeros_like(deductible))
    untouched = fund(deductible)
    first = fund(deductible - rules.first_deductible[:, :POOLS])
    nothing = np.zeros_like(whole[0])
    uses = (own(nothing, nothing), own(*whole), own(*untouched), own(*first))
    return VisitCost(np.stack(uses), np.maximum(*whole).max(axis=-1))
