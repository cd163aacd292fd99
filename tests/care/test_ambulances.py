"""Ambulances: where they stand, who is sent, and until when they are busy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.care.ambulances import AmbulanceTables, Fleet, ambulance_tables, answer, stations
from sim.geography.map import Kind, Option
from sim.policy.regimes import one_regime
from tests.levers.switch import switched

HOSPITAL, STATION = 7, 9
TABLE = AmbulanceTables(
    base=np.array([HOSPITAL, STATION]),
    first=np.array([0, 2]),
    way=np.array([[30.0, 10.0], [5.0, np.inf]]),  # the station serves village 0 only
    turnout=np.array([3.0, 3.0]),
    scene=10.0,
    handover=15.0,
)


def called(calls, villages, table=TABLE, fleet=None, busy=True):
    """Answer calls to the hospital: 40 minutes from village 0, 12 from village 1; 10 at the scene."""
    fleet = fleet or Fleet(table.base, np.zeros(len(table.base)))
    calls, villages = np.asarray(calls, float), np.asarray(villages)
    n = len(calls)
    ride = np.where(villages == 0, 40.0, 12.0)
    zero = np.zeros(n, int)
    hospital = np.full(n, HOSPITAL)
    return answer(table, fleet, calls, zero, villages, hospital, ride, np.full(n, 10.0), busy), fleet


def test_the_nearest_goes_and_comes_back():
    answered, fleet = called([100.0], [0])
    assert answered.response.tolist() == [8.0] and answered.door.tolist() == [58.0]
    # 100 + 3 + 5 + 10 + 40, then 15 at the door and 45 back to the station
    assert fleet.free.tolist() == [0.0, 218.0]
    answered, fleet = called([100.0], [1])
    assert answered.door.tolist() == [35.0]
    assert fleet.free.tolist() == [150.0, 0.0]  # it stands at the hospital already


def test_an_ambulance_that_is_out_is_not_free():
    answered, _ = called([100.0, 110.0, 120.0], [0, 0, 0])
    # The second gets the one of the hospital, free at 208; that of the station is nearer though free at 218.
    assert answered.response.tolist() == [8.0, 33.0, 218.0 + 5.0 - 120.0]
    assert answered.waited.tolist() == [False, False, True]
    answered, fleet = called([100.0, 110.0, 120.0], [0, 0, 0], busy=False)
    assert answered.response.tolist() == [8.0, 8.0, 8.0] and not fleet.free.any()


def test_calls_are_answered_in_order_of_calling_whatever_their_order_in_the_list():
    one, _ = called([100.0, 110.0, 120.0], [0, 0, 1])
    other, _ = called([120.0, 100.0, 110.0], [1, 0, 0])
    assert other.door[[1, 2, 0]].tolist() == one.door.tolist()


@given(st.lists(st.tuples(st.floats(0, 1440), st.integers(0, 1)), min_size=1, max_size=12))
def test_one_more_ambulance_helps_the_first_and_never_loses_a_call(calls):
    more = replace(
        TABLE,
        base=np.append(TABLE.base, HOSPITAL),
        first=np.array([0, 3]),
        way=np.vstack([TABLE.way, TABLE.way[:1]]),
        turnout=np.full(3, 3.0),
    )
    minutes, villages = zip(*calls, strict=True)
    before, _ = called(minutes, villages)
    after, fleet = called(minutes, villages, table=more)
    first = int(np.argmin(minutes))
    assert after.response[first] <= before.response[first]
    assert (after.response > 7.999).all() and np.isfinite(after.door).all()
    assert len(fleet.free) == 3


def test_who_stays_at_a_base_stays_as_busy():
    fleet = Fleet(np.array([HOSPITAL, HOSPITAL, STATION]), np.array([10.0, 20.0, 30.0]))
    after = fleet.at(np.array([HOSPITAL, HOSPITAL, HOSPITAL, 4]))
    assert after.free.tolist() == [10.0, 20.0, 0.0, 0.0]


def posts(map_, values, radius):
    regimes = one_regime(
        switched(values, capability__emergency__radius_km=radius), len(map_.villages), len(map_.facilities)
    )
    return regimes, stations(map_, regimes)


def test_stations_bring_every_village_within_the_radius_that_can_be(map_, values):
    for radius in (5, 10, 20):
        _, chosen = posts(map_, values, radius)
        assert len(set(chosen)) == len(chosen)
        columns = [Option.OWN_CENTRE, Option.NEAR_CENTRE]
        can = (map_.road_km[:, columns] <= radius) & (map_.options[:, columns] >= 0)
        reached = (can & np.isin(map_.options[:, columns], chosen)).any(axis=1)
        near = map_.road_km[:, Option.GENERAL] <= radius
        assert (reached | near | ~can.any(axis=1)).all()
        # No station stands where nobody needs it.
        needed = [(can & (map_.options[:, columns] == one)).any(axis=1) & ~near for one in chosen]
        assert all(each.any() for each in needed)


def test_a_smaller_radius_needs_more_stations_and_is_nearer(map_, tables, values):
    tables_of = {}
    for radius in (20, 5):
        regimes, _ = posts(map_, values, radius)
        tables_of[radius] = ambulance_tables(map_, tables.sites, regimes)
    assert len(tables_of[5].base) > len(tables_of[20].base)
    assert (tables_of[5].way.min(axis=0) <= tables_of[20].way.min(axis=0)).all()


def test_every_county_has_one_and_every_village_is_served(map_, tables, values):
    table = tables.ambulances
    assert (np.diff(table.first) >= 1).all() and table.first[-1] == len(table.base)
    county = map_.villages["county"].to_numpy()
    for one in range(len(map_.counties)):
        rows = slice(table.first[one], table.first[one + 1])
        assert (tables.sites.county[table.base[rows]] == one).all()
        assert np.isfinite(table.way[rows][:, county == one].min(axis=0)).all()
    at_hospital = np.count_nonzero(tables.sites.kind[table.base] == Kind.COUNTY_GENERAL)
    people = map_.counties["population_2020"].sum() / 10_000
    assert at_hospital == pytest.approx(max(values["care.ambulances"] * people, 1), abs=1)
