"""Outpatient bills settled one after another, compiled: the same fen as `settle_outpatient` in rounds."""

from __future__ import annotations

from typing import Any

import numba

from sim.money.rules import BASIS_POINTS, I64, Pool, Rules
from sim.money.settle import PoolYear

HALF = BASIS_POINTS // 2
CHRONIC, DRUGS = int(Pool.CHRONIC), int(Pool.DRUGS)


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
        See `sim.money.settle.pool_of` and `settle_outpatient`; whether the bill is claimed at all.
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
) -> None:  # fmt: skip
    for i in range(bill.size):
        fund[i] = 0
        if not claimed[i]:
            continue
        who, at = person[i], level[i]
        kind = scheme[who]
        partly = _portion(bill[i], partial[kind, at])
        eligible = _portion(bill[i], full[kind, at]) + partly - _portion(partly, partial_own[kind])
        pool = 0
        used, paid = deductible_used, outpatient_paid
        if special[i]:
            pool, used, paid = CHRONIC, special_used, chronic_paid
        elif drugs[i] and ratio[kind, DRUGS, at] > 0 and drugs_paid[who] < limit[kind, DRUGS]:
            pool, paid = DRUGS, drugs_paid
        due, most = deductible[kind, pool], limit[kind, pool]
        if first[i]:
            due, most = due - first_deductible[kind, pool], most + first_limit[kind, pool]
        first_part = min(eligible, max(max(due, 0) - used[who], 0))
        share = ratio[kind, pool, at]
        if tcm[i] and share > 0:
            share = max(min(share + tcm_points[kind], max(cap[kind], share)), 0)
        fund[i] = min(_portion(eligible - first_part, share), max(most - paid[who], 0))
        used[who] += first_part
        paid[who] += fund[i]
