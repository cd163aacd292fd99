"""What village doctors earn and decide, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.care.village_doctor import (
    VillageDoctors,
    monthly_income,
    possible_share,
    quit_hazard,
    send_on_factor,
    willing_share,
    worth_of_time,
)

fees = st.integers(100, 10_000)  # fen


def test_income_by_hand():
    # 600 people at 36 yuan a year, 240 served at 20 yuan; 150 visits at 6 yuan; 15 % of 4,000 yuan
    income = monthly_income(600, 240, 150, 400_000, 3600, 2000, 600, 0.15)
    assert income == 180_000 + 40_000 + 90_000 + 60_000


def test_worth_of_time_by_hand():
    assert worth_of_time(352_000, 10_560, 90) == pytest.approx(3000)  # a third of a yuan a minute


def test_service_by_hand():
    assert willing_share(3000, 3000, 0.2, 1.0) == pytest.approx(0.2 + 0.8 / 2)
    assert willing_share(9000, 3000, 0.2, 1.0) == pytest.approx(0.2 + 0.8 * 3 / 4)
    assert willing_share(9000, 3000, 0.2, 2.0) == pytest.approx(0.2 + 0.8 * 9 / 10)
    assert willing_share(0, 3000, 0.2, 1.0) == pytest.approx(0.2)  # duty alone


@given(fees, fees)
def test_more_money_never_serves_fewer(one, other):
    low, high = sorted((one, other))
    assert willing_share(low, 2600, 0.25, 1.0) <= willing_share(high, 2600, 0.25, 1.0)


def test_there_is_no_time_for_everybody():
    # 360 signed at 80 minutes a year need 2,400 minutes a month
    assert possible_share(1200, 360, 80) == 0.5
    assert possible_share(5000, 360, 80) == 1.0
    assert possible_share(-10, 360, 80) == 0.0
    assert possible_share(0, 0, 80) == 0.0
    assert possible_share(100, 0, 80) == 1.0


def test_leaving_by_hand():
    assert quit_hazard(500_000, 400_000, 0.002, 0.03) == pytest.approx(0.002)
    assert quit_hazard(400_000, 400_000, 0.002, 0.03) == pytest.approx(0.002)
    assert quit_hazard(100_000, 400_000, 0.002, 0.03) == pytest.approx(0.002 + 0.0225)


def test_sending_on_by_hand():
    assert send_on_factor(600, 600, 0.5) == 1.0
    assert send_on_factor(2400, 600, 0.5) == pytest.approx(0.5)
    assert send_on_factor(150, 600, 0.5) == pytest.approx(2.0)


def test_a_clinic_closes_when_its_last_doctor_is_gone():
    zero = np.zeros(3, np.int64)
    doctors = VillageDoctors(
        facility=np.array([0, 0, 1]), until=np.array([5, 9, 9]), staffing=np.ones(3), open=np.ones(3),
        served=np.ones(3), recorded=np.ones(3),
        income=np.ones(3), closed_days=zero, quits=zero,
    )  # fmt: skip
    nowhere = np.zeros(3, bool)
    assert doctors.posts.tolist() == [2, 1, 0]
    shares = []
    for day in (4, 5, 8, 9):
        doctors.open_day(day, zero)
        doctors.hold(nowhere, nowhere)
        shares.append(doctors.staffing.tolist())
    assert shares == [[0, 0, 1], [0.5, 0, 1], [0.5, 0, 1], [1, 1, 1]]
    assert doctors.closed_days.tolist() == [1, 3, 0]
    assert not doctors.vacant
