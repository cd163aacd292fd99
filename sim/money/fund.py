"""The residents' insurance fund (居民医保基金) of a county over the years: income, payments, stock."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]

PRICES_OF = 2024
"""Year of the declared income of the fund; all amounts are in the prices of this year."""


def yearly_income(income: F64, growth: F64, year: int) -> F64:
    """Income of the fund for one insured person in a year, fen."""
    return np.asarray(income * (1.0 + growth) ** (year - PRICES_OF))


class FundAccount(NamedTuple):
    """Account of a fund by year, fen; arrays of shape (years, counties).

    `reserve` is put aside out of the income; `out` is what was paid and settled; `balance` is that of the
    year; `stock` is what is left at its end, the reserve and what there was at the beginning included: below
    zero, the fund has failed.
    """

    income: F64
    reserve: F64
    out: F64
    balance: F64
    stock: F64

    @property
    def failed(self) -> npt.NDArray[np.bool_]:
        """Whether the fund has failed by the end of each year."""
        return np.asarray(np.minimum.accumulate(self.stock, axis=0) < 0)


class FundTerms(NamedTuple):
    """Terms of the fund of each county; arrays of shape (counties,).

    `income` is fen for an insured person and year, in the prices of `PRICES_OF`, and `income_growth` its
    yearly growth; `reserve` is the share of it put aside; `months_held` is how many months of its payments
    the fund held at the beginning.
    """

    income: F64
    income_growth: F64
    reserve: F64
    months_held: F64


def fund_account(
    terms: FundTerms, years: list[int], part: F64, insured: F64, paid: F64, settled: F64
) -> FundAccount:
    """Account of the fund of each county.

    Parameters
    ----------
    terms : FundTerms
    years : list of int
    part : float64 array, shape (years, 1)
        Share of each year that is in the run.
    insured : float64 array, shape (years, counties)
        Insured people, on average over the year.
    paid : float64 array, shape (years, counties)
        Paid for the people of the county anywhere, fen.
    settled : float64 array, shape (years, counties)
        Paid to communities out of their surplus, less what they bear of an overspend, fen.
    """
    income = np.stack([yearly_income(terms.income, terms.income_growth, year) for year in years])
    came = insured * income * part
    out = paid + settled
    balance = came - out
    first = out[0] / part[0] * terms.months_held / 12.0
    return FundAccount(came, came * terms.reserve, out, balance, first + np.cumsum(balance, axis=0))
