"""Outpatient bills settled one after another, compiled: the same fen as `settle_outpatient` in rounds."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from sim.money.outpatient import PoolYear
from sim.money.rules import BASIS_POINTS, I64, Pool, Rules

HALF = BASIS_POINTS // 2
ORDINARY, CHRONIC, DRUGS = int(Pool.ORDINARY), int(Pool.CHRONIC), int(Pool.DRUGS)


def settle_visits(
    rules: Rules, bill: I64, level: I64, scheme: Any, special: Any, drugs: Any, first: Any, tcm: Any,
    claimed: Any, person: Any, year: PoolYear, fund: I64,
) -> None:  # fmt: skip
    """Fill `fund` and let the accumulators of the people grow, bill by bill.

    Parameters
    ----------
    bill, level : int64 array, shape (n,)
    scheme : integer array, shape (people,)
    special, drugs, first, tcm, claimed : bool array, shape (n,)
        See `sim.money.outpatient.pool_of` and `settle_outpatient`; whether the bill is claimed at all.
    person : int32 array, shape (n,)
    year : PoolYear of arrays, shape (people,)
        Columns of `People`, which are written.
    fund : int64 array, shape (n,)
        Filled with what the fund pays.
    """
    _settle(
        bill, level, scheme, special, drugs, first, tcm, claimed, person, year.deductible_used,
        year.special_used, year.outpatient_paid, year.chronic_paid, year.drugs_paid, rules.full,
        rules.partial, rules.partial_own, rules.pool_ratio, rules.pool_deductible, rules.pool_limit,
        rules.first_deductible, rules.first_limit, rules.tcm_points, rules.ratio_cap, fund,
    )  # fmt: skip


@numba.njit(cache=True)
def _portion(amount: Any, ratio: Any) -> Any:
    return (amount * ratio + HALF) // BASIS_POINTS


@numba.njit(cache=True)
def _settle(
    bill: Any, level: Any, scheme: Any, special: Any, drugs: Any, first: Any, tcm: Any, claimed: Any,
    person: Any, deductible_used: Any, special_used: Any, outpatient_paid: Any, chronic_paid: Any,
    drugs_paid: Any, full: Any, partial: Any, partial_own: Any, ratio: Any, deductible: Any, limit: Any,
    first_deductible: Any, first_limit: Any, tcm_points: Any, cap: Any, fund: Any,
) -> int:  # fmt: skip
    # Columns are read ahead without a branch, so that many reads are under way at once; hence the sum.
    kinds, ahead = np.empty(bill.size, np.int64), 0
    for i in range(bill.size):
        kinds[i] = scheme[person[i]]
        ahead += deductible_used[person[i]] + outpatient_paid[person[i]]
    for i in range(bill.size):
        fund[i] = 0
        if not claimed[i]:
            continue
        who, at = person[i], level[i]
        kind = kinds[i]
        partly = _portion(bill[i], partial[kind, at])
        eligible = _portion(bill[i], full[kind, at]) + partly - _portion(partly, partial_own[kind])
        pool, used, paid = ORDINARY, deductible_used[who], outpatient_paid[who]
        if special[i]:
            pool, used, paid = CHRONIC, special_used[who], chronic_paid[who]
        elif drugs[i] and ratio[kind, DRUGS, at] > 0 and drugs_paid[who] < limit[kind, DRUGS]:
            pool, paid = DRUGS, drugs_paid[who]
        due, most = deductible[kind, pool], limit[kind, pool]
        if first[i]:
            due, most = due - first_deductible[kind, pool], most + first_limit[kind, pool]
        first_part = min(eligible, max(max(due, 0) - used, 0))
        share = ratio[kind, pool, at]
        if tcm[i] and share > 0:
            share = max(min(share + tcm_points[kind], max(cap[kind], share)), 0)
        fund[i] = min(_portion(eligible - first_part, share), max(most - paid, 0))
        if pool == CHRONIC:
            special_used[who], chronic_paid[who] = used + first_part, paid + fund[i]
            continue
        deductible_used[who] = used + first_part
        if pool == DRUGS:
            drugs_paid[who] = paid + fund[i]
        else:
            outpatient_paid[who] = paid + fund[i]
    return ahead
