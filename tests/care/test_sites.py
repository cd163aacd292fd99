from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.care.sites import CLINICS, UNLIMITED, build_sites, open_beds, price_level, tier_of_kind
from sim.geography.map import Kind
from sim.money.rules import LEVELS
from sim.needs.catalogue import Department
from sim.randomness import stream
from tests.small import single


@pytest.fixture(scope="module")
def sites(map_, values):
    return build_sites(map_, single(map_, values), 1.0, 1)


def with_facility(map_, index, **facts):
    facilities = map_.facilities.copy()
    for name, value in facts.items():
        facilities[name] = facilities[name].astype(type(value) if not isinstance(value, str) else object)
        facilities.loc[index, name] = value
    return replace(map_, facilities=facilities)


def first(map_, kind):
    return int(np.flatnonzero(map_.facilities["kind"] == kind)[0])


def test_a_primary_institution_is_one_clinic_a_hospital_one_for_each_department(map_, sites):
    kind = map_.facilities["kind"].to_numpy()
    units = np.bincount(sites.unit_facility, minlength=len(kind))
    assert (units[kind < Kind.COUNTY_GENERAL] == 1).all()
    assert (units[kind >= Kind.COUNTY_GENERAL] == len(CLINICS)).all()
    assert (sites.unit_facility[sites.first_unit] == np.arange(len(kind))).all()


def test_everybody_finds_the_unit_of_their_department(map_, sites):
    clinic, hospital = first(map_, Kind.VILLAGE_CLINIC), first(map_, Kind.COUNTY_GENERAL)
    department = np.array(list(Department))
    assert (sites.unit(np.full(6, clinic), department) == sites.first_unit[clinic]).all()
    units = sites.unit(np.full(6, hospital), department) - sites.first_unit[hospital]
    assert units.tolist() == [0, 1, 2, 3, 4, 0]  # emergencies follow up in internal medicine
    every = sites.unit(np.repeat(np.arange(len(sites.kind)), 6), np.tile(department, len(sites.kind)))
    assert (sites.unit_facility[every] == np.repeat(np.arange(len(sites.kind)), 6)).all()


def test_staff_by_hand(map_, values):
    own = dict(values) | {
        "care.department_share.surgery": 0.22,
        "care.clinic_share.hospital": 0.5,
        "care.clinic_share.township": 1.0,
        "care.weekend.hospital": 0.5,
        "care.session_minutes.hospital": 360,
        "care.service_minutes.hospital": 8,
        "care.session_minutes.township": 300,
        "care.service_minutes.township": 7,
        "care.weekend.township": 0.6,
    }
    hospital, centre = first(map_, Kind.COUNTY_GENERAL), first(map_, Kind.TOWNSHIP_CENTRE)
    changed = with_facility(map_, hospital, doctors=100.0, beds=200, background=0.1)
    changed = with_facility(changed, centre, doctors=3.0, beds=9, background=0.0)
    sites = build_sites(changed, single(changed, own), 1.0, 1)
    surgery = sites.first_unit[hospital] + Department.SURGERY
    assert sites.doctors[surgery] == 10  # 100 x 0.9 x 0.22 x 0.5 = 9.9
    assert sites.weekend_doctors[surgery] == 5  # 4.95
    assert sites.slots[surgery] == 450  # 10 x 45
    assert sites.beds[hospital] == 180
    unit = sites.first_unit[centre]
    assert (sites.doctors[unit], sites.weekend_doctors[unit]) == (3, 2)  # 1.8
    assert (sites.slots[unit], sites.weekend_slots[unit]) == (128, 85)  # 128.57, 85.7
    assert sites.beds[centre] == 9


def test_nobody_is_without_a_doctor_and_weekends_have_no_more(sites):
    assert (sites.doctors >= 1).all()
    assert (sites.weekend_doctors >= 1).all()
    assert (sites.weekend_doctors <= sites.doctors).all()
    assert (sites.weekend_slots <= sites.slots).all()


def test_unlimited_capacity_opens_clinics_and_wards_but_builds_none(map_, sites, values):
    free = build_sites(map_, single(map_, dict(values) | {"care.unlimited": 1.0}), 1.0, 1)
    assert (free.slots == UNLIMITED).all()
    assert (free.weekend_slots == UNLIMITED).all()
    assert ((free.beds == UNLIMITED) == (sites.beds > 0)).all()
    assert ((free.beds == 0) == (sites.beds == 0)).all()


def test_price_levels(map_, values):
    level = np.array(LEVELS)[price_level(map_, single(map_, values))]
    kind = map_.facilities["kind"].to_numpy()
    expected = {
        Kind.VILLAGE_CLINIC: "village", Kind.TOWNSHIP_CENTRE: "township", Kind.COUNTY_GENERAL: "county",
        Kind.OTHER_HOSPITAL: "county", Kind.NEIGHBOUR: "county", Kind.CITY: "city", Kind.FAR: "far",
    }  # fmt: skip
    for which, name in expected.items():
        assert set(level[kind == which]) == {name}
    raised = with_facility(map_, first(map_, Kind.OTHER_HOSPITAL), level=3)
    assert LEVELS[price_level(raised, single(raised, values))[first(map_, Kind.OTHER_HOSPITAL)]] == "city"


def test_a_level_three_hospital_can_do_what_the_city_can(map_, values):
    other = first(map_, Kind.OTHER_HOSPITAL)
    assert (
        build_sites(map_, single(map_, values), 1.0, 1).capability[other] == values["care.capability.other"]
    )
    raised = build_sites(with_facility(map_, other, level=3), single(map_, values), 1.0, 1)
    assert raised.capability[other] == values["care.capability.city"]


def test_tiers():
    assert tier_of_kind(np.array(list(Kind))).tolist() == [0, 1, 2, 2, 2, 2, 2, 2, 2]


# A sample of people against whole clinics


def test_everybody_meets_every_bed():
    beds = np.array([0, 1, 4, 120])
    assert open_beds(beds, 1.0, stream("beds", 1)) is beds


@given(st.integers(0, 2**63), st.floats(0.001, 0.999))
def test_rounding_is_to_a_neighbouring_whole_number(key, sample):
    beds = np.array([0, 1, 3, 7, 24, 125])
    open_ = open_beds(beds, sample, key)
    assert (open_ >= np.floor(beds * sample)).all()
    assert (open_ <= np.floor(beds * sample) + 1).all()
    assert open_[0] == 0


def test_beds_of_a_sample_are_unbiased_over_seeds(map_, sites, values):
    beds = np.mean([build_sites(map_, single(map_, values), 0.1, seed).beds for seed in range(200)], axis=0)
    assert np.abs(beds - 0.1 * sites.beds).max() < 4 * 0.5 / np.sqrt(200)
