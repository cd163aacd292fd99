"""Keyed random numbers: every decision has its own stream, every draw its own key.

A draw is a hash of (seed, replicate, stream name, resident, day), not the next number of a shared generator.
Two scenarios therefore share every draw that a policy does not touch, one extra resident changes nobody
else's draws, and the order in which people are handled cannot matter. The mixing function is the
finaliser of SplitMix64 with the constants of Stafford's variant 13; a stream's key is a BLAKE2b digest, so
that neighbouring seeds share nothing.

Array functions and their scalar twins (`key_scalar`, `uniform_scalar`) return identical bits.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from types import ModuleType

import numpy as np
import numpy.typing as npt

U64 = npt.NDArray[np.uint64]
F64 = npt.NDArray[np.float64]

_ID = 0x9E3779B97F4A7C15
_WHEN = 0xD1B54A32D192ED03
_M1 = 0xBF58476D1CE4E5B9
_M2 = 0x94D049BB133111EB
_MASK = 0xFFFFFFFFFFFFFFFF
_TO_UNIT = 2.0**-53


@lru_cache(maxsize=1024)
def stream(name: str, seed: int, replicate: int = 0) -> int:
    """Key of a named stream.

    Parameters
    ----------
    name : str
        The decision the stream serves, for example ``"choice"``.
    seed, replicate : int
        Which random history of the county.

    Returns
    -------
    int
        64-bit key.
    """
    return int.from_bytes(blake2b(f"{name}|{seed}|{replicate}".encode(), digest_size=8).digest(), "little")


@lru_cache(maxsize=1024)
def purpose(name: str) -> int:
    """Key of one use of a case's key, for example ``purpose("bill")``."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def _mix(x: U64) -> U64:
    x ^= x >> np.uint64(30)
    x *= np.uint64(_M1)
    x ^= x >> np.uint64(27)
    x *= np.uint64(_M2)
    x ^= x >> np.uint64(31)
    return x


def keys(stream_key: int, ids: npt.NDArray[np.unsignedinteger | np.signedinteger], when: object = 0) -> U64:
    """Keys of many draws of one stream.

    Parameters
    ----------
    stream_key : int
        From `stream`.
    ids : integer array, shape (n,)
        Stable ids (of residents, villages, facilities).
    when : int or integer array, shape (n,), optional
        Day, year or episode number.

    Returns
    -------
    uint64 array, shape (n,)
    """
    if compiled is not None:
        days = when if isinstance(when, np.ndarray) else np.array([int(when) & _MASK], np.uint64)  # type: ignore[call-overload]
        found: U64 = compiled.keys_compiled(
            np.uint64(stream_key), ids.astype(np.uint64), days.astype(np.uint64)
        )
        return found
    x = ids.astype(np.uint64)
    x *= np.uint64(_ID)
    x += np.uint64(stream_key)
    _mix(x)
    if isinstance(when, np.ndarray):
        x += when.astype(np.uint64) * np.uint64(_WHEN)
    else:
        x += np.uint64((int(when) * _WHEN) & _MASK)  # type: ignore[call-overload]
    return _mix(x)


def uniform(key: U64, purpose_key: int = 0) -> F64:
    """Uniform numbers in [0, 1) for keys, one per key and purpose; compiled where Numba is in use.

    Parameters
    ----------
    key : uint64 array
        From `keys`.
    purpose_key : int
        From `purpose`; 0 uses the key itself, which then must serve nothing else.
    """
    if compiled is not None and purpose_key:
        drawn: F64 = compiled.uniform_compiled(key, np.uint64(purpose_key))
        return drawn
    x = key
    if purpose_key:
        x = _mix(key ^ np.uint64(purpose_key))
    return (x >> np.uint64(11)).astype(np.float64) * _TO_UNIT


compiled: ModuleType | None = None
"""Compiled twins with the same bits; set by `use_compiled`."""


def use_compiled() -> None:
    """Let the array functions run compiled from here on, in this process; results do not change."""
    global compiled
    if compiled is None:
        from sim import randomness_numba  # Numba takes a third of a second to import

        compiled = randomness_numba


def draw(stream_key: int, ids: npt.NDArray[np.unsignedinteger | np.signedinteger], when: object = 0) -> F64:
    """Uniform numbers in [0, 1), one per id (and day) of a stream that serves a single decision."""
    return uniform(keys(stream_key, ids, when))


def step_keys(key: U64, step: npt.NDArray[np.integer]) -> U64:
    """Keys of one step (visit) of an episode, from the episode's key."""
    if compiled is not None:
        found: U64 = compiled.step_keys_compiled(key, step)
        return found
    return _mix(key + step.astype(np.uint64) * np.uint64(_WHEN))


def step_key_scalar(key: int, step: int) -> int:
    """Scalar twin of `step_keys`."""
    return _mix_scalar((key + step * _WHEN) & _MASK)


def _mix_scalar(x: int) -> int:
    x ^= x >> 30
    x = (x * _M1) & _MASK
    x ^= x >> 27
    x = (x * _M2) & _MASK
    return x ^ (x >> 31)


def key_scalar(stream_key: int, one_id: int, when: int = 0) -> int:
    """Scalar twin of `keys`."""
    x = _mix_scalar((one_id * _ID + stream_key) & _MASK)
    return _mix_scalar((x + when * _WHEN) & _MASK)


def uniform_scalar(key: int, purpose_key: int = 0) -> float:
    """Scalar twin of `uniform`."""
    x = _mix_scalar(key ^ purpose_key) if purpose_key else key
    return (x >> 11) * _TO_UNIT
