"""Fever clinics, sentinel reports, tiered treatment: who is seen where in a wave, for given patients."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.care.epidemic import NEVER, ResponseTables, fever_clinics
from sim.day.choice import go
from sim.day.clinics import attend
from sim.geography.map import Kind, Option
from sim.needs.cases import join
from tests.day.made import cases, morning
from tests.levers.switch import switched, tables_of

LEVER = {
    "capability.epidemic.fever_clinics": 1,
    "capability.epidemic.sentinel": 1,
    "capability.epidemic.tiered": 0.5,
}


def test_staff_of_a_fever_clinic_by_hand():
    table = ResponseTables(*np.array([[0.01] * 4, [0.01] * 4, [0.3] * 4, [0.5] * 4, [0.0] * 4]))
    doctors, session, service = np.array([1, 2, 10, 20], np.int32), np.full(4, 360.0), np.full(4, 10.0)
    found = fever_clinics(table, 0.02, doctors, session, service)
    assert found.lent.tolist() == [0, 1, 3, 6]
    assert found.doctors.tolist() == [0, 2, 5, 9]
    assert found.slots.tolist() == [0, 72, 180, 324]
    assert not fever_clinics(table, 0.005, doctors, session, service).slots.any()


def test_who_opens_one_and_how_early(map_, values, tables):
    assert (tables.response.opens == NEVER).all() and not tables.response.diverts.any()
    after = tables_of(map_, switched(values, "capability.epidemic"))
    opens = after.response.opens < NEVER
    kind = after.sites.kind
    inside = after.sites.county >= 0
    assert np.array_equal(opens, inside & np.isin(kind, (Kind.TOWNSHIP_CENTRE, Kind.COUNTY_GENERAL)))
    late = tables_of(map_, switched(values, "capability.epidemic", capability__epidemic__sentinel=0))
    assert (late.response.opens[opens] > after.response.opens[opens]).all()
    assert not after.response.diverts[~inside | (kind < Kind.COUNTY_GENERAL)].any()


def crowd(levers, feverish=60, others=60, kernel="numpy"):
    """A county hospital before which respiratory and other patients stand, in the middle of a wave."""
    model = morning(levers, kernel=kernel)
    state, tables = model.state, model.tables
    state.ill_share = 0.1
    hospital = int(np.flatnonzero(tables.sites.kind == Kind.COUNTY_GENERAL)[0])
    unit = tables.sites.first_unit[hospital]
    slots, doctors = tables.sites.slots.copy(), tables.sites.doctors.copy()
    slots[unit], doctors[unit] = 60, 5
    session, service = tables.sites.session.copy(), tables.sites.service.copy()
    session[unit], service[unit] = 120.0, 10.0
    sites = replace(
        tables.sites, slots=slots, weekend_slots=slots, doctors=doctors, weekend_doctors=doctors,
        session=session, service=service,
    )  # fmt: skip
    model.tables = replace(tables, sites=sites)
    ill = cases(model, np.arange(feverish), "acute_respiratory", severity=1, place=Option.GENERAL)
    rest = cases(model, np.arange(feverish, feverish + others), "hypertension", place=Option.GENERAL)
    rest["key"] += np.uint64(2**20)
    both = join([ill, rest])
    both = both[both["target"] == hospital]
    going = go(state, model.tables, both)
    visits, away = attend(state, model.clock, model.tables, going)
    lung = model.tables.wave.conditions[0]
    return [int((one["condition"] == lung).sum()) for one in (visits.case, away)] + [
        int((one["condition"] != lung).sum()) for one in (visits.case, away)
    ]


@pytest.mark.parametrize("kernel", ["numpy", "numba"])
def test_more_feverish_patients_are_seen_and_others_are_crowded_out_less(kernel, interpreted):
    ill, ill_away, others, others_away = crowd({})
    assert ill_away > 0 and others_away > 0
    seen, _, others_now, others_away_now = crowd(LEVER, kernel=kernel)
    assert seen > ill
    assert others_now > others and others_away_now < others_away
    assert crowd(LEVER, kernel=kernel) == crowd(LEVER)
    assert sum(crowd(LEVER)) == sum((ill, ill_away, others, others_away))


def test_before_the_alarm_nothing_changes():
    model = morning(LEVER)
    assert model.state.ill_share == 0.0
    plain = morning({})
    mild = [cases(one, np.arange(200), "acute_respiratory", origin=4) for one in (model, plain)]
    for one, case in zip((model, plain), mild, strict=True):
        go(one.state, one.tables, case)
    assert np.array_equal(mild[0]["place"], mild[1]["place"])


def test_hospitals_send_part_of_the_mild_to_their_centre_and_nobody_else():
    chosen = {}
    for name, levers, share in (("off", {}, 0.1), ("on", LEVER, 0.1)):
        model = morning(levers)
        model.state.ill_share = share
        for severity in (0, 1):
            case = cases(model, np.arange(len(model.state.people)), "acute_respiratory", severity=severity)
            case["place"], case["target"] = 0, -1
            go(model.state, model.tables, case)
            chosen[name, severity] = case["place"].copy()
    county = (Option.GENERAL, Option.TCM, Option.OTHER)
    moved = chosen["on", 0] != chosen["off", 0]
    at_hospital = np.isin(chosen["off", 0], county)
    assert (chosen["on", 0][moved] == Option.OWN_CENTRE).all()
    assert at_hospital[moved].all()
    assert 0.3 < moved.sum() / at_hospital.sum() < 0.7
    assert np.array_equal(chosen["on", 1], chosen["off", 1])
