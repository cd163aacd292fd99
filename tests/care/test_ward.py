from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.care.noise import pick
from sim.care.ward import grant_beds, length_of_stay, may_go_down, stable_day
from sim.geography.map import Kind
from sim.money.rules import LEVELS

REQUESTS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 2**64 - 1)),
    max_size=40,
    unique_by=lambda r: r[2],
)
FREE = st.lists(st.integers(0, 8), min_size=4, max_size=4)


def grant(requests, free):
    facility, priority, tie = (
        np.array(column, dtype) for column, dtype in zip(
            zip(*requests, strict=True) if requests else [[]] * 3, (np.int32, np.int8, np.uint64), strict=True
        )
    )  # fmt: skip
    return grant_beds(facility, priority, tie, np.array(free, np.int64))


def test_beds_by_hand():
    requests = [(1, 2, 5), (1, 0, 9), (0, 4, 1), (1, 2, 4), (1, 4, 0), (0, 4, 0)]
    assert grant(requests, [1, 2, 0, 0]).tolist() == [False, True, False, True, False, True]


@given(REQUESTS, FREE)
def test_beds_are_never_exceeded_and_none_is_left_empty(requests, free):
    granted = grant(requests, free)
    facility = np.array([r[0] for r in requests], int)
    given_out = np.bincount(facility[granted], minlength=4)
    assert (given_out == np.minimum(np.bincount(facility, minlength=4), free)).all()
    for i, bed in enumerate(granted):
        if not bed:
            better = [requests[j] for j in np.flatnonzero(granted) if requests[j][0] == requests[i][0]]
            assert all(other[1:] < requests[i][1:] for other in better)


@given(REQUESTS, FREE, st.integers(0, 3))
def test_one_more_bed_is_one_more_patient_and_nobody_less(requests, free, which):
    before = grant(requests, free)
    free[which] += 1
    after = grant(requests, free)
    assert (after >= before).all()
    assert after.sum() - before.sum() <= 1


def test_length_of_stay(tables, catalogue, values):
    ward, c = tables.ward, catalogue.index("copd")
    u = (np.arange(4096) + 0.5) / 4096
    for level, name in enumerate(LEVELS):
        days = length_of_stay(ward, np.full(4096, c), np.full(4096, level), pick(ward.noise, u))
        assert days.min() >= 1
        assert (np.diff(days) >= 0).all()
        expected = catalogue.stay_days[c] * values[f"care.stay_level.{name}"]
        assert days.mean() == pytest.approx(expected, rel=0.01)
    short = replace(ward, days=np.full((1, 1), 0.1))
    assert length_of_stay(short, np.zeros(1, int), np.zeros(1, int), np.ones(1)).tolist() == [1]


def test_day_on_which_a_patient_is_stable(tables):
    ward = replace(tables.ward, down_day=0.5)
    start = np.full(5, 100)
    assert stable_day(ward, start, start + np.array([1, 2, 3, 8, 9])).tolist() == [101, 101, 102, 104, 105]


@given(st.integers(0, 1000), st.integers(1, 200), st.floats(0.01, 1.0))
def test_nobody_is_stable_before_or_after_the_stay(tables, start, days, share):
    ward = replace(tables.ward, down_day=share)
    stable = int(stable_day(ward, np.array([start]), np.array([start + days]))[0])
    assert start < stable <= start + days


def test_who_sends_down():
    sends = may_go_down(np.array(list(Kind)))
    assert [kind for kind, down in zip(Kind, sends, strict=True) if down] == [
        Kind.COUNTY_GENERAL, Kind.COUNTY_TCM, Kind.COUNTY_MCH, Kind.OTHER_HOSPITAL,
    ]  # fmt: skip


def test_operations_are_done_where_there_is_a_theatre(tables, values):
    assert tables.ward.operate_level.tolist() == [0, values["care.township_surgery"], 1, 1, 1]
