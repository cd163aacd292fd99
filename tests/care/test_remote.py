from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.care.remote import connected, readers, remote_tables, seats
from sim.care.treatment import needed_skill
from sim.geography.map import Kind, Option
from sim.policy.regimes import one_regime


def remote(map_, tables, values, ratio=0, **more):
    values = {**values, **{path.replace("__", "."): value for path, value in more.items()}}
    regimes = one_regime(values, len(map_.villages), len(map_.facilities))
    skill, own = needed_skill(tables.catalogue), tables.treatment.adequate
    return remote_tables(map_, tables.sites, skill, own, np.array([0, ratio, ratio]), regimes)


def test_help_lends_the_skill_of_the_hospital_but_a_handicap(map_, tables, values):
    table = remote(map_, tables, values, care__telehealth_handicap=0.5)
    centre = np.flatnonzero((tables.sites.kind == Kind.TOWNSHIP_CENTRE) & (table.reader >= 0))[0]
    gap = needed_skill(tables.catalogue) - (tables.sites.capability[table.reader[centre]] - 0.5)
    lent = 1 / (1 + np.exp(values["care.capability_slope"] * (gap - values["care.capability_margin"])))
    assert np.allclose(table.adequate[:, centre], np.maximum(lent, tables.treatment.adequate[:, centre]))


def test_help_never_makes_worse_and_hospitals_need_none(map_, tables, values):
    table = remote(map_, tables, values, care__telehealth_handicap=1.0, pay_patient__telehealth__offer=0.7)
    assert (table.adequate >= tables.treatment.adequate).all()
    hospital = tables.sites.kind > Kind.TOWNSHIP_CENTRE
    assert np.array_equal(table.adequate[:, hospital], tables.treatment.adequate[:, hospital])
    assert (table.offer[hospital] == 0).all()
    assert set(table.offer[~hospital]) == {0.7}


def test_a_village_asks_a_hospital_of_its_county(map_, tables):
    reader = readers(map_, tables.sites)
    primary = tables.sites.kind <= Kind.TOWNSHIP_CENTRE
    assert (reader[~primary] == -1).all()
    assert (tables.sites.kind[reader[primary]] >= Kind.COUNTY_GENERAL).all()
    assert (tables.sites.kind[reader[primary]] < Kind.NEIGHBOUR).all()
    general = map_.options[0, Option.GENERAL]
    assert general in reader


def test_the_less_it_costs_oneself_the_more_agree(map_, tables, values):
    # A fee of 80 yuan, half of it paid: odds of 4 times e to -0.8 * 0.4 for the insured.
    half = remote(map_, tables, {**values, "prices.telehealth": 8000}, 5000, care__telehealth_weight=0.8)
    odds = 4 * np.exp([-0.64, -0.32, -0.32])
    assert np.allclose(half.accept, odds / (1 + odds))
    assert (remote(map_, tables, values, 10_000).accept[1:] == values["care.telehealth_accept"]).all()


def test_as_many_as_the_hospital_has_places_are_connected():
    reader, tie = np.array([7, 7, 7, 2, 2]), np.array([30, 10, 20, 5, 1], np.uint64)
    places = np.zeros(9, np.int64)
    places[7], places[2] = 2, 1
    assert connected(reader, tie, places).tolist() == [False, True, True, False, True]


@given(st.floats(0, 60), st.floats(0.001, 1.0))
def test_a_sample_finds_its_share_of_places(capacity, sample):
    u = (np.arange(1000) + 0.5) / 1000
    mean = seats(np.full(1000, capacity), sample, u).mean()
    assert abs(mean - capacity * sample) < 0.002
