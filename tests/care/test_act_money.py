"""Sums of an act by hand: one regime, one row, prices of one level."""

from __future__ import annotations

import numpy as np
import pytest

from sim.care.act_money import Place, Rates, act_money, bounded, marginal
from sim.money.acts import Acts
from sim.money.payment import Form

ONE = np.ones(1)
AT = np.zeros(1, np.int64)
RATES = Rates(drg=0.6 * ONE, dip=0.8 * ONE, includes=0.5 * ONE)


def table(value):
    return np.full((1, 1, 1), float(value))


# A stay billed 6,000 yuan, of which the fund pays 3,300; the condition's mean stay 8,000, that of all 7,000.
STAY = Acts(
    bill=table(600_000), fund=table(330_000), of_condition=table(800_000), of_all=table(700_000),
    by_days=table(500_000), variable=np.array([[0.6]]), outside=np.array([[0.1]]),
    fund_share=np.array([[0.5]]),
)  # fmt: skip


def place(form, usual=Form.SERVICE, **more):
    kept = {"value": ONE, "factor": ONE, "share": ONE, "usual_share": ONE, **more}
    return Place(AT, AT, np.array([form]), np.array([usual]), **kept)


def of(sums):
    return {name: float(value.item()) for name, value in sums._asdict().items()}


def test_a_stay_under_drg_after_fee_for_service():
    """Price: 8,000 - 0.6 * 2,000 = 6,800; a twentieth of a bill is paid beside it."""
    sums = act_money(STAY, RATES, place(Form.DRG), ONE, 0.0 * ONE)
    told = of(sums)
    assert told["price"] == pytest.approx(680_000)
    assert told["revenue"] == pytest.approx(0.95 * 680_000 + 0.05 * 600_000)
    assert told["cost"] == pytest.approx(360_000)
    assert told["margin"] == pytest.approx(646_000 + 30_000 - 360_000)
    assert told["usual"] == told["usual_margin"] == pytest.approx(240_000)
    assert sums.change.item() == pytest.approx(316_000 - 240_000)


def test_a_thinner_stay_costs_less_and_brings_the_same_price():
    told = of(act_money(STAY, RATES, place(Form.DRG, factor=0.8 * ONE), ONE, 0.0 * ONE))
    assert told["cost"] == pytest.approx(0.8 * 360_000)
    assert told["revenue"] == pytest.approx(0.95 * 680_000 + 0.05 * 480_000)


def test_a_budget_debits_what_the_fund_pays():
    told = of(act_money(STAY, RATES, place(Form.SERVICE), ONE, 0.4 * ONE))
    assert told["debit"] == pytest.approx(0.4 * 330_000)
    assert told["now"] == pytest.approx(240_000 - 132_000)


def test_another_members_stay_counts_as_far_as_the_purse_is_shared():
    there = place(Form.SERVICE, share=0.5 * ONE, usual_share=0.0 * ONE)
    told = of(act_money(STAY, RATES, there, ONE, 0.4 * ONE))
    assert told["now"] == pytest.approx(0.5 * 240_000 - 132_000)
    assert told["usual"] == 0


def test_income_that_does_not_reach_who_decides():
    told = of(act_money(STAY, RATES, place(Form.SERVICE), 0.0 * ONE, 0.4 * ONE))
    assert told["now"] == pytest.approx(-132_000)


def test_the_price_of_days_and_of_any_stay():
    assert of(act_money(STAY, RATES, place(Form.BED_DAY), ONE, 0.0 * ONE))["price"] == 500_000
    assert of(act_money(STAY, RATES, place(Form.VISIT), ONE, 0.0 * ONE))["price"] == 700_000


def test_one_fen_more():
    """Under DRG with a budget of which 0.4 of a fen is felt; half of a fen is the fund's."""
    found = np.array([[0.01], [0.1]])
    change = marginal(STAY, RATES, place(Form.DRG), ONE, 0.4 * ONE, found)
    assert change.fen.item() == pytest.approx((0.05 - 0.6) - (1 - 0.6) - 0.4 * 0.5 - 0.01)
    assert change.day.item() == pytest.approx(change.fen.item())
    assert change.shifted.item() == pytest.approx(0.5 - 0.0 + 0.4 * 0.5 - 0.1)
    nothing = marginal(STAY, RATES, place(Form.SERVICE), ONE, 0.0 * ONE, np.zeros((2, 1)))
    assert [part.item() for part in nothing] == [0.0, 0.0, 0.0]


def test_effort_is_bounded():
    change = np.array([0.0, -0.5, -50.0, 50.0])
    assert bounded(0.2 * ONE, change, 0.7 * ONE, 1.3 * ONE) == pytest.approx([1.0, np.exp(-0.1), 0.7, 1.3])
