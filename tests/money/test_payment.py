"""What each form of payment brings for an act, by hand: a bill of 100 yuan, 60 of it paid by the fund."""

from __future__ import annotations

import numpy as np
import pytest

from sim.money.payment import (
    Form,
    fixed,
    in_force,
    in_points,
    margin,
    margin_per_day,
    margin_per_fen,
    revenue,
    shifting_gain,
    standard_price,
)

BILL, OWN, PRICE, BESIDE, VALUE, VARIABLE = 10_000.0, 4_000.0, 12_000.0, 0.1, 0.9, 0.6


def of(function, form, *arguments):
    return float(function(np.array(form), *arguments))


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (Form.SERVICE, 10_000),  # the bill
        (Form.DRG, 12_000 * 0.9 + 1_000),  # the price but for what is beside it, and that of the bill
        (Form.DIP, 0.9 * 12_000 * 0.9 + 1_000),  # the point has lost a tenth
        (Form.BED_DAY, 11_800),
        (Form.VISIT, 11_800),
        (Form.CASE, 11_800),
        (Form.HEAD, 4_000),  # only the patient pays for one act more
    ],
)
def test_revenue_of_one_act(form, expected):
    paid = of(revenue, form, BILL, OWN, PRICE, BESIDE, VALUE)
    assert paid == pytest.approx(expected)
    assert of(margin, form, BILL, OWN, PRICE, BESIDE, VALUE, VARIABLE) == pytest.approx(expected - 6_000)


@pytest.mark.parametrize("form", [form for form in Form if form != Form.HEAD])
def test_a_mean_act_at_the_base_value_brings_the_same_under_every_form(form):
    assert of(revenue, form, BILL, OWN, BILL, BESIDE, 1.0) == pytest.approx(BILL)


@pytest.mark.parametrize(
    ("form", "fen", "day", "shifted"),
    [
        (Form.SERVICE, 1 - 0.6, 1 - 0.6, 0.0),
        (Form.DRG, 0.1 - 0.6, 0.1 - 0.6, 0.5),
        (Form.DIP, 0.1 - 0.6, 0.1 - 0.6, 0.5),
        (Form.BED_DAY, 0.1 - 0.6, 1 - 0.6, 0.5),
        (Form.VISIT, 0.1 - 0.6, 0.1 - 0.6, 0.5),
        (Form.CASE, 0.1 - 0.6, 0.1 - 0.6, 0.5),
        (Form.HEAD, 0.4 - 0.6, 0.4 - 0.6, 0.6),
    ],
)
def test_what_one_fen_more_brings(form, fen, day, shifted):
    """Billed in the act, on one day more, and outside the policy scope instead of inside."""
    assert of(margin_per_fen, form, 0.4, BESIDE, VARIABLE) == pytest.approx(fen)
    assert of(margin_per_day, form, 0.4, BESIDE, VARIABLE) == pytest.approx(day)
    assert of(shifting_gain, form, 0.4, 0.5) == pytest.approx(shifted)


def test_prices_follow_severity_as_far_as_the_form_tells_it():
    """A mild case of 80 yuan in a condition of 100, among acts of 150."""

    def price(form):
        return of(standard_price, form, 8_000.0, 10_000.0, 15_000.0, 0.6, 0.8)

    assert price(Form.DRG) == pytest.approx(10_000 - 0.6 * 2_000)
    assert price(Form.DIP) == pytest.approx(10_000 - 0.8 * 2_000)
    assert price(Form.CASE) == 10_000
    assert price(Form.VISIT) == price(Form.BED_DAY) == 15_000
    assert price(Form.SERVICE) == price(Form.HEAD) == 8_000


def test_kinds_of_forms():
    every = np.array(list(Form))
    assert set(every[fixed(every)]) == {Form.DRG, Form.DIP, Form.VISIT, Form.CASE}
    assert set(every[in_points(every)]) == {Form.DRG, Form.DIP}
    assert in_force(np.array([-1, 6]), np.array([2, 0])).tolist() == [2, 6]
