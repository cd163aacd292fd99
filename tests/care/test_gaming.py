"""What a price for the case tempts to, by hand: a condition of 4,000, 6,000 and 9,000 yuan by severity."""

from __future__ import annotations

import numpy as np
import pytest

from sim.care.act_money import Place, Rates
from sim.care.gaming import excess, second_payment, worse_record
from sim.money.acts import Acts
from sim.money.payment import Form

BILLS = np.array([400_000.0, 600_000.0, 900_000.0])
ONE, NONE = np.ones(1), np.zeros(1)
AT = np.zeros(1, np.int64)
RATES = Rates(drg=0.6 * ONE, dip=ONE, includes=0.5 * ONE)


def rows(values):
    return np.asarray(values, np.float64)[None, :, None]


STAYS = Acts(
    bill=rows(BILLS), fund=rows(BILLS / 2), of_condition=rows([600_000.0] * 3), of_all=rows([500_000.0] * 3),
    by_days=rows([450_000.0] * 3), variable=np.array([[0.6]]), outside=np.array([[0.1]]),
    fund_share=np.array([[0.5]]),
)  # fmt: skip


def place(form, usual=Form.SERVICE, value=1.0):
    return Place(AT, AT, np.array([form]), np.array([usual]), value * ONE, ONE, ONE, ONE)


def of(function, *where, over=0.0, **more):
    return function(STAYS, RATES, place(*where, **more), ONE, over * ONE)[:, 0].tolist()


def test_a_second_stay_brings_a_second_price():
    """Under DRG: 6,000 and 0.6 of the difference; a twentieth of a bill is paid beside the price."""
    assert of(second_payment, Form.DRG) == pytest.approx([0.95 * 480_000, 0.95 * 600_000, 0.95 * 780_000])
    assert of(second_payment, Form.SERVICE) == [0, 0, 0]
    assert of(second_payment, Form.HEAD) == [0, 0, 0]
    assert of(second_payment, Form.BED_DAY) == [0, 0, 0]  # the days are the same
    assert of(second_payment, Form.DRG, Form.DRG) == [0, 0, 0]  # habits know it
    assert of(second_payment, Form.DIP, Form.DIP, value=0.9) == pytest.approx((-0.1 * 0.95 * BILLS).tolist())
    found = of(second_payment, Form.DRG, over=0.2)
    assert found == pytest.approx(
        [0.95 * 480_000 - 80_000, 0.95 * 600_000 - 120_000, 0.95 * 780_000 - 180_000]
    )


def test_a_worse_record_brings_the_next_price():
    assert of(worse_record, Form.DIP) == pytest.approx([0.95 * 200_000, 0.95 * 300_000, 0])
    assert of(worse_record, Form.DRG) == pytest.approx([0.95 * 120_000, 0.95 * 180_000, 0])
    assert of(worse_record, Form.CASE) == [0, 0, 0]  # the price does not follow severity
    assert of(worse_record, Form.DIP, over=0.5) == pytest.approx(
        [0.5 * 0.95 * 200_000, 0.5 * 0.95 * 300_000, 0]
    )


def test_only_what_money_adds_counts():
    assert excess(0.05 * ONE, NONE, ONE).tolist() == [0]
    assert excess(0.05 * ONE, np.array([-50_000.0]), ONE).tolist() == [0]
    odds = 0.05 / 0.95 * np.exp(0.03 * 20)
    assert excess(0.05 * ONE, np.array([200_000.0]), 0.03 * ONE) == pytest.approx(odds / (1 + odds) - 0.05)
