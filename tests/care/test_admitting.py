from __future__ import annotations

import numpy as np
import pytest

from sim.care.admitting import admits_here, stay_gain
from sim.care.treatment import needed_skill
from sim.geography.map import Kind
from sim.money.prices import stay_bills
from sim.money.rules import COUNTY, TOWNSHIP


def test_a_stay_that_brings_more_is_kept_more_often(catalogue, values):
    skill = needed_skill(catalogue)
    own = {**values, "care.admit_here": 0.9, "care.admit_weight": 0.1, "pay_patient.same_price.disease": 1.0}
    gain = stay_gain(catalogue, skill, own)
    bills = stay_bills(catalogue, skill, values)
    listed = skill <= values["pay_patient.same_price.skill"]
    assert gain[listed] == pytest.approx((bills[:, COUNTY] - bills[:, TOWNSHIP])[listed] / 2, abs=1)
    assert (gain[~listed] == 0).all()
    # 2,000 yuan more at 0.1 for each hundred: odds of 9 times e to the second.
    odds = 9 * np.exp(0.1 * gain / 10_000)
    assert admits_here(catalogue, skill, own) == pytest.approx(odds / (1 + odds))


def test_hospitals_admit_everybody(tables, values):
    township = tables.sites.kind == Kind.TOWNSHIP_CENTRE
    assert (tables.treatment.admits[:, ~township] == 1.0).all()
    assert (tables.treatment.admits[:, township] == values["care.admit_here"]).all()
