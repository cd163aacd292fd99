"""Teams outside the clinic: hand-worked numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.care.team import (
    CARRIED,
    HOME_CARE,
    clinic_left,
    met_by_supply,
    minutes_by_way,
    rounds_of,
    supply_multiple,
    truly_served,
    ways,
)
from sim.geography.kinds import Mode, Option


def left(slots, owed, doctors, least=0.5):
    """Slots and minutes left of units with sessions of 240 minutes and 10 minutes a patient."""
    one = np.ones(len(slots))
    return clinic_left(np.array(slots), np.array(owed, float), np.array(doctors), 240 * one, 10 * one, least)


def test_minutes_outside_are_taken_from_the_clinic():
    slots, session, owed = left([24, 24, 48, 24], [0, 45, 45, 300], [1, 1, 2, 1])
    assert session.tolist() == [240, 195, 217.5, 120]  # of each doctor
    assert slots.tolist() == [24, 19, 43, 12]  # 195 minutes, 435 minutes, and never less than half
    assert owed.tolist() == [0, 0, 0, 180]


def test_what_is_fewer_already_is_not_made_more():
    """Other rules may have taken places before."""
    slots, _, owed = left([5], [20], [1])
    assert slots.tolist() == [5]
    assert owed.tolist() == [0]
    closed = left([0], [20], [1])
    assert (closed.slots.item(), closed.owed.item()) == (0, 20)  # nobody is there to do it


@given(st.lists(st.floats(0, 5000), min_size=1, max_size=5), st.floats(0.1, 0.9), st.integers(1, 5))
def test_no_minute_is_lost_and_the_clinic_keeps_its_share(owed, least, doctors):
    n = len(owed)
    slots = np.full(n, 24 * doctors)
    now, session, later = left(slots, owed, np.full(n, doctors), least)
    spent = np.array(owed) - later
    assert (later >= 0).all() and (spent <= (1 - least) * 240 * doctors + 1e-9).all()
    assert (
        (session >= least * 240 - 1e-9).all()
        and (now <= slots).all()
        and (now * 10 >= least * 240 * doctors - 10).all()
    )
    more = left(slots, np.array(owed) + 10, np.full(n, doctors), least)
    assert (more.slots <= now).all()


def test_everybody_is_followed_up_once_an_interval():
    person = np.array([3, 5, 8, 9], np.int32)
    rounds = rounds_of(person, np.array([0.99, 0.0, 0.5, 0.5]), 4)
    assert [rounds.on(day).tolist() for day in range(700, 704)] == [[5], [], [8, 9], [3]]
    assert rounds.on(704).tolist() == [5]
    assert len(rounds_of(person[:0], np.empty(0), 4).on(3)) == 0


def test_a_signature_is_not_yet_service():
    signed, u = np.array([True, True, False]), np.array([0.2, 0.7, 0.2])
    assert truly_served(signed, np.full(3, 0.6), u).tolist() == [True, False, False]
    assert not truly_served(signed, np.zeros(3), u).any()


def test_supply_for_twice_as_long_meets_every_other_need_and_doubles_the_drugs():
    days = np.array([0.0, 14.0, 28.0, 56.0, 84.0])
    assert met_by_supply(days, 28).tolist() == [0, 0, 0, 0.5, 1 - 1 / 3]
    assert supply_multiple(days, 28, 0.5).tolist() == [1, 1, 1, 1.5, 2]
    drugs = supply_multiple(days, 28, 1.0) * (1 - met_by_supply(days, 28))
    np.testing.assert_allclose(drugs, 1.0)  # of drugs alone, as much is dispensed as before


def test_the_bed_bound_are_carried_or_visited():
    minutes = np.full((4, 1, len(Option)), 99.0)
    minutes[Mode.CAR] = 10.0
    minutes[Mode.CAR, 0, Option.NONE] = 0.0
    minutes[Mode.CAR, 0, Option.OWN_CLINIC] = np.inf  # a village without a clinic
    ways_there = minutes_by_way(minutes, 3.0)
    assert np.array_equal(ways_there[:4], minutes)
    carried, visited = ways_there[CARRIED, 0], ways_there[HOME_CARE, 0]
    assert carried[[Option.NONE, Option.PHARMACY, Option.OWN_CENTRE, Option.CITY]].tolist() == [0, 10, 30, 30]
    assert visited[[Option.OWN_CENTRE, Option.NEAR_CENTRE]].tolist() == [0, 30]
    assert np.isinf(visited[Option.OWN_CLINIC])


def test_only_the_bed_bound_travel_otherwise():
    mode, bedbound = np.array([0, 3, 1, 2], np.uint8), np.array([False, False, True, True])
    visited = np.array([False, True, False, True])
    assert ways(mode, bedbound, visited).tolist() == [0, 3, CARRIED, HOME_CARE]
