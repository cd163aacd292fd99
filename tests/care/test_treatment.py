from __future__ import annotations

from dataclasses import replace
from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.care.offers import Offers
from sim.care.sites import build_sites
from sim.care.treatment import (
    ADMIT,
    ADVISE,
    KEEP,
    SLIP,
    TreatmentTables,
    admission_share,
    decide,
    needed_skill,
    treatment_tables,
)
from sim.geography.map import Kind, Option
from sim.needs.catalogue import Department
from tests.small import single

# two rows (a light and a grave case), three facilities: clinic, centre without a ward, hospital
SMALL = TreatmentTables(
    adequate=np.array([[0.9, 1.0, 1.0], [0.0, 0.5, 0.95]]),
    admit=np.array([0.0, 0.6]),
    stay=np.array([[0.0] * 3, [0.6] * 3]),
    indicated=np.array([[0.0] * 3, [0.6] * 3]),
    withholds=False,
    offer=np.array([[0.2, 0.4, 0.5], [0.2, 0.4, 0.5]]),
    due=np.array([[0.2, 0.4, 0.5], [0.2, 0.4, 0.5]]),
    advise=np.full((2, 3), 0.5),
    advise_stay=np.full(3, 0.5),
    ruled=np.zeros(3),
    upward=np.zeros((1, 3, 2), np.int8),
    beds=np.array([False, False, True]),
    admits=np.array([[1.0, 1.0, 1.0], [1.0, 1.0, 0.7]]),
    send_on=np.ones((2, 3)),
)
KIND = np.array([Kind.VILLAGE_CLINIC, Kind.TOWNSHIP_CENTRE, Kind.COUNTY_GENERAL])


def one(row, facility, adequate=0.0, admit=0.99, offer=0.99, advise=0.99, here=0.0, kind=None):
    who = (
        np.array([row]), np.array([facility]), np.array([KIND[facility] if kind is None else kind]),
        np.array([True]),
    )  # fmt: skip
    result = decide(SMALL, *who, *(np.array([u]) for u in (adequate, admit, offer, advise, here)))
    return bool(result.adequate[0]), int(result.act[0])


def test_treat_or_send_up():
    assert one(0, 0, adequate=0.89) == (True, KEEP)
    assert one(0, 0, adequate=0.91) == (False, KEEP)  # kept beyond capability
    assert one(0, 0, adequate=0.91, offer=0.19) == (False, SLIP)
    assert one(0, 0, adequate=0.91, offer=0.21, advise=0.49) == (False, ADVISE)
    assert one(0, 0, adequate=0.91, offer=0.19, advise=0.49) == (False, SLIP)  # a slip comes first


def test_admit():
    assert one(0, 2, admit=0.0) == (True, KEEP)  # no stay is indicated
    assert one(1, 2, admit=0.59) == (True, ADMIT)
    assert one(1, 2, admit=0.61) == (True, KEEP)
    assert one(1, 2, adequate=0.96, admit=0.1) == (False, KEEP)  # nobody is admitted beyond the capability


def test_who_could_be_admitted_may_be_sent_up():
    assert one(1, 2, admit=0.59, here=0.69) == (True, ADMIT)
    assert one(1, 2, admit=0.59, here=0.71) == (True, KEEP)
    assert one(1, 2, admit=0.59, here=0.71, offer=0.49) == (True, SLIP)
    assert one(1, 2, admit=0.61, here=0.71, offer=0.49) == (True, KEEP)  # no stay is indicated


def test_a_stay_is_indicated_where_there_is_no_ward():
    assert one(1, 1, adequate=0.49, admit=0.59, offer=0.39) == (True, SLIP)
    assert one(1, 1, adequate=0.49, admit=0.59) == (True, KEEP)
    assert one(1, 1, adequate=0.49, admit=0.61, offer=0.39) == (True, KEEP)
    assert one(1, 1, adequate=0.51, admit=0.59, advise=0.0) == (False, ADVISE)


def test_nothing_is_higher_than_the_hospitals_of_the_city():
    for kind in (Kind.CITY, Kind.FAR):
        assert one(1, 1, adequate=0.51, offer=0.0, advise=0.0, kind=kind) == (False, KEEP)


UNITS = st.floats(0, 1, exclude_max=True)


@given(st.integers(0, 1), st.integers(0, 2), st.tuples(UNITS, UNITS, UNITS, UNITS, UNITS))
def test_decisions_hang_together(row, facility, u):
    adequate, act = one(row, facility, *u)
    assert act in (KEEP, ADMIT, SLIP, ADVISE)
    if act == ADMIT:
        assert adequate
        assert SMALL.beds[facility]
    if act in (SLIP, ADVISE):
        assert not adequate or not SMALL.beds[facility] or u[4] >= SMALL.admits[row, facility]


def test_more_slips_only_turn_other_decisions_into_slips(tables):
    rng = np.random.default_rng(3)
    n = 5000
    t = tables.treatment
    row, facility = rng.integers(0, len(t.admit), n), rng.integers(0, len(t.beds), n)
    kind, u = tables.sites.kind[facility], rng.random((5, n))
    bound = np.ones(n, bool)
    before = decide(t, row, facility, kind, bound, *u)
    after = decide(
        replace(t, offer=np.minimum(t.offer * 5 + 0.2 * (t.offer > 0), 1)), row, facility, kind, bound, *u
    )
    assert np.array_equal(before.adequate, after.adequate)
    changed = before.act != after.act
    assert changed.sum() > 100
    assert (after.act[changed] == SLIP).all()


def test_chance_of_adequate_treatment(tables, values, catalogue):
    """A logistic of the gap between what is needed and what the facility can do."""
    t, skill = tables.treatment, needed_skill(catalogue)
    row, facility = 3 * catalogue.index("fracture") + 1, int(np.flatnonzero(tables.sites.kind == 1)[0])
    gap = catalogue.skill_moderate[catalogue.index("fracture")] - values["care.capability.township"]
    slope, margin = values["care.capability_slope"], values["care.capability_margin"]
    assert t.adequate[row, facility] == pytest.approx(1 / (1 + exp(slope * (gap - margin))))
    order = np.argsort(tables.sites.capability, kind="stable")
    assert (
        np.diff(t.adequate[:, order], axis=1) >= 0
    ).all()  # the abler never fails where the less able does not
    assert (np.diff(t.adequate[np.argsort(skill, kind="stable")], axis=0) <= 0).all()


def test_rows_of_the_tables(catalogue):
    c = catalogue.index("copd")
    assert needed_skill(catalogue)[3 * c : 3 * c + 3].tolist() == [
        catalogue.skill_mild[c], catalogue.skill_moderate[c], catalogue.skill_severe[c],
    ]  # fmt: skip
    assert admission_share(catalogue)[3 * c : 3 * c + 3].tolist() == [
        0, catalogue.admit_moderate[c], catalogue.admit_severe[c],
    ]  # fmt: skip


def test_slips_name_a_higher_place(map_, tables, values, catalogue):
    upward, skill = tables.treatment.upward, needed_skill(catalogue)
    assert upward.shape == (1, 3, 3 * len(catalogue))
    easy = skill <= values["referral.centre_skill"]
    assert (upward[0, 0, easy] == Option.OWN_CENTRE).all()
    hospitals = {Option.GENERAL, Option.TCM, Option.MCH}
    assert {Option(o) for o in upward[0, 0, ~easy].tolist()} <= hospitals
    assert {Option(o) for o in upward[0, 1].tolist()} <= hospitals
    assert (upward[0, 2] == Option.CITY).all()
    reachable = (map_.options >= 0).any(axis=0)
    assert reachable[np.unique(upward)].all()


def test_slips_go_to_the_hospital_of_the_department(map_, tables, values, catalogue):
    """Where a county has its own TCM and maternal hospitals, slips name them."""
    options = map_.options.copy()
    options[:, [Option.TCM, Option.MCH]] = options[:, [Option.GENERAL]]
    sites = build_sites(map_, single(map_, values), 1.0, 1)
    t = tables.treatment
    offers = Offers(t.offer, t.due, t.advise, t.advise_stay, t.ruled)
    upward = treatment_tables(replace(map_, options=options), sites, catalogue, values, offers).upward[0, 1]
    department = np.repeat(catalogue.department, 3)
    assert (upward[department == Department.WOMEN_CHILDREN] == Option.MCH).all()
    assert (upward[department == Department.TCM_REHAB] == Option.TCM).all()
    assert (upward[department == Department.SURGERY] == Option.GENERAL).all()
