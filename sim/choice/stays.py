"""What residents expect to pay themselves for the stay that may follow a choice."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from sim.care.treatment import admission_share
from sim.money.inpatient import StayBills, StayYear, settle_inpatient
from sim.money.prices import PriceLists
from sim.money.rules import COUNTY, INSURANCES, LEVELS, TOWNSHIP, Path, Pool, Rules
from sim.money.settle import eligible_cost, portion
from sim.money.standing import LATER, VARIANTS, WITH_SLIP, Standing
from sim.needs.catalogue import Catalogue
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Own = Callable[[bool, bool, bool], F64]


def expected_stays(
    catalogue: Catalogue, rules: Rules, lists: PriceLists, exam_price: I64, regimes: Regimes
) -> F64:
    """Expected own cost of the stay that may follow, times its chance.

    For the first stay of a chain. Without a slip who is not excused would have skipped a level. Traditional
    medicine, medical aid and an examination at the lead hospital count by their chances.

    Returns
    -------
    float64 array, shape (schemes, 16 variants, conditions * 3, 5)
        Variants are the bits EXCUSED and POOR of `Standing`, `LATER`, and `WITH_SLIP`; fen.
    """
    bills = np.repeat(lists.stay, len(INSURANCES), axis=0)
    exam = np.repeat(exam_price, len(INSURANCES), axis=0)
    at_home = rules.exam_at_home[:, None] > 0
    price = np.where(at_home, exam[:, :1], exam[:, 1:])[:, None]  # township's list, else the county's
    price = np.where(np.arange(len(LEVELS)) == TOWNSHIP, price, 0) + np.zeros_like(bills)
    tcm = np.repeat(catalogue.tcm, 3)[:, None] * (rules.tcm_points.any() > 0)
    one_stop = regimes.by_regime("pay_patient.catastrophic.one_stop") > 0
    reach = np.where(one_stop, 1.0, regimes.by_regime("pay_patient.catastrophic.aid_reach"))
    reach = np.repeat(reach, len(INSURANCES))[:, None, None] * (rules.aid_ratio.any() > 0)
    examined = regimes.county["care.exam_share"]
    own = np.empty((len(bills), VARIANTS, *bills.shape[1:]))
    for variant in range(VARIANTS):
        if variant & WITH_SLIP and variant & Standing.EXCUSED:  # bit 0: the one before differs by it alone
            own[:, variant] = own[:, variant - Standing.EXCUSED]
            continue
        cost = _own(rules, bills, price, variant)
        own[:, variant] = _mean(cost, tcm, reach if variant & Standing.POOR else reach * 0.0, examined)
    return np.asarray(own * admission_share(catalogue)[:, None])


def _mean(own: Own, tcm: F64, reach: F64, examined: float) -> F64:
    """Mean own cost over traditional medicine or not, aided or not, examined at the lead or not."""

    def aid(with_tcm: bool, with_exam: bool) -> F64:
        alone = own(with_tcm, False, with_exam)
        return alone + reach * (own(with_tcm, True, with_exam) - alone) if reach.any() else alone

    def medicine(with_exam: bool) -> F64:
        plain = aid(False, with_exam)
        return plain + tcm * (aid(True, with_exam) - plain) if tcm.any() else plain

    without = medicine(False)
    return np.asarray(without + examined * (medicine(True) - without))


def _own(rules: Rules, bills: I64, price: I64, variant: int) -> Own:
    """Own cost of a stay of somebody of a variant, with and without what may come with it."""
    level = np.broadcast_to(np.arange(len(LEVELS)), bills.shape)
    scheme = np.broadcast_to(np.arange(len(bills))[:, None, None], bills.shape)
    alone = Path.PLAIN if variant & Standing.EXCUSED else Path.SKIPPED
    path = np.where(level >= COUNTY, Path.STEPWISE if variant & WITH_SLIP else alone, Path.PLAIN)
    zero = np.zeros_like(bills)
    year = StayYear(zero + (variant & LATER > 0), zero, zero, zero, zero)

    def own(tcm: bool, aided: bool, examined: bool) -> F64:
        exam = price if examined else zero
        stays = StayBills(
            bills + exam, level, scheme, path, first_contact=level == TOWNSHIP, tcm=zero + tcm > 0,
            aided=zero + aided > 0, exam=exam,
        )  # fmt: skip
        paid = settle_inpatient(rules, stays, year)
        covered = eligible_cost(rules, paid.apart, zero + COUNTY, scheme)
        fund = portion(covered, rules.pool_ratio[scheme, Pool.ORDINARY, COUNTY])
        return np.asarray(paid.own + paid.apart - fund, np.float64)

    return own
