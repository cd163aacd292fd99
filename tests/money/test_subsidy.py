"""Subsidies by service, by hand."""

from __future__ import annotations

import numpy as np

from sim.money.subsidy import subsidies


def test_each_sort_of_facility_gets_its_own():
    values = {"community_visit": 4_000, "hospital_visit": -1_000, "hospital_stay": 20_000}
    found = subsidies(
        lambda path: np.full(3, float(values[path.removeprefix("pay_provider.subsidy.")])),
        np.array([True, False, False]), np.array([False, True, False]),
    )  # fmt: skip
    assert found.visit.tolist() == [4_000, -1_000, 0]
    assert found.stay.tolist() == [0, 20_000, 0]
    assert found.of(np.array([3, 3, 3]), np.array([1, 2, 5])).tolist() == [12_000, 37_000, 0]
