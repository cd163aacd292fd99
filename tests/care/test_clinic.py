from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.care.clinic import LAST_ARRIVAL, TICKS, Served, arrival_minutes, clinic_day
from sim.care.noise import exponential, pick
from sim.needs.cases import Origin

REFERRED, BOOKED, RETURN, NEW = Origin.REFERRED, Origin.BOOKED, Origin.RETURN, Origin.NEW


def day(unit, origin, tie, *, slots, doctors=None, arrival=None, service=None, minutes=10.0) -> Served:
    """A clinic day of few patients; session of 100 minutes."""
    n, units = len(unit), len(slots)
    return clinic_day(
        unit=np.array(unit, np.int64),
        origin=np.array(origin, np.int8),
        tie=np.array(tie, np.uint64),
        uniform_arrival=np.full(n, 0.5) if arrival is None else np.array(arrival, np.float64),
        uniform_service=np.full(n, 0.632) if service is None else np.array(service, np.float64),
        doctors=np.array(doctors or [1] * units, np.int32),
        slots=np.array(slots, np.int64),
        session=np.full(units, 100.0),
        service=np.full(units, minutes),
        kernel="numpy",
    )


def test_when_people_come():
    came = arrival_minutes(
        np.array([REFERRED, BOOKED, RETURN, NEW, NEW, NEW]),
        np.array([0.9, 0.9, 0.5, 0.5, 0.0, 1 - 2.0**-53]),
        np.full(6, 200.0),
    )
    # appointments at the opening; the others early rather than late: a quarter of the way at the median
    assert came.tolist() == [0, 0, 40, 40, 0, pytest.approx(200 * LAST_ARRIVAL)]


def test_places_go_by_priority_then_by_key():
    origin = [NEW, RETURN, BOOKED, REFERRED, NEW, BOOKED]
    tie = [1, 2, 9, 8, 0, 3]
    for places, seen in [
        (0, []),
        (1, [3]),
        (2, [3, 5]),
        (3, [2, 3, 5]),
        (4, [1, 2, 3, 5]),
        (5, [1, 2, 3, 4, 5]),
    ]:
        served = day([0] * 6, origin, tie, slots=[places])
        assert np.flatnonzero(served.seen).tolist() == seen
        assert (served.wait[~served.seen] == 0).all()


def test_units_do_not_share_places():
    served = day([0, 1, 0, 1], [NEW, NEW, NEW, REFERRED], [1, 2, 3, 4], slots=[2, 1])
    assert served.seen.tolist() == [True, False, True, True]


def test_waits_by_hand():
    """One doctor; all come at minute 20, consultations of 10 minutes times the table's multiplier."""
    length = 10 * float(pick(exponential(), np.array([0.632]))[0])
    assert length == pytest.approx(10, rel=0.01)
    served = day([0, 0, 0], [NEW] * 3, [3, 1, 2], slots=[9])
    assert served.wait.tolist() == [0, int(length * TICKS), int(2 * length * TICKS)]
    two = day([0, 0, 0], [NEW] * 3, [3, 1, 2], slots=[9], doctors=[2])
    assert two.wait.tolist() == [0, 0, int(length * TICKS)]


def test_those_turned_away_hold_up_nobody():
    alone = day([0], [NEW], [1], slots=[1])
    crowd = day([0] * 5, [NEW] * 5, [5, 1, 4, 3, 2], slots=[1])
    assert crowd.seen.tolist() == [False, True, False, False, False]
    assert crowd.wait[1] == alone.wait[0] == 0


CASES = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from([1, 2, 3, 4]), st.integers(0, 2**64 - 1),
        st.floats(0, 1, exclude_max=True), st.floats(0, 1, exclude_max=True),
    ),
    max_size=40,
    unique_by=lambda case: case[2],
)  # fmt: skip
SLOTS = st.lists(st.integers(0, 12), min_size=4, max_size=4)


@given(CASES, SLOTS)
def test_a_day_keeps_its_rules(cases, slots):
    unit, origin, tie, arrival, service = [list(column) for column in zip(*cases, strict=True)] or [[]] * 5
    served = day(unit, origin, tie, slots=slots, arrival=arrival, service=service)
    seen = np.bincount(np.array(unit, int)[served.seen], minlength=4)
    came = np.bincount(np.array(unit, int), minlength=4)
    assert (seen == np.minimum(came, slots)).all()  # nobody over capacity, and no place left empty
    assert (served.wait >= 0).all()
    for i, out in enumerate(served.seen):  # nobody with a lower priority is seen before one who is not
        if not out:
            same = [j for j in range(len(unit)) if unit[j] == unit[i] and served.seen[j]]
            assert all((origin[j], tie[j]) < (origin[i], tie[i]) for j in same)


@given(CASES, SLOTS, st.randoms(use_true_random=False))
def test_the_order_in_which_people_are_handled_does_not_matter(cases, slots, random):
    """Keys decide, not positions (arrivals of equal minute apart, which go by position)."""
    cases = [(u, NEW, t, (i + 1) / 50, s) for i, (u, _, t, _, s) in enumerate(cases)]
    order = list(range(len(cases)))
    random.shuffle(order)

    def served(rows):
        unit, origin, tie, arrival, service = [list(column) for column in zip(*rows, strict=True)] or [[]] * 5
        return day(unit, origin, tie, slots=slots, arrival=arrival, service=service)

    one, two = served(cases), served([cases[i] for i in order])
    assert one.seen[order].tolist() == two.seen.tolist()
    assert one.wait[order].tolist() == two.wait.tolist()


@given(CASES, SLOTS, st.integers(0, 3))
def test_more_places_never_turn_anybody_away(cases, slots, which):
    unit, origin, tie, *_ = [list(column) for column in zip(*cases, strict=True)] or [[]] * 5
    before = day(unit, origin, tie, slots=slots)
    slots = [places + (unit == which) for unit, places in enumerate(slots)]
    after = day(unit, origin, tie, slots=slots)
    assert (after.seen >= before.seen).all()
