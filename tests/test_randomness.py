from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from sim import randomness
from sim.randomness import (
    draw,
    key_scalar,
    keys,
    purpose,
    step_key_scalar,
    step_keys,
    stream,
    uniform,
    uniform_scalar,
)

WORD = st.integers(0, 2**64 - 1)
STEPS = st.integers(0, 127)
DAYS = st.integers(0, 2**40)
MANY = 40_000
IDS = np.arange(MANY, dtype=np.uint64) + np.uint64(130324 * 10_000_000)


# One number at a time or many: the same bits


@given(WORD, st.lists(st.tuples(WORD, DAYS), min_size=1, max_size=20), WORD)
def test_scalar_twins_are_bit_identical(stream_key, entries, purpose_key):
    ids = np.array([one for one, _ in entries], np.uint64)
    when = np.array([day for _, day in entries], np.int64)
    many = keys(stream_key, ids, when)
    assert many.tolist() == [key_scalar(stream_key, one, day) for one, day in entries]
    assert keys(stream_key, ids, entries[0][1])[0] == many[0]  # one day for all
    assert uniform(many).tolist() == [uniform_scalar(key) for key in many.tolist()]
    assert uniform(many, purpose_key).tolist() == [uniform_scalar(key, purpose_key) for key in many.tolist()]
    assert draw(stream_key, ids, when).tolist() == uniform(many).tolist()


@given(st.lists(st.tuples(WORD, STEPS), min_size=1, max_size=20))
def test_scalar_twin_of_steps_is_bit_identical(entries):
    key = np.array([one for one, _ in entries], np.uint64)
    step = np.array([number for _, number in entries], np.int8)
    assert step_keys(key, step).tolist() == [step_key_scalar(one, number) for one, number in entries]


@pytest.fixture
def compiled(monkeypatch):
    """Have the array functions compiled within one test."""
    pytest.importorskip("numba")
    monkeypatch.setattr(randomness, "compiled", None)
    randomness.use_compiled()
    assert randomness.compiled is not None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORD, st.lists(st.tuples(WORD, DAYS, STEPS), min_size=1, max_size=20), WORD)
def test_compiled_twins_are_bit_identical(compiled, stream_key, entries, purpose_key):
    ids, when, step = (
        np.array(column, kind)
        for column, kind in zip(zip(*entries, strict=True), (np.uint64, np.int64, np.int8), strict=True)
    )
    assert keys(stream_key, ids, when).tolist() == [
        key_scalar(stream_key, one, day) for one, day, _ in entries
    ]
    assert keys(stream_key, ids, entries[0][1]).tolist() == [
        key_scalar(stream_key, one, entries[0][1]) for one, _, _ in entries
    ]
    assert uniform(ids, purpose_key).tolist() == [uniform_scalar(one, purpose_key) for one, _, _ in entries]
    assert step_keys(ids, step).tolist() == [step_key_scalar(one, n) for one, _, n in entries]
    assert uniform(ids.reshape(1, -1), purpose_key).shape == (1, len(ids))


def test_compiled_twins_equal_numpy_on_many(monkeypatch):
    pytest.importorskip("numba")
    when = np.arange(MANY)

    def results() -> list[bytes]:
        key = keys(stream("choice", 1), IDS, when)
        arrays = [key, uniform(key, purpose("bill")), uniform(key), draw(3, IDS[:0])]
        arrays += [
            step_keys(key, (when % 5).astype(np.int8)),
            keys(7, IDS.astype(np.int64)),
            keys(7, IDS, 739_000),
        ]
        return [array.tobytes() for array in arrays]

    monkeypatch.setattr(randomness, "compiled", None)
    slow = results()
    randomness.use_compiled()
    assert slow == results()


def test_the_mixing_function_is_the_published_one():
    # first output of SplitMix64 from state 0 (reference implementation by Sebastiano Vigna)
    assert step_key_scalar(0x9E3779B97F4A7C15, 0) == 0xE220A8397B1DCDAF
    assert step_keys(np.array([0x9E3779B97F4A7C15], np.uint64), np.zeros(1, np.int8))[0] == 0xE220A8397B1DCDAF


def test_keys_of_streams_are_what_they_were():
    """A change here changes every result: it must be meant."""
    assert stream("choice", 1) == 0x6EA688589D51C400
    assert purpose("bill") == 0x75C45F2E2349477E
    assert key_scalar(stream("needs", 7, 3), 1303240000017, 738_000) == 0xAE6759D78E2CC6EE
    assert (
        len({stream(name, seed, replicate) for name in "ab" for seed in (1, 11) for replicate in (1, 11)})
        == 8
    )


def test_nothing_given_is_changed():
    ids, when, key = IDS.copy(), np.arange(MANY), keys(1, IDS)
    kept = key.copy()
    keys(5, ids, when)
    uniform(key)
    uniform(key, purpose("bill"))
    step_keys(key, np.ones(MANY, np.int8))
    assert np.array_equal(ids, IDS)
    assert np.array_equal(when, np.arange(MANY))
    assert np.array_equal(key, kept)


def test_uniform_numbers_never_reach_one():
    assert uniform_scalar(2**64 - 1) == 1 - 2.0**-53
    assert uniform(np.array([0, 2**64 - 1], np.uint64)).tolist() == [0.0, 1 - 2.0**-53]


# Uniform, and unrelated where they should be


def series(kind: str, seed: int = 1, name: str = "choice") -> np.ndarray:
    """Numbers drawn along one direction of the key."""
    key = stream(name, seed)
    if kind == "residents":
        return draw(key, IDS)
    if kind == "days":
        return draw(key, np.full(MANY, 1303240000017, np.uint64), np.arange(MANY) + 738_000)
    if kind == "steps":
        return uniform(step_keys(np.full(MANY, keys(key, IDS[:1])[0]), np.arange(MANY)), purpose("bill"))
    if kind == "seeds":
        return np.array(
            [uniform_scalar(key_scalar(stream(name, s), 1303240000017)) for s in range(MANY // 4)]
        )
    return np.array(
        [uniform_scalar(keys(key, IDS[:1]).item(), purpose(f"{kind}{n}")) for n in range(MANY // 4)]
    )


@pytest.mark.parametrize("kind", ["residents", "days", "steps", "seeds", "purposes"])
def test_numbers_are_uniform_and_follow_no_pattern(kind):
    u = series(kind)
    assert stats.kstest(u, "uniform").pvalue > 1e-3
    low_bits = (u * 2.0**40) % 1.0  # what a coarse fault of mixing would leave unmixed
    assert stats.kstest(low_bits, "uniform").pvalue > 1e-3
    assert unrelated(u[:-1], u[1:])


def unrelated(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether pairs fill the unit square evenly, and ranks do not go together."""
    square, _, _ = np.histogram2d(a, b, bins=16, range=[[0, 1], [0, 1]])
    even = stats.chisquare(square.ravel()).pvalue > 1e-3
    return bool(even and stats.spearmanr(a, b).pvalue > 1e-3)


def test_neighbouring_seeds_streams_days_and_purposes_are_unrelated():
    first = series("residents")
    assert unrelated(first, series("residents", seed=2))
    assert unrelated(first, series("residents", name="needs"))
    assert unrelated(first, draw(stream("choice", 1, 1), IDS))
    assert unrelated(first, draw(stream("choice", 1), IDS, 1))
    key = keys(stream("choice", 1), IDS)
    assert unrelated(uniform(key, purpose("treat.admit")), uniform(key, purpose("treat.offer")))
    assert unrelated(uniform(key), uniform(key, purpose("treat.offer")))
    assert unrelated(
        uniform(step_keys(key, np.zeros(MANY, np.int8))), uniform(step_keys(key, np.ones(MANY, np.int8)))
    )


def test_the_test_of_relation_can_fail():
    u = series("residents")
    assert not unrelated(u, np.roll(u, 1) * 0.02 + u * 0.98)
    assert not unrelated(u, (u + 0.5) % 1)


def test_resident_and_day_are_no_sum():
    """Resident 5 on day 3 is not resident 3 on day 5, nor is any key of a block of them used twice."""
    ids, when = np.meshgrid(np.arange(1500, dtype=np.uint64), np.arange(700))
    block = keys(stream("needs", 1), ids.ravel(), when.ravel())
    assert len(np.unique(block)) == block.size
    steps = step_keys(np.repeat(block[:60_000], 4), np.tile(np.arange(4), 60_000))
    assert len(np.unique(np.concatenate([block, steps]))) == block.size + steps.size
