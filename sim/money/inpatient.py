"""Settlement of stays (住院结算), layer by layer: basic fund, critical-illness insurance, medical aid."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.money.rules import BASIS_POINTS, CITY, COUNTY, FAR, I64, Chain, Link, Path, Rules
from sim.money.settle import HALF, Ints, eligible_cost, in_scope, lift, portion

Bools = npt.NDArray[np.bool_]


class StayBills(NamedTuple):
    """Bills of stays of different people, arrays of shape (n,); what is left out is the same for all.

    Attributes
    ----------
    bill : fen, with the examination of `exam`
    level, scheme : price level, and scheme of the person
    path, link : `Path` and `Link`
    tight : linked inside one tight community, and both ends confirmed it
    broken : linked to a chain in which a stay skipped
    charged : deductibles due so far in the chain, fen (`Inpatient.due` of its stays, summed)
    first_contact : at the person's first-contact primary institution
    tcm : traditional Chinese medicine
    aided : poor, and medical aid reaches the person
    exam : of the bill, an examination done at the lead hospital, fen
    full, partial : fully and partly covered parts of the bill where they are known, fen
    """

    bill: I64
    level: Ints
    scheme: Ints
    path: Ints | int = 0
    link: Ints | int = 0
    tight: Bools | bool = False
    broken: Bools | bool = False
    charged: Ints | int = 0
    first_contact: Bools | bool = False
    tcm: Bools | bool = False
    aided: Bools | bool = False
    exam: I64 | int = 0
    full: I64 | None = None
    partial: I64 | None = None


class StayYear(NamedTuple):
    """Accumulators of this year for stays (fen, but for `stays`); columns of `People` before the bill."""

    stays: Ints
    inpatient_paid: Ints
    own_eligible: Ints
    critical_paid: Ints
    aid_paid: Ints


class Inpatient(NamedTuple):
    """Settled stays: fen, and basis points for `points` and `ratio`.

    Attributes
    ----------
    apart : examination that is not settled here but as an outpatient bill of county level
    eligible : cost within policy scope
    due, deductible : the deductible the rules ask for, and what of it the cost fills
    points : added to the ratio, by path and traditional medicine
    ratio : share applied in each band, shape (n, 3)
    left : of the yearly limit before this bill
    fund, critical, aid : payments of basic fund, critical-illness layer and medical aid
    own_eligible : eligible cost after the basic fund, which the critical-illness layer accumulates
    own : all the rest of bill - apart
    """

    apart: I64
    eligible: I64
    due: I64
    deductible: I64
    points: I64
    ratio: I64
    left: I64
    fund: I64
    own_eligible: I64
    critical: I64
    aid: I64
    own: I64


def settle_inpatient(rules: Rules, stays: StayBills, year: StayYear) -> Inpatient:
    """Settle stays of different people, layer by layer."""
    level, scheme = stays.level, stays.scheme
    apart = np.where(rules.exam_at_home[scheme] > 0, 0, stays.exam) + np.zeros_like(stays.bill)
    bill = stays.bill - apart
    if stays.full is None or stays.partial is None:
        eligible = eligible_cost(rules, bill, level, scheme)
    else:
        eligible = in_scope(rules, stays.full, stays.partial, scheme)
    level = level_of_rules(stays)
    stays = stays._replace(level=level)
    due = deductible_due(rules, stays, year.stays)
    deductible = np.minimum(eligible, due)
    points, ratio = stay_ratio(rules, stays, year.stays)
    left = np.maximum(rules.inpatient_limit[scheme] - year.inpatient_paid, 0)
    paid = _banded(eligible - deductible, rules.band_above[scheme, level], ratio)
    fund = np.minimum(paid, left)
    own_eligible = eligible - fund
    critical = _yearly(
        year.own_eligible, own_eligible, rules.critical_above[scheme], rules.critical_ratio[scheme]
    )
    rest = own_eligible - critical
    aid = _yearly(
        year.own_eligible - year.critical_paid, rest,
        rules.aid_threshold[scheme][..., None], rules.aid_ratio[scheme][..., None],
    )  # fmt: skip
    aid = np.where(stays.aided, np.minimum(aid, np.maximum(rules.aid_limit[scheme] - year.aid_paid, 0)), 0)
    own = bill - fund - critical - aid
    return Inpatient(
        apart, eligible, due, deductible, points, ratio, left, fund, own_eligible, critical, aid, own
    )


def level_of_rules(stays: StayBills) -> Ints:
    """Level whose deductible and ratio hold: of a partner hospital beyond the city, those of the city's."""
    beyond = (np.asarray(stays.path) == Path.PARTNER) & (np.asarray(stays.level) == FAR)
    return np.asarray(np.where(beyond, CITY, stays.level))


def after_stay(year: StayYear, settled: Inpatient) -> StayYear:
    """Accumulators after bills were settled."""
    return StayYear(
        year.stays + 1,
        year.inpatient_paid + settled.fund,
        year.own_eligible + settled.own_eligible,
        year.critical_paid + settled.critical,
        year.aid_paid + settled.aid,
    )


def deductible_due(rules: Rules, stays: StayBills, earlier: Ints) -> I64:
    """Deductible the rules ask for.

    Stays after the first of the year pay the local share of it; who skipped pays in full at hospitals where
    the rule counts by the stay. In a chain without skipping, moving up costs the difference to what was
    charged (never more than the local share), moving down to primary care nothing. Inside a tight community
    the episode has paid at admission; that rule beats the others. A chain ends with the year: the first stay
    settled in a year follows none.
    """
    scheme, level = stays.scheme, stays.level
    full, chain = rules.inpatient_deductible[scheme, level], rules.chain[scheme]
    skipped = np.asarray(stays.path) == Path.SKIPPED
    by_stay = (skipped | (stays.broken & (np.asarray(level) >= COUNTY))) & (chain[..., Chain.PER_STAY] > 0)
    due = np.where((np.asarray(earlier) > 0) & ~by_stay, portion(full, rules.repeat_deductible[scheme]), full)
    sound = ~skipped & ~np.asarray(stays.broken)
    link = np.where(np.asarray(earlier) > 0, stays.link, Link.NONE)
    up = sound & (link != Link.NONE) & (chain[..., Chain.UP] > 0)
    due = np.where(up, np.minimum(np.maximum(full - stays.charged, 0), due), due)
    down = sound & (link == Link.DOWN) & (chain[..., Chain.DOWN] > 0) & (np.asarray(level) < COUNTY)
    tight = (link != Link.NONE) & stays.tight & (chain[..., Chain.TIGHT] > 0)
    return np.where(down | tight, 0, due)


def stay_ratio(rules: Rules, stays: StayBills, earlier: Ints) -> tuple[I64, I64]:
    """Points added, shape (n,), and share applied in each band, shape (n, 3).

    Points of path and traditional medicine add up, and lift a ratio up to the cap. The ratio of the year's
    first stay at the first-contact institution takes their place where it is higher.
    """
    scheme, level = stays.scheme, stays.level
    points = rules.points[scheme, stays.path, level] + np.where(stays.tcm, rules.tcm_points[scheme], 0)
    share = rules.band_ratio[scheme, level]
    ratio = lift(rules, share, points[..., None], np.asarray(scheme)[..., None])
    first = stays.first_contact & (np.asarray(earlier) == 0) & (np.asarray(level) < COUNTY)
    floor = np.where(first, rules.first_admission[scheme], 0)
    return points, np.maximum(ratio, floor[..., None])


def _banded(cost: I64, above: I64, ratio: I64) -> I64:
    """Share of cost in bands, shape (n,); `above` and `ratio` of shape (n, bands). Rounded once."""
    top = _ends(above)
    parts = np.maximum(np.minimum(cost[..., None], top) - above, 0)
    return np.asarray(((parts * ratio).sum(axis=-1) + HALF) // BASIS_POINTS)


def _ends(above: I64) -> I64:
    """Where each band ends: where the next begins, the last never."""
    return np.concatenate([above[..., 1:], np.full_like(above[..., :1], np.iinfo(np.int64).max)], axis=-1)


def _yearly(before: Ints, more: I64, above: I64, ratio: I64) -> I64:
    """Share, in bands over a yearly sum, of what a bill adds to the sum. Rounded once."""
    top = _ends(above)
    low = np.clip(np.asarray(before, np.int64)[..., None], above, top)
    high = np.clip((before + more)[..., None], above, top)
    return np.asarray((((high - low) * ratio).sum(axis=-1) + HALF) // BASIS_POINTS)
