"""Stays settled one after another, compiled: the same fen as `settle_inpatient` in rounds."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from sim.money.inpatient import StayYear
from sim.money.rules import BASIS_POINTS, CITY, COUNTY, FAR, I64, Chain, Link, Path, Rules

HALF = BASIS_POINTS // 2
SKIPPED, PARTNER = int(Path.SKIPPED), int(Path.PARTNER)
UNLINKED, DOWN = int(Link.NONE), int(Link.DOWN)
BY_DIFFERENCE, FREE_BELOW, ONCE, BY_STAY = (
    int(Chain.UP),
    int(Chain.DOWN),
    int(Chain.TIGHT),
    int(Chain.PER_STAY),
)
ENDLESS = np.iinfo(np.int64).max


def settle_in_order(
    rules: Rules, bill: I64, level: I64, scheme: Any, stays: Any, own_centre: Any, tcm: Any, aided: Any,
    exam: I64, year: StayYear,
) -> I64:  # fmt: skip
    """Settle the bills and let the accumulators of the people grow, stay by stay.

    Parameters
    ----------
    bill, level, exam : int64 array, shape (n,)
    scheme : integer array, shape (people,)
    stays : STAY array, shape (n,)
        Person, and what earlier stays of a chain left behind.
    own_centre, tcm, aided : bool array, shape (n,)
        See `sim.money.inpatient.StayBills`.
    year : StayYear of arrays, shape (people,)
        Columns of `People`, which are written.

    Returns
    -------
    int64 array, shape (6, n)
        Fund, critical-illness payment, aid, what skipping the order cost (`lost_by_skipping`), deductible
        due, and examination settled apart.
    """
    found = np.zeros((6, len(bill)), np.int64)
    _settle(
        bill, level, scheme, stays, own_centre, tcm, aided, exam, *year, rules.exam_at_home, rules.full,
        rules.partial, rules.partial_own, rules.inpatient_deductible, rules.repeat_deductible, rules.chain,
        rules.band_above, rules.band_ratio, rules.points, rules.tcm_points, rules.first_admission,
        rules.ratio_cap, rules.inpatient_limit, rules.critical_above, rules.critical_ratio,
        rules.aid_threshold, rules.aid_ratio, rules.aid_limit, found,
    )  # fmt: skip
    return found


@numba.njit(inline="always")
def _portion(amount: Any, ratio: Any) -> Any:
    return (amount * ratio + HALF) // BASIS_POINTS


@numba.njit(cache=True)
def _due(full: Any, repeat: Any, chain: Any, kind: Any, level: Any, stay: Any, earlier: Any) -> Any:
    """Deductible the rules ask for; see `sim.money.inpatient.deductible_due`."""
    skipped, link = stay.path == SKIPPED, stay.link if earlier else UNLINKED
    by_stay = (skipped or (stay.broken and level >= COUNTY)) and chain[kind, BY_STAY] > 0
    due = _portion(full, repeat[kind]) if earlier and not by_stay else full
    sound = not skipped and not stay.broken
    if sound and link != UNLINKED and chain[kind, BY_DIFFERENCE] > 0:
        due = min(max(full - stay.charged, 0), due)
    free = sound and link == DOWN and chain[kind, FREE_BELOW] > 0 and level < COUNTY
    once = link != UNLINKED and stay.tight and chain[kind, ONCE] > 0
    return 0 if free or once else due


@numba.njit(cache=True)
def _banded(
    cost: Any, above: Any, share: Any, kind: Any, level: Any, points: Any, cap: Any, floor: Any
) -> Any:
    """Share of a stay's cost in bands, with points; see `sim.money.inpatient.stay_ratio`."""
    total, bands = 0, above.shape[2]
    for band in range(bands):
        top = above[kind, level, band + 1] if band + 1 < bands else ENDLESS
        part = max(min(cost, top) - above[kind, level, band], 0)
        usual = share[kind, level, band]
        ratio = min(max(usual + points, 0), max(cap, usual))
        total += part * max(ratio, floor)
    return (total + HALF) // BASIS_POINTS


@numba.njit(cache=True)
def _within(amount: Any, low: Any, high: Any) -> Any:
    return min(max(amount, low), high)


@numba.njit(cache=True)
def _critical(before: Any, more: Any, above: Any, ratio: Any, kind: Any) -> Any:
    """Share, in bands over the year's own eligible cost, of what a bill adds to it."""
    total, bands = 0, above.shape[1]
    for band in range(bands):
        low, top = above[kind, band], above[kind, band + 1] if band + 1 < bands else ENDLESS
        total += (_within(before + more, low, top) - _within(before, low, top)) * ratio[kind, band]
    return (total + HALF) // BASIS_POINTS


@numba.njit(cache=True)
def _settle(
    bill: Any, levels: Any, scheme: Any, stays: Any, own_centre: Any, tcm: Any, aided: Any, exam: Any,
    count: Any, inpatient_paid: Any, own_year: Any, critical_paid: Any, aid_paid: Any, exam_at_home: Any,
    full: Any, partial: Any, partial_own: Any, deductible: Any, repeat: Any, chain: Any, above: Any,
    share: Any, points_of: Any, tcm_points: Any, first_admission: Any, cap: Any, limit: Any,
    critical_above: Any, critical_ratio: Any, aid_threshold: Any, aid_ratio: Any, aid_limit: Any, found: Any,
) -> None:  # fmt: skip
    for i in range(bill.size):
        stay, level = stays[i], levels[i]
        who, path = stay.person, stay.path
        kind, earlier = scheme[who], count[who] > 0
        apart = 0 if exam_at_home[kind] > 0 else exam[i]
        whole = bill[i] - apart
        partly = _portion(whole, partial[kind, level])
        eligible = _portion(whole, full[kind, level]) + partly - _portion(partly, partial_own[kind])
        taken = min(points_of[kind, SKIPPED, level], 0)
        if path == PARTNER and level == FAR:
            level = CITY
        due = _due(deductible[kind, level], repeat, chain, kind, level, stay, earlier)
        cost = eligible - min(eligible, due)
        points = points_of[kind, path, level]
        chinese = tcm_points[kind] if tcm[i] else 0
        floor = first_admission[kind] if own_centre[i] and not earlier and level < COUNTY else 0
        left = max(limit[kind] - inpatient_paid[who], 0)
        fund = min(_banded(cost, above, share, kind, level, points + chinese, cap[kind], floor), left)
        lost = 0
        if path == SKIPPED and taken < 0:
            more = _banded(cost, above, share, kind, level, max(points, 0) + chinese, cap[kind], floor)
            lost = min(more, left) - fund
        own = eligible - fund
        before = np.int64(own_year[who])
        critical = _critical(before, own, critical_above, critical_ratio, kind)
        aid = 0
        if aided[i]:
            start, first = before - critical_paid[who], aid_threshold[kind]
            over = max(start + own - critical, first) - max(start, first)
            aid = min(
                (over * aid_ratio[kind] + HALF) // BASIS_POINTS, max(aid_limit[kind] - aid_paid[who], 0)
            )
        count[who] += 1
        inpatient_paid[who] += fund
        own_year[who] += own
        critical_paid[who] += critical
        aid_paid[who] += aid
        found[0, i], found[1, i], found[2, i] = fund, critical, aid
        found[3, i], found[4, i], found[5, i] = lost, due, apart
