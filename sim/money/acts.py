"""Visits and stays as acts that somebody pays for: bills, what the fund and the patient pay, standard prices.

Means by regime, condition and severity, and price level, as doctors see them: nobody looks up the insurance
of each patient; they follow the mean of their patients, who are taken to be of the residents' insurance.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.money.prices import PriceLists, bill_parts
from sim.money.rules import BASIS_POINTS, INSURANCES, LEVELS, Pool, Rules
from sim.money.settle import eligible_cost, portion
from sim.needs.catalogue import Catalogue
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

RESIDENTS = INSURANCES.index("residents")


class Acts(NamedTuple):
    """Acts of one sort, arrays of shape (regimes, conditions * 3, 5) unless said otherwise; fen.

    `bill`, `fund`: mean bill, and what the residents' fund pays of it; `of_condition`: mean bill of the
    condition over its severities; `of_all`: of all acts; `by_days`: mean price of a day times the mean days
    (of a visit as `of_all`). Of shape (regimes, 5): `variable` share of a bill that one act more costs,
    `outside` share outside the policy scope, `fund_share` what the fund pays of one fen more.
    """

    bill: F64
    fund: F64
    of_condition: F64
    of_all: F64
    by_days: F64
    variable: F64
    outside: F64
    fund_share: F64

    @property
    def own(self) -> F64:
        """What patients pay themselves."""
        return self.bill - self.fund


def visit_acts(catalogue: Catalogue, rules: Rules, lists: PriceLists, regimes: Regimes) -> Acts:
    """Outpatient visits, within the yearly limit, of whom a part is claimed from the insurance."""
    scheme = _schemes(len(regimes))
    claim = np.stack([regimes.by_regime(f"insurance.residents.claimed.{level}") for level in LEVELS], axis=1)
    ratio = rules.pool_ratio[scheme[:, 0, 0], Pool.ORDINARY] / BASIS_POINTS * claim
    eligible = _eligible(rules, lists.visit, scheme)
    needs = catalogue.rate[:, None] * _severities(catalogue)
    bill = lists.visit.astype(np.float64)
    of_all = _mean_over(bill, needs.ravel())
    return Acts(
        bill, eligible * ratio[:, None], _mean_of_conditions(bill, needs), of_all, of_all,
        variable_share(regimes, "visit"), _outside(rules, len(regimes)),
        ratio * _covered(rules, len(regimes)),
    )  # fmt: skip


def stay_acts(
    catalogue: Catalogue, rules: Rules, lists: PriceLists, admit: F64, days: F64, regimes: Regimes
) -> Acts:
    """Stays: the first of the year, beyond whose deductible the lowest band pays.

    Parameters
    ----------
    admit : float64 array, shape (conditions * 3,)
        Share for whom a stay is indicated.
    days : float64 array, shape (conditions, 5)
        Mean days by price level.
    """
    scheme = _schemes(len(regimes))
    at = scheme[:, 0, 0]
    eligible = _eligible(rules, lists.stay, scheme)
    beyond = np.maximum(eligible - rules.inpatient_deductible[at][:, None], 0)
    band = rules.band_ratio[at][:, :, 0]
    needs = catalogue.rate[:, None] * _severities(catalogue) * admit.reshape(-1, 3)
    bill = lists.stay.astype(np.float64)
    length = np.repeat(days, 3, axis=0)
    of_all = _mean_over(bill, needs.ravel())
    mean_days = _mean_over(length[None], needs.ravel())
    return Acts(
        bill, portion(beyond, band[:, None]).astype(np.float64), _mean_of_conditions(bill, needs), of_all,
        of_all / mean_days * length, variable_share(regimes, "stay"), _outside(rules, len(regimes)),
        band / BASIS_POINTS * _covered(rules, len(regimes)),
    )  # fmt: skip


def _schemes(regimes: int) -> I64:
    """Scheme of the residents' insurance of each regime, shape (regimes, 1, 1)."""
    return (np.arange(regimes) * len(INSURANCES) + RESIDENTS)[:, None, None]


def _eligible(rules: Rules, bill: I64, scheme: I64) -> I64:
    level = np.broadcast_to(np.arange(len(LEVELS)), bill.shape)
    return eligible_cost(rules, bill, level, np.broadcast_to(scheme, bill.shape))


def _covered(rules: Rules, regimes: int) -> F64:
    """Share of a bill within policy scope, shape (regimes, 5)."""
    at = _schemes(regimes)[:, 0, 0]
    return (
        rules.full[at] + rules.partial[at] * (1.0 - rules.partial_own[at][:, None] / BASIS_POINTS)
    ) / BASIS_POINTS


def _outside(rules: Rules, regimes: int) -> F64:
    """Share of a bill outside the policy scope, shape (regimes, 5)."""
    at = _schemes(regimes)[:, 0, 0]
    return 1.0 - (rules.full[at] + rules.partial[at]) / BASIS_POINTS


def variable_share(regimes: Regimes, kind: str) -> F64:
    """Share of a bill that one act more costs: drugs at what they cost, and part of the rest."""
    drugs = np.stack([bill_parts(one, kind).drugs for one in regimes.values])
    rest = regimes.by_regime("pay_provider.variable_share")[:, None]
    return np.asarray(drugs + rest * (1.0 - drugs))


def _severities(catalogue: Catalogue) -> F64:
    """Shares of severity, shape (conditions, 3)."""
    mild = 1.0 - catalogue.moderate - catalogue.severe
    return np.stack([mild, catalogue.moderate, catalogue.severe], axis=1)


def _mean_of_conditions(bill: F64, needs: F64) -> F64:
    """Mean bill of each condition over its severities, for each of them; the moderate one where none is."""
    seen = np.where(needs.sum(axis=1, keepdims=True) > 0, needs, np.array([0.0, 1.0, 0.0]))
    share = seen / seen.sum(axis=1, keepdims=True)
    by_condition = bill.reshape(len(bill), -1, 3, bill.shape[2])
    mean = (by_condition * share[:, :, None]).sum(axis=2)
    return np.repeat(mean, 3, axis=1)


def _mean_over(bill: F64, weight: F64) -> F64:
    """Mean over all rows, for each row, shape as `bill`."""
    mean = np.tensordot(bill, weight / weight.sum(), axes=([1], [0]))
    return np.broadcast_to(mean[:, None], bill.shape)
