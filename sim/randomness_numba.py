"""Compiled twin of `sim.randomness.uniform`: the same bits in one pass."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from sim.randomness import _M1, _M2, _TO_UNIT, F64, U64

_A, _B, _UNIT = np.uint64(_M1), np.uint64(_M2), np.float64(_TO_UNIT)
_30, _27, _31, _11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def _fill(key: Any, purpose_key: Any, out: Any) -> None:
    for i in range(key.size):
        x = key[i] ^ purpose_key
        x = (x ^ (x >> _30)) * _A
        x = (x ^ (x >> _27)) * _B
        x = x ^ (x >> _31)
        out[i] = (x >> _11) * _UNIT


def uniform_compiled(key: U64, purpose_key: np.uint64) -> F64:
    """Uniform numbers in [0, 1) for keys and one purpose."""
    out = np.empty(key.shape)
    _fill(key.ravel(), purpose_key, out.ravel())
    return out
