"""Outpatient bills settled one after another, compiled: the same fen as `settle_outpatient` in rounds."""

from __future__ import annotations

from typing import Any

import numba

from sim.money.rules import BASIS_POINTS, I64, Rules

HALF = BASIS_POINTS // 2


def settle_visits(
    rules: Rules, bill: I64, level: I64, scheme: Any, chronic: Any, claimed: Any, person: Any,
    deductible_used: Any, outpatient_paid: Any, chronic_paid: Any, fund: I64,
) -> None:  # fmt: skip
    """Fill `fund` and let the accumulators of the people grow, bill by bill.

    Parameters
    ----------
    bill, level : int64 array, shape (n,)
    scheme, deductible_used, outpatient_paid, chronic_paid : array, shape (people,)
        Scheme of each person and columns of `People`; the accumulators are written.
    chronic, claimed : bool array, shape (n,)
        Settled as chronic outpatient care; claimed at all.
    person : int32 array, shape (n,)
    fund : int64 array, shape (n,)
        Filled with what the fund pays.
    """
    _settle(
        bill, level, scheme, chronic, claimed, person, deductible_used, outpatient_paid, chronic_paid,
        rules.full, rules.partial, rules.partial_own, rules.outpatient_ratio, rules.outpatient_deductible,
        rules.outpatient_limit, rules.chronic_ratio, rules.chronic_limit, fund,
    )  # fmt: skip


@numba.njit(cache=True)
def _portion(amount: Any, ratio: Any) -> Any:
    return (amount * ratio + HALF) // BASIS_POINTS


@numba.njit(cache=True)
def _settle(
    bill: Any, level: Any, scheme: Any, chronic: Any, claimed: Any, person: Any, deductible_used: Any,
    outpatient_paid: Any, chronic_paid: Any, full: Any, partial: Any, partial_own: Any, ratio: Any,
    deductible: Any, limit: Any, chronic_ratio: Any, chronic_limit: Any, fund: Any,
) -> None:  # fmt: skip
    for i in range(bill.size):
        fund[i] = 0
        if not claimed[i]:
            continue
        who, at = person[i], level[i]
        kind = scheme[who]
        partly = _portion(bill[i], partial[kind, at])
        eligible = _portion(bill[i], full[kind, at]) + partly - _portion(partly, partial_own[kind])
        if chronic[i]:
            left = max(chronic_limit[kind] - chronic_paid[who], 0)
            fund[i] = min(_portion(eligible, chronic_ratio[kind]), left)
            chronic_paid[who] += fund[i]
        else:
            used = min(eligible, max(deductible[kind] - deductible_used[who], 0))
            left = max(limit[kind] - outpatient_paid[who], 0)
            fund[i] = min(_portion(eligible - used, ratio[kind, at]), left)
            deductible_used[who] += used
            outpatient_paid[who] += fund[i]
