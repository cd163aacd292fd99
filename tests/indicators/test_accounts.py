"""Indicators of the fund's and the communities' accounts, by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from sim.experiment.accounts import FUND, LEDGER
from sim.experiment.run import month_bounds
from sim.indicators.accounts import account_sums
from sim.indicators.periods import periods
from sim.indicators.views import Account

YEAR = (date(2024, 1, 1), date(2024, 12, 31))
COUNTIES = ["130322", "130324"]


def fund() -> pd.DataFrame:
    rows = [("130322", 200, 1000.0, -40.0, 300.0), ("130324", 100, 500.0, 10.0, 60.0)]
    names = ["county", "insured", "income", "balance", "stock"]
    return pd.DataFrame(rows, columns=names).assign(start=YEAR[0], end=YEAR[1]).reindex(columns=list(FUND))


def ledger() -> pd.DataFrame:
    rows = [
        ("130324-1", *YEAR, 80.0, 8.0, 0.0),
        ("130324-2", *YEAR, 20.0, 0.0, 3.0),
        ("130324-2", date(2024, 1, 1), date(2024, 1, 31), np.nan, np.nan, np.nan),
        ("", *YEAR, np.nan, np.nan, np.nan),
    ]
    names = ["community", "start", "end", "budget", "surplus", "overspend"]
    return pd.DataFrame(rows, columns=names).reindex(columns=list(LEDGER))


def test_yearly_accounts_stand_in_the_year_and_add_up() -> None:
    chosen = periods(month_bounds(*YEAR), YEAR[0])
    sums = account_sums(fund(), ledger(), chosen, COUNTIES)
    year = next(k for k, one in enumerate(chosen) if one.end == YEAR[1] and one.start == YEAR[0])
    assert sums[Account.BALANCE, year].tolist() == [-30.0, -40.0, 10.0]
    assert sums[Account.INSURED, year].tolist() == [300.0, 200.0, 100.0]
    assert sums[Account.SURPLUS, year, [0, 2]].tolist() == [8.0, 8.0]
    assert sums[Account.BUDGET, year, [0, 2]].tolist() == [100.0, 100.0]
    assert np.isnan(sums[Account.BUDGET, year, 1])  # no budget there, not a budget of nothing
    others = [k for k in range(len(chosen)) if k != year]
    assert np.isnan(sums[:, others]).all()
