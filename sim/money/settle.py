"""Settlement (结算): who pays how much of a bill, exact to the fen; what bills of visits and of stays share.

Pure functions on integer arrays: they take bills and the yearly accumulators of the people billed, and
return every intermediate amount, so that one engine serves the run and the explanation. Every layer rounds
half up to the fen and the remainder stays with the patient: bill = fund + critical-illness payment + aid +
own, always. `sim.money.outpatient` settles visits, `sim.money.inpatient` stays.

A bill belongs to the year in which it is settled: a stay across New Year to that of its discharge.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.money.rules import BASIS_POINTS, I64, Rules

Ints = npt.NDArray[np.integer]
HALF = BASIS_POINTS // 2


def portion(amount: I64, ratio: I64 | int) -> I64:
    """`ratio` basis points of `amount` fen, rounded half up."""
    return (amount * ratio + HALF) // BASIS_POINTS


def eligible_cost(rules: Rules, bill: I64, level: Ints, scheme: Ints) -> I64:
    """Cost within policy scope (政策范围内费用) of bills of the usual composition.

    The fully covered part counts whole, the partly covered part after the share that the patient pays
    first, the rest not at all.
    """
    full, partly = portion(bill, rules.full[scheme, level]), portion(bill, rules.partial[scheme, level])
    return in_scope(rules, full, partly, scheme)


def in_scope(rules: Rules, full: I64, partly: I64, scheme: Ints) -> I64:
    """Cost within policy scope of bills whose fully and partly covered parts are known."""
    return full + partly - portion(partly, rules.partial_own[scheme])


def lift(rules: Rules, share: I64, points: I64, scheme: Ints) -> I64:
    """Ratio with points added: up to the cap, never lower than without points for reaching it, at least 0."""
    return np.asarray(np.clip(share + points, 0, np.maximum(rules.ratio_cap[scheme], share)))
