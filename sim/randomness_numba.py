"""Compiled twins of the array functions of `sim.randomness`: the same bits in one pass."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from sim.randomness import _ID, _M1, _M2, _TO_UNIT, _WHEN, F64, U64

_A, _B, _UNIT = np.uint64(_M1), np.uint64(_M2), np.float64(_TO_UNIT)
_ID_, _WHEN_ = np.uint64(_ID), np.uint64(_WHEN)
_30, _27, _31, _11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


@numba.njit(inline="always")  # type: ignore[untyped-decorator]
def _mix(x: Any) -> Any:
    x = (x ^ (x >> _30)) * _A
    x = (x ^ (x >> _27)) * _B
    return x ^ (x >> _31)


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def _fill(key: Any, purpose_key: Any, out: Any) -> None:
    for i in range(key.size):
        out[i] = (_mix(key[i] ^ purpose_key) >> _11) * _UNIT


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def _keys(stream_key: Any, ids: Any, when: Any, out: Any) -> None:
    last = when.size - 1
    for i in range(ids.size):
        x = _mix(ids[i] * _ID_ + stream_key)
        out[i] = _mix(x + when[min(i, last)] * _WHEN_)


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def _step_keys(key: Any, step: Any, out: Any) -> None:
    for i in range(key.size):
        out[i] = _mix(key[i] + np.uint64(step[i]) * _WHEN_)


def uniform_compiled(key: U64, purpose_key: np.uint64) -> F64:
    """Uniform numbers in [0, 1) for keys and one purpose."""
    out = np.empty(key.shape)
    _fill(key.ravel(), purpose_key, out.ravel())
    return out


def keys_compiled(stream_key: np.uint64, ids: U64, when: U64) -> U64:
    """Keys of a stream; `when` has one place for all or one an id."""
    out = np.empty(ids.shape, np.uint64)
    _keys(stream_key, ids, when, out)
    return out


def step_keys_compiled(key: U64, step: Any) -> U64:
    """Keys of one step of an episode."""
    out = np.empty(key.shape, np.uint64)
    _step_keys(key, step, out)
    return out
