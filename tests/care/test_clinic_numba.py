"""The compiled clinic takes patients in the order in which they come, however long the list."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numba")


@pytest.mark.parametrize("size", [1, 2, 15, 16, 17, 300, 3_000])
@pytest.mark.parametrize("spread", ["usual", "booked", "late", "equal"])
def test_the_order_of_arrival_is_that_of_a_stable_sort(size: int, spread: str) -> None:
    from sim.care.clinic_numba import _order

    u = np.random.default_rng(size).random(size)
    arrival = {
        "usual": u * u * 192.0,
        "booked": np.where(u < 0.4, 0.0, u * u * 192.0),
        "late": np.where(u < 0.5, 191.0 + np.round(u, 2), 0.001 * u),
        "equal": np.full(size, 7.0),
    }[spread]
    assert _order(arrival).tolist() == np.argsort(arrival, kind="stable").tolist()
