"""The fund over the years: hand-worked account of two counties, one of which fails."""

from __future__ import annotations

import numpy as np
import pytest

from sim.money.fund import FundTerms, fund_account, yearly_income


def test_income_grows_from_its_year_on():
    assert yearly_income(np.array([1_000.0]), np.array([0.1]), 2026) == pytest.approx([1_210])
    assert yearly_income(np.array([1_000.0]), np.array([0.1]), 2023) == pytest.approx([1_000 / 1.1])


def test_account_by_hand():
    """100 insured pay 10 each; the second county spends 1,300 a year, half a year of which it held."""
    terms = FundTerms(*(np.array(pair) for pair in ([10.0, 10.0], [0.0, 0.0], [0.1, 0.0], [0, 6])))
    paid = np.array([[800.0, 1_300], [800, 1_300], [450, 650]])
    settled = np.array([[50.0, 0], [50, 0], [0, 0]])
    part = np.array([[1.0], [1.0], [0.5]])
    account = fund_account(terms, [2024, 2025, 2026], part, np.full((3, 2), 100.0), paid, settled)
    assert account.income.tolist() == [[1_000, 1_000], [1_000, 1_000], [500, 500]]
    assert account.reserve[:, 0].tolist() == [100, 100, 50]
    assert account.balance.tolist() == [[150, -300], [150, -300], [50, -150]]
    assert account.stock.tolist() == [[150, 350], [300, 50], [350, -100]]
    assert account.failed.tolist() == [[False, False], [False, False], [False, True]]
