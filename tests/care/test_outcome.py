from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.care.outcome import (
    BEYOND,
    NONE,
    PHARMACY,
    control_after,
    next_severity,
    outcome_tables,
    return_day,
)
from sim.needs.catalogue import read_catalogue
from sim.population.people import Chronic
from tests.population.county import values as all_values


@pytest.fixture(scope="module")
def table(catalogue, values):
    return outcome_tables(catalogue, values)


def test_chances_by_hand(catalogue, values):
    own = dict(values) | {
        "care.moderate_ease": 0.5, "care.pharmacy_help": 1.5, "care.beyond_help": 1.2,
    }  # fmt: skip
    c = catalogue.index("gastro")
    chances = catalogue.self_limiting.copy()
    chances[c] = 0.8
    table = outcome_tables(replace(catalogue, self_limiting=chances), own)
    here = slice(3 * c, 3 * c + 3)
    assert table.by_itself[NONE, here].tolist() == [0.8, 0.4, 0.0]
    assert table.by_itself[PHARMACY, here] == pytest.approx([1.0, 0.6, 0.0])  # 1.2 is certain
    assert table.by_itself[BEYOND, here] == pytest.approx([0.96, 0.48, 0.0])
    assert table.cure[here].tolist() == [catalogue.cure[c]] * 3
    assert table.death[here].tolist() == [0, 0, catalogue.death_severe[c]]
    assert table.death_untreated[here].tolist() == [0, 0, catalogue.death_untreated[c]]
    assert table.max_steps == int(values["care.max_steps"])


def test_chances_are_chances(table):
    for name in ("cure", "by_itself", "death", "death_untreated", "worsen"):
        assert ((getattr(table, name) >= 0) & (getattr(table, name) <= 1)).all(), name
    assert (table.death <= table.death_untreated).all()
    assert (table.by_itself[NONE] <= table.by_itself[PHARMACY]).all()
    assert (table.by_itself[NONE] <= table.by_itself[BEYOND]).all()
    assert table.worsen[0] <= table.worsen[1]


def test_days_until_a_need_comes_back(table):
    own = replace(table, return_days=np.array([10.0, 0.2]))
    days = return_day(own, np.array([0, 0, 0, 1, 1]), np.array([0.0, 0.5, 1 - 2.0**-53, 0.0, 0.99]))
    assert days.tolist() == [5, 10, 15, 1, 1]
    u = (np.arange(1000) + 0.5) / 1000
    assert return_day(own, np.zeros(1000, int), u).mean() == pytest.approx(10, abs=0.02)


def test_severity_of_a_need_that_comes_back(table):
    own = replace(table, worsen=np.array([0.1, 0.3]))
    severity = np.array([0, 0, 0, 0, 1, 2])
    treated = np.array([True, True, False, False, False, False])
    after = next_severity(own, severity, treated, np.array([0.09, 0.11, 0.29, 0.31, 0.0, 0.0]))
    assert after.tolist() == [1, 0, 1, 0, 2, 2]
    assert after.dtype == np.int8


def test_control_by_hand(table, catalogue):
    own = replace(table, control_gain=0.1, control_gain_signed=0.2, control_lapse=0.05, control_loss=0.3)
    cases = [
        # condition, control before, cared for, signed, draw -> control after
        ("diabetes", 0, True, False, 0.09, Chronic.DIABETES),
        ("diabetes", 0, True, False, 0.11, 0),
        ("diabetes", 0, True, True, 0.19, Chronic.DIABETES),
        ("diabetes", 0, False, True, 0.01, 0),
        ("diabetes", Chronic.DIABETES, True, False, 0.94, Chronic.DIABETES),
        ("diabetes", Chronic.DIABETES, True, False, 0.96, 0),
        ("diabetes", Chronic.DIABETES, False, False, 0.29, 0),
        ("diabetes", Chronic.DIABETES, False, False, 0.31, Chronic.DIABETES),
        ("diabetes", Chronic.DIABETES | Chronic.COPD, False, False, 0.0, Chronic.COPD),
        ("diabetes", Chronic.COPD, True, False, 0.0, Chronic.DIABETES | Chronic.COPD),
        ("gastro", Chronic.COPD, False, False, 0.0, Chronic.COPD),
        ("gastro", Chronic.COPD, True, False, 0.0, Chronic.COPD),
    ]
    name, before, cared, signed, u, after = (list(column) for column in zip(*cases, strict=True))
    condition = np.array([catalogue.index(one) for one in name])
    got = control_after(
        own, condition, np.array(before, np.uint8), np.array(cared), np.array(signed), np.array(u)
    )
    assert got.dtype == np.uint8
    assert got.tolist() == [int(mask) for mask in after]


@given(
    st.integers(0, 25), st.integers(0, 127), st.booleans(), st.booleans(), st.floats(0, 1, exclude_max=True)
)
def test_a_need_moves_only_its_own_chronic_state(condition, before, cared, signed, u):
    catalogue = read_catalogue(all_values())
    table = outcome_tables(catalogue, all_values())
    condition %= len(catalogue)
    one = [np.array([x]) for x in (condition, before, cared, signed, u)]
    after = int(control_after(table, one[0], one[1].astype(np.uint8), one[2], one[3], one[4])[0])
    assert (after ^ before) & ~int(catalogue.chronic[condition]) == 0
    with_contract = int(
        control_after(table, one[0], one[1].astype(np.uint8), one[2], np.array([True]), one[4])[0]
    )
    assert with_contract & after == after  # a contract never loses control
