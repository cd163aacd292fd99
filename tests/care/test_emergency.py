from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.care.emergency import DESTINATIONS, emergency_death, emergency_tables
from sim.care.treatment import needed_skill
from sim.geography.map import Option


def test_destination_by_brute_force(map_, tables, catalogue, values):
    """The fewest minutes, each level of skill that is lacking counting as so many more."""
    e, skill = tables.emergency, needed_skill(catalogue)
    for row in (3 * catalogue.index("ami") + 2, 3 * catalogue.index("major_trauma") + 1, 0):
        for village in range(0, len(map_.villages), 7):
            felt = {}
            for option in DESTINATIONS:
                facility = map_.options[village, option]
                if facility >= 0:
                    lack = max(skill[row] - tables.sites.capability[facility], 0)
                    minutes = float(map_.ambulance[village, option])
                    felt[option] = minutes + values["care.emergency_gap_minutes"] * lack
            assert e.destination[row, village] == min(felt, key=felt.__getitem__)
    assert (map_.options[np.arange(len(map_.villages)), e.destination] >= 0).all()


def test_a_farther_hospital_is_never_chosen_instead(map_, tables, catalogue, values):
    ambulance = map_.ambulance.copy()
    ambulance[:, Option.GENERAL] += 10
    after = emergency_tables(replace(map_, ambulance=ambulance), tables.sites, catalogue, values)
    before = tables.emergency.destination
    assert (after.destination[before != Option.GENERAL] != Option.GENERAL).all()


def test_where_distance_alone_counts_the_nearest_is_chosen(map_, tables, catalogue, values):
    near = emergency_tables(map_, tables.sites, catalogue, dict(values) | {"care.emergency_gap_minutes": 0.0})
    ride = map_.ambulance[:, list(DESTINATIONS)]
    nearest = np.array(DESTINATIONS)[ride.argmin(axis=1)]
    assert (near.destination == nearest).all()


def test_death_by_hand():
    def dies(adequate, minutes, u, per_hour=0.02):
        one = [np.array([x]) for x in (adequate, minutes, 0.1, 0.5, per_hour, u)]
        return bool(emergency_death(*one)[0])

    assert dies(True, 0, 0.099)
    assert not dies(True, 0, 0.101)
    assert dies(True, 90, 0.129)  # 0.1 + 1.5 h x 0.02
    assert not dies(True, 90, 0.131)
    assert dies(False, 0, 0.499)
    assert not dies(False, 0, 0.501)
    assert dies(False, 6000, 0.999999)  # a chance above one is one


def test_later_is_never_safer():
    rng = np.random.default_rng(1)
    adequate, minutes, u = rng.random(4000) < 0.5, rng.random(4000) * 200, rng.random(4000)
    chances = np.full(4000, 0.1), np.full(4000, 0.4), np.full(4000, 0.03)
    before = emergency_death(adequate, minutes, *chances, u)
    assert (emergency_death(adequate, minutes + 30, *chances, u) >= before).all()
    assert (emergency_death(np.zeros(4000, bool), minutes, *chances, u) >= before).all()
