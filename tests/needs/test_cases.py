from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.care.ward import STAY
from sim.needs.cases import CASE, Agenda, Origin, join, new_cases, select


def cases(*persons: int) -> np.ndarray:
    n = len(persons)
    keys, number = np.arange(n, dtype=np.uint64) + np.uint64(7), np.arange(n, dtype=np.int8)
    return new_cases(keys, np.array(persons, np.int32), number, np.full(n, 2, np.int8))


def test_a_new_case_is_expected_nowhere():
    case = cases(5, 9)
    assert case.dtype == CASE
    assert case["key"].tolist() == [7, 8]
    assert case["person"].tolist() == [5, 9]
    assert case["condition"].tolist() == [0, 1]
    assert case["severity"].tolist() == [2, 2]
    assert case["target"].tolist() == [-1, -1]
    assert case["origin"].tolist() == [Origin.NEW] * 2
    for name in ("step", "place", "tries", "slip", "avoid"):
        assert case[name].tolist() == [0, 0], name


def test_emergencies_come_first_then_slips_then_appointments():
    assert sorted(Origin) == [
        Origin.EMERGENCY, Origin.REFERRED, Origin.BOOKED, Origin.RETURN, Origin.NEW, Origin.BED,
        Origin.REPORT,
    ]  # fmt: skip


def test_joining_and_selecting_equal_numpy():
    a, b, none = cases(1, 2, 3), cases(4), cases()
    assert join([a, none, b]).tobytes() == np.concatenate([a, b]).tobytes()
    assert join([none, none]).dtype == CASE
    assert join([none]).size == 0
    assert select(a, np.array([True, False, True])).tobytes() == a[[0, 2]].tobytes()
    assert select(a, np.array([2, 0, 2])).tobytes() == a[[2, 0, 2]].tobytes()
    picked = select(a, np.array([True, True, True]))
    picked["person"] = 0
    assert a["person"].tolist() == [1, 2, 3]  # a copy


def test_records_come_up_on_their_day_in_the_order_filed():
    agenda = Agenda()
    agenda.put(cases(1, 2, 3, 4), np.array([5, 3, 5, 9]))
    agenda.put(cases(8), 5)
    agenda.put(cases(), 5)
    agenda.put(cases(6, 7), np.array([5, 3], np.int64))
    assert len(agenda) == 7
    assert agenda.take(4).size == 0
    assert agenda.take(3)["person"].tolist() == [2, 7]
    assert agenda.take(5)["person"].tolist() == [1, 3, 8, 6]
    assert agenda.take(5).size == 0
    assert len(agenda) == 1
    assert agenda.take(9)["person"].tolist() == [4]


def test_what_is_filed_is_a_copy():
    agenda, mine = Agenda(), cases(1, 2)
    agenda.put(mine, 3)
    agenda.put(mine, np.array([4, 4]))
    mine["person"] = 99
    assert agenda.take(3)["person"].tolist() == agenda.take(4)["person"].tolist() == [1, 2]


def test_stays_have_an_agenda_of_their_own():
    agenda = Agenda(STAY)
    stays = np.zeros(2, STAY)
    stays["person"] = [4, 5]
    agenda.put(stays, np.array([2, 400]))
    assert agenda.take(2).dtype == STAY
    assert agenda.take(400)["person"].tolist() == [5]


@given(st.lists(st.lists(st.integers(0, 30), max_size=20), max_size=6))
def test_nothing_is_lost_whatever_is_filed(days):
    agenda, number, due = Agenda(), 0, {}
    for batch in days:
        persons = list(range(number, number + len(batch)))
        number += len(batch)
        agenda.put(cases(*persons), np.array(batch, np.int64))
        for person, day in zip(persons, batch, strict=True):
            due.setdefault(day, []).append(person)
    assert len(agenda) == number
    for day in range(31):
        assert agenda.take(day)["person"].tolist() == due.get(day, [])
    assert len(agenda) == 0
