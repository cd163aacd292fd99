"""Budgets: hand-worked amounts, what a fen costs, and settlements that add up to the fen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.money.budget import (
    BudgetTerms,
    Rule,
    divide,
    forecast,
    likely_over,
    marginal,
    next_base,
    settle_budget,
    yearly_budget,
)

FEN = st.integers(0, 10**13)
SHARE = st.floats(0, 1)


def terms(**changed: object) -> BudgetTerms:
    """Terms of one community: all in, a budget per head, no growth."""
    one = BudgetTerms(
        rule=np.array([Rule.PER_HEAD]), keep=np.ones(1), bear=np.ones(1), growth=np.zeros(1),
        ceiling=np.array([0.95]), ratchet=np.ones(1), tilt=np.zeros(1), claimed=np.zeros(1),
        advance=np.array([0.9]), delay=np.zeros(1, int),
            bridge=np.full(1, 30.0), spread=np.array([0.05]), income=np.array([100_000.0]),
        reserve=np.array([0.1]), income_growth=np.array([0.02]), reformed=np.array([False]),
        split=np.array([[0.6, 0.3, 0.1]]),
    )  # fmt: skip
    values = {
        name: np.array([value]) if np.isscalar(value) else np.asarray(value)
        for name, value in changed.items()
    }
    return replace(one, **values)


def one(values: object) -> float:
    return float(np.asarray(values).ravel()[0])


HEADS, SPENT = np.array([1_000]), np.array([80e6])


def test_a_budget_is_past_spending_and_growth_up_to_the_ceiling():
    """1,000 people cost 800 yuan each; the fund takes 1,000 a head, 90 % are left, 95 % of that budgeted."""
    assert one(yearly_budget(terms(), SPENT, HEADS, 2024)) == 80e6
    assert one(yearly_budget(terms(growth=0.05), SPENT, HEADS, 2024)) == pytest.approx(84e6)
    assert one(yearly_budget(terms(growth=0.5), SPENT, HEADS, 2024)) == pytest.approx(0.95 * 0.9 * 100e6)
    assert one(yearly_budget(terms(growth=0.5), SPENT, HEADS, 2026)) == pytest.approx(
        0.95 * 0.9 * 100e6 * 1.02**2
    )
    assert one(yearly_budget(terms(tilt=0.03), SPENT, HEADS, 2024)) == pytest.approx(82.4e6)
    free = terms(growth=0.5, ceiling=np.inf, rule=Rule.SIGNED)
    assert one(yearly_budget(free, SPENT, HEADS, 2024)) == pytest.approx(120e6)
    assert one(yearly_budget(terms(), SPENT, np.array([0]), 2024)) == 0


def test_a_saving_lowers_the_next_base_by_the_ratchet():
    left = np.array([5e6])
    assert one(next_base(terms(), SPENT, left)) == 80e6
    assert one(next_base(terms(ratchet=0), SPENT, left)) == 85e6
    assert one(next_base(terms(ratchet=0.4), SPENT, left)) == pytest.approx(83e6)


def test_the_forecast_goes_from_the_usual_to_what_was_seen():
    usual, pace = np.array([100.0]), 120.0
    assert one(forecast(np.zeros(1), np.zeros(1), usual)) == 100
    assert one(forecast(np.array([pace]), np.ones(1), usual)) == pace
    half = one(forecast(np.array([pace / 2]), np.array([0.5]), usual))
    assert half == pytest.approx(60 + 0.5 * (0.5 * 120 + 0.5 * 100))


def test_an_overspend_is_even_odds_at_the_budget_and_likely_far_above():
    over = [one(likely_over(terms(), np.array([x]), np.array([100.0]))) for x in (80.0, 100.0, 105.0, 1e9)]
    assert over[0] < 0.02
    assert over[1] == 0.5
    assert over[2] == pytest.approx(1 / (1 + np.exp(-1)))
    assert over[3] == 1.0


def kappa(over: float, score: float = 1.0, **changed: object) -> float:
    return one(marginal(terms(**changed), np.array([over]), np.array([score])))


def test_a_fen_saved_is_worth_what_is_kept_and_what_is_borne():
    assert kappa(0.3) == pytest.approx(1)
    assert kappa(0.3, rule=Rule.NONE) == 0
    assert kappa(0.0, keep=0.4) == pytest.approx(0.4)
    assert kappa(1.0, keep=0.4, bear=0.2) == pytest.approx(0.2)
    assert kappa(0.25, keep=0.4, bear=0.2) == pytest.approx(0.35)
    assert kappa(0.0, claimed=0.5) == pytest.approx(0.5)
    assert kappa(0.0, score=0.9) == pytest.approx(0.9)
    assert kappa(1.0, score=0.9, bear=0.5) == pytest.approx(0.55)


@given(over=SHARE, low=SHARE, high=SHARE)
def test_more_kept_and_more_borne_never_make_a_fen_worth_less(over, low, high):
    low, high = min(low, high), max(low, high)
    assert kappa(over, keep=low) <= kappa(over, keep=high) + 1e-12
    assert kappa(over, bear=low) <= kappa(over, bear=high) + 1e-12


def test_settled_by_hand():
    saved = settle_budget(terms(keep=0.5), np.array([1_000]), np.array([801]), np.ones(1))
    assert [one(x) for x in saved] == [1_000, 801, 199, 0, 100, 0, 99, 0]
    over = settle_budget(terms(bear=0.3), np.array([1_000]), np.array([1_200]), np.ones(1))
    assert [one(x) for x in over] == [1_000, 1_200, 0, 200, 0, 60, 0, 140]
    poorly = settle_budget(terms(bear=0.3), np.array([1_000]), np.array([1_200]), np.array([0.5]))
    assert [one(x) for x in poorly] == [1_000, 1_200, 0, 200, 0, 130, 0, 70]


@given(budget=FEN, spending=FEN, keep=SHARE, bear=SHARE, score=SHARE, claimed=SHARE)
def test_a_settlement_adds_up(budget, spending, keep, bear, score, claimed):
    with_terms = terms(keep=keep, bear=bear, claimed=claimed)
    done = settle_budget(with_terms, np.array([budget]), np.array([spending]), np.array([score]))
    assert budget - spending == one(done.surplus - done.overspend)
    assert min(one(done.surplus), one(done.overspend)) == 0
    assert done.surplus == done.kept + done.returned and done.overspend == done.borne + done.covered_by_fund
    assert all(one(part) >= 0 for part in done)
    parts = divide(with_terms, done.kept - done.borne)
    assert parts.sum() == one(done.kept - done.borne)
