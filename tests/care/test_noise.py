from __future__ import annotations

import numpy as np
import pytest

from sim.care.noise import SIZE, exponential, lognormal, pick

TABLES = {"lognormal": lognormal(0.5), "exponential": exponential()}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_multipliers_have_mean_one_and_rise(table):
    assert table.shape == (SIZE,)
    assert table.mean() == pytest.approx(1, abs=1e-12)
    assert (table > 0).all()
    assert (np.diff(table) > 0).all()


def test_spread_is_that_of_the_logarithm():
    assert np.log(lognormal(0.5)).std() == pytest.approx(0.5, rel=0.01)
    assert np.log(lognormal(0.8)).std() == pytest.approx(0.8, rel=0.01)
    assert lognormal(0.0).tolist() == [1.0] * SIZE


def test_exponential_quantiles():
    table = exponential()
    assert table.std() == pytest.approx(1, abs=0.03)
    assert table[SIZE // 2] == pytest.approx(np.log(2), abs=0.01)
    assert (table > 3).mean() == pytest.approx(np.exp(-3), abs=0.002)


def test_picking_inverts_the_distribution():
    table = lognormal(0.5)
    assert pick(table, np.array([0.0, 0.5, 1 - 2.0**-53])).tolist() == [table[0], table[SIZE // 2], table[-1]]
    u = (np.arange(10 * SIZE) + 0.5) / (10 * SIZE)
    assert pick(table, u).mean() == pytest.approx(1)
    assert pick(table, np.empty(0)).size == 0
