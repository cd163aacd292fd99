"""Compiled twins of the array functions of `sim.randomness`: the same bits in one pass."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from sim.randomness import _ID, _M1, _M2, _TO_UNIT, _WHEN, F64, U64, purpose

_A, _B, _UNIT = np.uint64(_M1), np.uint64(_M2), np.float64(_TO_UNIT)
_ID_, _WHEN_ = np.uint64(_ID), np.uint64(_WHEN)
_30, _27, _31, _11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


@numba.njit(inline="always")
def _mix(x: Any) -> Any:
    x = (x ^ (x >> _30)) * _A
    x = (x ^ (x >> _27)) * _B
    return x ^ (x >> _31)


@numba.njit(inline="always")
def unit(key: Any, purpose_key: Any) -> Any:
    """Uniform number in [0, 1) of one key and purpose, for compiled steps."""
    return unit_of(_mix(key ^ purpose_key))


@numba.njit(inline="always")
def step_key(key: Any, step: Any) -> Any:
    """Key of one step of an episode, for compiled steps."""
    return _mix(key + np.uint64(step) * _WHEN_)


@numba.njit(cache=True)
def _fill(key: Any, purpose_key: Any, out: Any) -> None:
    for i in range(key.size):
        out[i] = unit(key[i], purpose_key)


@numba.njit(inline="always")
def stream_key(stream: Any, one_id: Any, when: Any) -> Any:
    """Key of one draw of a stream, for compiled steps."""
    return _mix(_mix(one_id * _ID_ + stream) + np.uint64(when) * _WHEN_)


@numba.njit(inline="always")
def unit_of(key: Any) -> Any:
    """Uniform number in [0, 1) of a key that serves nothing else, for compiled steps."""
    return (key >> _11) * _UNIT


@numba.njit(cache=True)
def _keys(stream: Any, ids: Any, when: Any, out: Any) -> None:
    last = when.size - 1
    for i in range(ids.size):
        out[i] = stream_key(stream, ids[i], when[min(i, last)])


@numba.njit(cache=True)
def _step_keys(key: Any, step: Any, out: Any) -> None:
    for i in range(key.size):
        out[i] = step_key(key[i], step[i])


def purposes(*names: str) -> tuple[np.uint64, ...]:
    """Keys of uses, typed for compiled steps; see `sim.randomness.purpose`."""
    return tuple(np.uint64(purpose(name)) for name in names)


def uniform_compiled(key: U64, purpose_key: np.uint64) -> F64:
    """Uniform numbers in [0, 1) for keys and one purpose."""
    out = np.empty(key.shape)
    if key.ndim == 1:
        _fill(key, purpose_key, out)
    else:
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
