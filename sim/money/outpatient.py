"""Settlement of visits (门诊结算): deductible, ratio and yearly limit of the outpatient pools."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.money.rules import I64, Pool, Rules
from sim.money.settle import Ints, eligible_cost, lift, portion

Bools = npt.NDArray[np.bool_]


class PoolYear(NamedTuple):
    """Accumulators of this year for the outpatient pools, fen; columns of `People` before the bill."""

    deductible_used: Ints
    special_used: Ints
    outpatient_paid: Ints
    chronic_paid: Ints
    drugs_paid: Ints


class Outpatient(NamedTuple):
    """Settled outpatient bills, fen and basis points.

    `deductible` is the eligible cost that went into the deductible, `ratio` the share applied to the rest,
    `points` what of it traditional medicine added, `left` what was left of the pool's limit.
    """

    eligible: I64
    deductible: I64
    points: I64
    ratio: I64
    left: I64
    fund: I64


def settle_outpatient(
    rules: Rules, bill: I64, level: Ints, scheme: Ints, pool: Ints, year: PoolYear,
    first: Bools | bool = False, tcm: Bools | bool = False,
) -> Outpatient:  # fmt: skip
    """Settle outpatient bills of different people: `pay_outpatient` of the eligible cost of each bill.

    Parameters
    ----------
    bill : int64 array, shape (n,)
        Fen.
    level, scheme, pool : integer array, shape (n,)
        Price level, scheme of the person, and `Pool` that settles the bill (see `pool_of`).
    year : PoolYear of integer arrays, shape (n,)
        The person's accumulators of this year before the bill.
    first : bool array, shape (n,)
        Signed for first contact, and started this course of care at primary care.
    tcm : bool array, shape (n,)
        Traditional Chinese medicine.
    """
    eligible = eligible_cost(rules, bill, level, scheme)
    return pay_outpatient(rules, eligible, level, scheme, pool, year, first, tcm)


def pay_outpatient(
    rules: Rules, eligible: I64, level: Ints, scheme: Ints, pool: Ints, year: PoolYear,
    first: Bools | bool = False, tcm: Bools | bool = False,
) -> Outpatient:  # fmt: skip
    """Apply deductible, ratio and limit to eligible outpatient cost; parameters as in `settle_outpatient`.

    Shapes broadcast: rows of people against columns of levels give the price of every level.
    """
    special = pool == Pool.CHRONIC
    used = np.where(special, year.special_used, year.deductible_used)
    paid = np.where(special, year.chronic_paid, year.outpatient_paid)
    paid = np.where(pool == Pool.DRUGS, year.drugs_paid, paid)
    due = rules.pool_deductible[scheme, pool] - np.where(first, rules.first_deductible[scheme, pool], 0)
    deductible = np.minimum(eligible, np.maximum(np.maximum(due, 0) - used, 0))
    share = rules.pool_ratio[scheme, pool, level]
    ratio = lift(rules, share, np.where(tcm & (share > 0), rules.tcm_points[scheme], 0), scheme)
    limit = rules.pool_limit[scheme, pool] + np.where(first, rules.first_limit[scheme, pool], 0)
    left = np.maximum(limit - paid, 0)
    fund = np.minimum(portion(eligible - deductible, ratio), left)
    return Outpatient(eligible, deductible, ratio - share, ratio, left, fund)


def pool_of(rules: Rules, level: Ints, scheme: Ints, special: Bools, drugs: Bools, drugs_paid: Ints) -> I64:
    """Outpatient pool that settles a visit.

    Parameters
    ----------
    special : bool array
        Chronic outpatient care of somebody with a certificate.
    drugs : bool array
        Care for hypertension or diabetes. Its pool pays where it has a ratio, until its limit is used up;
        then the ordinary pool does.
    drugs_paid : integer array
        What the drug pool has paid this year, fen.
    """
    ratio, limit = rules.pool_ratio[scheme, Pool.DRUGS, level], rules.pool_limit[scheme, Pool.DRUGS]
    open_ = drugs & (ratio > 0) & (drugs_paid < limit)
    pool = np.where(special, Pool.CHRONIC, np.where(open_, Pool.DRUGS, Pool.ORDINARY))
    return np.asarray(pool, np.int64)


def after_visit(year: PoolYear, pool: Ints, settled: Outpatient) -> PoolYear:
    """Accumulators after bills were settled."""
    special, drugs = pool == Pool.CHRONIC, pool == Pool.DRUGS
    return PoolYear(
        year.deductible_used + np.where(special, 0, settled.deductible),
        year.special_used + np.where(special, settled.deductible, 0),
        year.outpatient_paid + np.where(special | drugs, 0, settled.fund),
        year.chronic_paid + np.where(special, settled.fund, 0),
        year.drugs_paid + np.where(drugs, settled.fund, 0),
    )
