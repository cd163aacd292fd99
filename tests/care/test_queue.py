from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.care.queue import rank_within, serve, sessions_capacity
from tests.care.scalar_queue import serve_scalar

KERNELS = ["numpy", "numba"]


@pytest.fixture(params=KERNELS)
def kernel(request):
    if request.param == "numba":
        pytest.importorskip("numba")
    return request.param


def arrays(unit, arrival, service, servers):
    return np.int32(unit), np.float64(arrival), np.float64(service), np.int32(servers)


@st.composite
def days(draw):
    """A small day in quarter minutes, so that sums are exact and equal arrivals are common."""
    units = draw(st.integers(1, 4))
    servers = draw(st.lists(st.integers(1, 4), min_size=units, max_size=units))
    patients = draw(
        st.lists(
            st.tuples(st.integers(0, units - 1), st.integers(0, 120), st.integers(0, 80)),
            min_size=1,
            max_size=40,
        )
    )
    unit, arrival, service = (np.array(column) for column in zip(*patients, strict=True))
    return arrays(unit, arrival / 4, service / 4, servers)


def random_day(seed, units=700, patients=9000):
    rng = np.random.default_rng(seed)
    unit = np.minimum(rng.geometric(0.01, patients) - 1, units - 1)  # a few long queues, many short ones
    return arrays(
        unit, rng.random(patients) * 480, rng.exponential(9, patients), rng.integers(1, 41, units) // 8 + 1
    )


# Worked by hand


def test_two_doctors_by_hand(kernel):
    # Unit 0, two doctors: A 0-10, B 1-4, C (arrives 2) takes B's doctor at 4 until 9, D (arrives 3) waits for
    # the doctor who is free first: C's, at 9. Unit 1, one doctor: E 5-8, F (same minute, later in line) at 8.
    day = arrays([0, 1, 0, 0, 1, 0], [0, 5, 1, 2, 5, 3], [10, 3, 3, 5, 1, 1], [2, 1])
    assert serve(*day, kernel=kernel).tolist() == [0, 0, 0, 2, 3, 6]


def test_order_is_arrival_not_position(kernel):
    assert serve(*arrays([0, 0, 0], [9, 0, 4], [5, 6, 5], [1]), kernel=kernel).tolist() == [2, 0, 2]


def test_no_doctor_serves_nobody_and_an_empty_day_is_empty(kernel):
    closed = arrays([1, 0, 1], [0, 0, 1], [4, 4, 4], [1, 0])
    assert serve(*closed, kernel=kernel).tolist() == [math.inf, 0, math.inf]
    assert serve(*arrays([], [], [], [3, 1]), kernel=kernel).size == 0
    assert serve(*arrays([], [], [], []), kernel=kernel).size == 0


def test_unknown_unit_is_refused(kernel):
    with pytest.raises(ValueError, match="unit 2"):
        serve(*arrays([2], [0], [1], [1, 1]), kernel=kernel)


def test_rank_by_hand():
    group, priority = np.array([3, 0, 3, 3, 0, 3]), np.array([1, 2, 0, 1, 2, 1])
    tie = np.array([0.5, 0.2, 0.9, 0.1, 0.1, 0.5])
    assert rank_within(group, priority, tie).tolist() == [2, 1, 0, 1, 0, 3]  # equal ties: by position
    keys = np.array([2**63 + 1, 7, 0, 2**63, 5, 2**64 - 1], dtype=np.uint64)  # differ only beyond float64
    assert rank_within(group, priority, keys).tolist() == [2, 1, 0, 1, 0, 3]
    assert rank_within(group[:0], priority[:0], tie[:0]).size == 0


def test_sessions_capacity_by_hand():
    assert sessions_capacity(np.array([0, 1, 3]), 480.0, 7.0).tolist() == [0, 68, 205]  # 3 x 68.57 = 205.7
    assert sessions_capacity(np.array([1, 3]), np.array([0.3, 480]), np.array([0.1, 12])).tolist() == [3, 120]


# Properties


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(-2, 3), st.integers(0, 9)), max_size=60),
    st.sampled_from([1, 70_000]),
)
def test_rank_equals_sorting_each_group(entries, stretch):
    """`stretch` drives the group numbers beyond 16 bits."""
    columns = [np.array(column, dtype=np.int64) for column in zip(*entries, strict=True)] or [
        np.zeros(0, int)
    ] * 3
    group, priority, tie = columns
    expected = [0] * len(entries)
    for g in {entry[0] for entry in entries}:
        members = [i for i, entry in enumerate(entries) if entry[0] == g]
        for rank, i in enumerate(sorted(members, key=lambda i: entries[i][1:])):
            expected[i] = rank
    assert rank_within(group * stretch, priority, tie.astype(np.float64)).tolist() == expected


@given(days())
def test_queue_discipline(day):
    unit, arrival, service, servers = day
    wait = serve(*day)
    begin, end = arrival + wait, arrival + wait + service
    assert np.all(wait >= 0)
    for u, doctors in enumerate(servers):
        here = np.flatnonzero(unit == u)
        here = here[np.argsort(arrival[here], kind="stable")]
        assert np.all(np.diff(begin[here]) >= 0)  # first come, first served
        for patient in here:
            in_service = (begin[here] <= begin[patient]) & (begin[patient] < end[here])
            assert in_service.sum() <= doctors
            if wait[patient] > 0:  # nobody waits beside an idle doctor: just before the start all are busy
                assert ((begin[here] < begin[patient]) & (end[here] >= begin[patient])).sum() == doctors


@settings(deadline=None)  # the compiled kernel loads within the first example
@given(days())
def test_both_kernels_equal_the_heap(day):
    pytest.importorskip("numba")
    unit, arrival, service, servers = day
    expected = np.empty(unit.size)
    for u, doctors in enumerate(servers):
        here = unit == u
        expected[here] = serve_scalar(arrival[here].tolist(), service[here].tolist(), int(doctors))
    assert serve(*day, kernel="numpy").tobytes() == expected.tobytes()
    assert serve(*day, kernel="numba").tobytes() == expected.tobytes()


@given(days(), st.data())
def test_one_more_doctor_never_lengthens_a_wait(day, data):
    unit, arrival, service, servers = day
    more = servers + np.array(
        data.draw(st.lists(st.integers(0, 2), min_size=servers.size, max_size=servers.size))
    )
    assert np.all(serve(unit, arrival, service, more.astype(np.int32)) <= serve(*day))


def test_one_more_doctor_never_lengthens_a_wait_to_the_bit(kernel):
    unit, arrival, service, servers = random_day(4)
    before = serve(unit, arrival, service, servers, kernel)
    after = serve(unit, arrival, service, servers + np.int32(1), kernel)
    assert np.all(after <= before)
    assert after.sum() < before.sum()


def test_metamorphic_relations(kernel):
    unit, arrival, service, servers = random_day(5)
    wait = serve(unit, arrival, service, servers, kernel)
    assert wait.max() > 60  # the day is busy enough for the relations to say something
    shuffle = np.random.default_rng(6).permutation(unit.size)
    assert np.array_equal(
        serve(unit[shuffle], arrival[shuffle], service[shuffle], servers, kernel), wait[shuffle]
    )
    assert np.array_equal(
        serve(unit, arrival * 4, service * 4, servers, kernel), wait * 4
    )  # in quarter minutes
    alone = unit == 3  # queues do not touch each other
    assert np.array_equal(serve(unit[alone], arrival[alone], service[alone], servers, kernel), wait[alone])


@pytest.mark.parametrize("seed", range(5))
def test_kernels_agree_to_the_bit(seed):
    pytest.importorskip("numba")
    day = random_day(seed)
    assert serve(*day, kernel="numpy").tobytes() == serve(*day, kernel="numba").tobytes()


# Queueing theory


def erlang_c(servers, load):
    """Probability that an arrival of an M/M/c queue waits, `load` = arrival rate over one server's rate."""
    blocked = load**servers / math.factorial(servers) / (1 - load / servers)
    return blocked / (sum(load**k / math.factorial(k) for k in range(servers)) + blocked)


def mmc(servers, rho, replications, patients, seed):
    """M/M/c queues with mean service 1, one unit a replication; arrays (replication, patient)."""
    rng = np.random.default_rng(seed)
    shape = (replications, patients)
    arrival = np.cumsum(rng.exponential(1 / (rho * servers), shape), axis=1)
    unit = np.repeat(np.arange(replications, dtype=np.int32), patients)
    service = rng.exponential(1.0, unit.size)
    wait = serve(unit, arrival.ravel(), service, np.full(replications, servers, dtype=np.int32))
    return arrival, wait.reshape(shape)


@pytest.mark.parametrize("servers", [1, 3, 10])
@pytest.mark.parametrize("rho", [0.7, 0.8, 0.9])
def test_waits_follow_erlang_c(servers, rho):
    replications, patients, warm_up = 120, 12_000, 3_000
    _, wait = mmc(servers, rho, replications, patients, seed=1000 * servers + round(10 * rho))
    settled = wait[:, warm_up:]
    chance = erlang_c(servers, rho * servers)
    for by_replication, theory in [
        (settled.mean(axis=1), chance / (servers * (1 - rho))),
        ((settled > 0).mean(axis=1), chance),
    ]:
        error = by_replication.std(ddof=1) / math.sqrt(replications)
        assert error < 0.03 * theory  # precise enough to notice a wrong queue
        assert abs(by_replication.mean() - theory) < 3.5 * error


def test_erlang_c_table():
    assert erlang_c(1, 0.8) == pytest.approx(0.8)
    assert erlang_c(2, 1.0) == pytest.approx(1 / 3)
    assert erlang_c(10, 8.0) == pytest.approx(0.4092, abs=5e-5)


def test_littles_law():
    """People in line on average = arrivals a minute x mean wait, the line being seen by the clock."""
    servers, rho, low, high = 3, 0.85, 1_000.0, 4_000.0
    arrival, wait = mmc(servers, rho, replications=60, patients=12_000, seed=7)
    assert arrival[:, -1].min() > high
    clock = np.linspace(low, high, 20_000)
    gaps, lengths = [], []
    for came, waited in zip(arrival, wait, strict=True):
        in_line = np.searchsorted(came, clock, "right") - np.searchsorted(
            np.sort(came + waited), clock, "right"
        )
        watched = (came >= low) & (came < high)
        lengths.append(in_line.mean())
        gaps.append(in_line.mean() - watched.sum() / (high - low) * waited[watched].mean())
    theory = erlang_c(servers, rho * servers) * rho / (1 - rho)
    assert abs(np.mean(gaps)) < 0.01 * theory
    assert abs(np.mean(lengths) - theory) < 3.5 * np.std(lengths, ddof=1) / math.sqrt(len(lengths))
