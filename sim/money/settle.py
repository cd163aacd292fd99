"""Settlement (结算): who pays how much of a bill, exact to the fen.

Pure functions on integer arrays: they take the bill and the person's yearly accumulators and return the
payments; the caller writes the accumulators back. Every layer rounds half up to the fen and the remainder
stays with the patient, so that bill = fund + critical-illness payment + own, always.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.money.rules import BASIS_POINTS, I64, INSURANCES, Rules

FAR_LEVEL = 4
Ints = npt.NDArray[np.integer]


def portion(amount: I64, ratio: I64 | int) -> I64:
    """`ratio` basis points of `amount` fen, rounded half up."""
    return (amount * ratio + BASIS_POINTS // 2) // BASIS_POINTS


def eligible_cost(rules: Rules, bill: I64, level: Ints, scheme: Ints) -> I64:
    """Cost within policy scope (政策范围内费用) of bills.

    The fully covered part counts whole, the partly covered part after the share that the patient pays
    first, the rest not at all.
    """
    partly = portion(bill, rules.partial[scheme, level])
    return portion(bill, rules.full[scheme, level]) + partly - portion(partly, rules.partial_own[scheme])


class Outpatient(NamedTuple):
    """Settled outpatient bills: what the fund pays and what the accumulators grow by (fen)."""

    fund: I64
    deductible_used: I64


def settle_outpatient(
    rules: Rules, bill: I64, level: Ints, scheme: Ints, chronic: npt.NDArray[np.bool_],
    deductible_used: Ints, outpatient_paid: Ints, chronic_paid: Ints,
) -> Outpatient:  # fmt: skip
    """Settle outpatient bills of different people: `pay_outpatient` of the eligible cost of each bill.

    Parameters
    ----------
    bill : int64 array, shape (n,)
        Fen.
    level, scheme : integer array, shape (n,)
        Column and row of the rule tables.
    chronic : bool array, shape (n,)
        Chronic outpatient visits (门诊慢病) have a ratio and limit of their own and no deductible.
    deductible_used, outpatient_paid, chronic_paid : integer array, shape (n,)
        The person's accumulators of this year before the bill.

    Returns
    -------
    Outpatient
        Payment of the fund, and eligible cost that went into the deductible.
    """
    eligible = eligible_cost(rules, bill, level, scheme)
    return pay_outpatient(
        rules, eligible, level, scheme, chronic, deductible_used, outpatient_paid, chronic_paid
    )


def pay_outpatient(
    rules: Rules, eligible: I64, level: Ints, scheme: Ints, chronic: npt.NDArray[np.bool_],
    deductible_used: Ints, outpatient_paid: Ints, chronic_paid: Ints,
) -> Outpatient:  # fmt: skip
    """Apply deductible, ratio and limit to eligible outpatient cost; parameters as in `settle_outpatient`."""
    open_deductible = np.maximum(rules.outpatient_deductible[scheme] - deductible_used, 0)
    used = np.where(chronic, 0, np.minimum(eligible, open_deductible))
    ratio = np.where(chronic, rules.chronic_ratio[scheme], rules.outpatient_ratio[scheme, level])
    left = np.where(
        chronic,
        rules.chronic_limit[scheme] - chronic_paid,
        rules.outpatient_limit[scheme] - outpatient_paid,
    )
    fund = np.minimum(portion(eligible - used, ratio), np.maximum(left, 0))
    return Outpatient(fund, used)


class Inpatient(NamedTuple):
    """Settled inpatient bills (fen)."""

    fund: I64
    critical: I64
    own_eligible: I64


def settle_inpatient(
    rules: Rules, bill: I64, level: Ints, scheme: Ints, referred: npt.NDArray[np.bool_],
    stays: Ints, inpatient_paid: Ints, own_eligible: Ints,
) -> Inpatient:  # fmt: skip
    """Settle inpatient bills of different people.

    Parameters
    ----------
    bill : int64 array, shape (n,)
        Fen.
    level, scheme : integer array, shape (n,)
        Column and row of the rule tables.
    referred : bool array, shape (n,)
        Whether the resident has a slip; it raises the ratio beyond the city.
    stays, inpatient_paid, own_eligible : integer array, shape (n,)
        Earlier stays, fund payments and own eligible cost of this year.

    Returns
    -------
    Inpatient
        Payments of the basic fund and of the critical-illness layer, and the own eligible cost of
        this bill after the basic fund (what the critical-illness layer accumulates).
    """
    eligible = eligible_cost(rules, bill, level, scheme)
    deductible = rules.inpatient_deductible[scheme, level]
    deductible = np.where(stays > 0, portion(deductible, rules.repeat_deductible[scheme]), deductible)
    insured = scheme % len(INSURANCES) > 0
    bonus = np.where(referred & (level == FAR_LEVEL) & insured, rules.far_referred_bonus[scheme], 0)
    ratio = np.minimum(rules.inpatient_ratio[scheme, level] + bonus, BASIS_POINTS)
    left = np.maximum(rules.inpatient_limit[scheme] - inpatient_paid, 0)
    fund = np.minimum(portion(np.maximum(eligible - deductible, 0), ratio), left)
    own = eligible - fund
    threshold = rules.critical_threshold[scheme]
    over = np.maximum(own_eligible + own - threshold, 0) - np.maximum(own_eligible - threshold, 0)
    critical = portion(over, rules.critical_ratio[scheme])
    return Inpatient(fund, critical, own)
