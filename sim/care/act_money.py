"""What an act means to the purse of who decides on it: every sum from the bill to the money that counts.

`M = income * share * margin - borne * fund + score`: the margin as far as it is one's own and reaches who
decides, less what the fund's spending takes from the purse that holds the patients' money, and what the act
adds to the money tied to a score. Habits of today belong to
the usual payment, so that only `M` now less `M` under that form moves a decision.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.money.acts import Acts
from sim.money.payment import (
    Form,
    margin,
    margin_per_day,
    margin_per_fen,
    revenue,
    shifting_gain,
    standard_price,
)

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Score = Callable[[F64, F64], F64]


class Rates(NamedTuple):
    """Declared shares of the regime of each who decides, shape (posts,)."""

    drg: F64
    dip: F64
    includes: F64


class Place(NamedTuple):
    """Where an act is done and how it is paid there, arrays of shape (posts,).

    `factor` is what is billed against today. `share` is the part of the margin there that belongs to who
    decides, now and (`usual_share`) by habit. `subsidy` is what comes with each act beside all payers beyond
    what usually does, fen.
    """

    regime: I64
    level: I64
    form: I64
    usual: I64
    value: F64
    factor: F64
    share: F64
    usual_share: F64
    subsidy: F64 | float = 0.0


class ActMoney(NamedTuple):
    """Sums of an act, arrays of shape (rows, posts), fen; `now` and `usual` are `M` under each payment."""

    bill: F64
    own: F64
    fund: F64
    price: F64
    revenue: F64
    cost: F64
    margin: F64
    debit: F64
    score: F64
    now: F64
    usual_margin: F64
    usual: F64

    @property
    def change(self) -> F64:
        """What moves the decision."""
        return self.now - self.usual


def no_score(bill: F64, fund: F64) -> F64:
    """Nothing is assessed."""
    return np.zeros(bill.shape)


def act_money(
    acts: Acts, rates: Rates, place: Place, income: F64, borne: F64, score: Score = no_score
) -> ActMoney:
    """Sums of one act for all rows of the tables and all who decide.

    `score` tells what an act of a bill, for which the fund pays so much, adds to the money tied to a score.
    """
    at = place.regime, place.level
    bill, fund = acts.bill[at[0], :, at[1]].T, acts.fund[at[0], :, at[1]].T
    variable, outside = acts.variable[at], acts.outside[at]
    beside = (1.0 - rates.includes) * outside
    usual_price, price = (price_of(acts, rates, place, form) for form in (place.usual, place.form))
    now, spent = bill * place.factor, fund * place.factor
    paid = revenue(place.form, now, now - spent, price, beside, place.value) + place.subsidy
    left = margin(place.form, now, now - spent, price, beside, place.value, variable) + place.subsidy
    scored = score(now, spent)
    before = margin(place.usual, bill, bill - fund, usual_price, beside, np.ones(1), variable)
    return ActMoney(
        bill=now,
        own=now - spent,
        fund=spent,
        price=price,
        revenue=paid,
        cost=variable * now,
        margin=left,
        debit=borne * spent,
        score=scored,
        now=income * place.share * left - borne * spent + scored,
        usual_margin=before,
        usual=place.usual_share * before,
    )


def price_of(acts: Acts, rates: Rates, place: Place, form: I64) -> F64:
    """Standard price of each act under a form, shape (rows, posts)."""
    at = place.regime, slice(None), place.level
    of_all = np.where(form == Form.BED_DAY, acts.by_days[at].T, acts.of_all[at].T)
    return standard_price(form, acts.bill[at].T, acts.of_condition[at].T, of_all, rates.drg, rates.dip)


class Marginal(NamedTuple):
    """What one fen more brings now less what it usually brings, arrays of shape (posts,)."""

    fen: F64
    day: F64
    shifted: F64


def marginal(acts: Acts, rates: Rates, place: Place, income: F64, borne: F64, found: F64) -> Marginal:
    """Change of what one fen brings: billed in the act, on one day more, or outside the policy scope.

    Parameters
    ----------
    found : float64 array, shape (2, posts)
        Expected penalty for one fen billed and for one fen shifted.
    """
    at = place.regime, place.level
    own = 1.0 - acts.fund_share[at]
    one = own, (1.0 - rates.includes) * acts.outside[at], acts.variable[at]
    debit = borne * acts.fund_share[at]
    now, usual = income * place.share, place.usual_share
    fen = now * margin_per_fen(place.form, *one) - usual * margin_per_fen(place.usual, *one)
    day = now * margin_per_day(place.form, *one) - usual * margin_per_day(place.usual, *one)
    shifted = now * shifting_gain(place.form, own, rates.includes)
    shifted = shifted - usual * shifting_gain(place.usual, own, rates.includes)
    return Marginal(fen - debit - found[0], day - debit - found[0], shifted + debit - found[1])


def bounded(elasticity: F64, change: F64, least: F64, most: F64) -> F64:
    """What is done against today when one fen of it brings so much more; 1 when nothing changed."""
    return np.clip(np.exp(elasticity * change), least, most)
