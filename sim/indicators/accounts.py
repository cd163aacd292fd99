"""Indicators of the accounts: what the fund has left, what communities spare (基金与医共体收支)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.errors import Text
from sim.indicators.indicator import Formula, Indicator
from sim.indicators.periods import Period
from sim.indicators.views import F64, Account, Home

FUND_COLUMNS = {
    Account.INSURED: "insured", Account.INCOME: "income", Account.BALANCE: "balance", Account.STOCK: "stock",
}  # fmt: skip
LEDGER_COLUMNS = {
    Account.BUDGET: "budget", Account.SURPLUS: "surplus", Account.OVERSPEND: "overspend",
}  # fmt: skip


def account_sums(
    fund: pd.DataFrame, ledger: pd.DataFrame, chosen: Sequence[Period], counties: Sequence[str]
) -> F64:
    """Put the accounts of a run beside its other sums.

    Parameters
    ----------
    fund, ledger : pd.DataFrame
        As written to `fund.csv` and `ledger.csv`: a row for the longest period of each year.
    chosen : sequence of Period
    counties : sequence of str
        Codes.

    Returns
    -------
    float64 array, shape (accounts, periods, 1 + counties)
        Yuan and people, all counties first; NaN for periods that are not settled.
    """
    sums = np.full((len(Account), len(chosen), 1 + len(counties)), np.nan)
    settled = ledger[ledger["community"] != ""]
    for p, period in enumerate(chosen):
        for table, key, names in (
            (fund, "county", FUND_COLUMNS), (settled, "community", LEDGER_COLUMNS),
        ):  # fmt: skip
            rows = table[(table["start"] == period.start) & (table["end"] == period.end)]
            if rows.empty:  # nearly all periods: accounts are settled once a year
                continue
            place = rows[key].astype(str).str.slice(0, len(counties[0]))
            for account, name in names.items():
                own = [rows.loc[place == code, name].astype(float).sum(min_count=1) for code in counties]
                sums[account, p] = [np.nansum(own) if np.isfinite(own).any() else np.nan, *own]
    return sums


INDICATORS: tuple[Indicator[Home], ...] = (
    Indicator(
        "fund_balance_per_insured",
        Text("Balance of the residents' fund per insured", "居民医保基金人均当期结余"),
        "yuan",
        "higher",
        Text(
            "Income of the residents' fund less what it paid and settled with communities in the year / mean "
            "number insured; below 0 the year is in deficit.",
            "（居民医保基金当年收入－支付－与医共体清算）÷平均参保人数；小于0即当年亏空。",
        ),
        Formula(lambda v: v.account(Account.BALANCE), lambda v: v.account(Account.INSURED)),
    ),
    Indicator(
        "fund_stock_per_insured",
        Text("Residents' fund in hand per insured", "居民医保基金人均累计结余"),
        "yuan",
        "higher",
        Text(
            "What the residents' fund holds at the end of the year, reserve included / mean number insured.",
            "年末基金累计结余（含风险储备）÷平均参保人数。",
        ),
        Formula(lambda v: v.account(Account.STOCK), lambda v: v.account(Account.INSURED)),
    ),
    Indicator(
        "community_balance_share",
        Text("Surplus less overspend of the communities' budgets", "医共体总额预算结余率"),
        "share",
        "higher",
        Text(
            "(Surplus less overspend of the communities' budgets that ended in the year) / these budgets; "
            "empty without budgets.",
            "（当年清算的医共体预算结余－超支）÷预算总额；未实行总额预算时为空。",
        ),
        Formula(
            lambda v: v.account(Account.SURPLUS) - v.account(Account.OVERSPEND),
            lambda v: v.account(Account.BUDGET),
        ),
    ),
)  # fmt: skip
