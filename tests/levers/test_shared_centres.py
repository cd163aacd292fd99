"""Shared centres for ECG and imaging: what a township centre decides with a report, and without one."""

from __future__ import annotations

import numpy as np
import pytest

from sim.care.clinic import standing
from sim.care.treatment import ADMIT, ADVISE, AWAIT, KEEP
from sim.day.shared_tests import opened, read_tests
from sim.day.visits import new_visits
from sim.geography.map import Option
from sim.indicators.tally import Flow
from sim.needs.cases import Origin
from tests.day.made import cases, due, flow, morning

READ = {
    "capability.shared_centres.ecg_reports": 30_000,
    "capability.shared_centres.image_reports": 30_000,
    "capability.tests.ecg.chd": 0.8,
}


def at_the_centre(overrides, able=False, n=300, **more):
    """Patients with heart disease before township centres, after their tests were read."""
    model = morning(overrides)
    model.state.reports_left[:] = 0.0
    model.state.tally.flow[:], model.state.tally.facility[:] = 0, 0
    who = cases(model, np.arange(n), "chd", **({"place": Option.OWN_CENTRE, "severity": 1} | more))
    visits = new_visits(who, who["place"].astype(np.int64), np.zeros(n, int), np.zeros(n, bool), np.ones(n))
    visits.adequate[:], visits.act[:] = able, ADVISE
    before = len(model.state.agenda)
    read_tests(model.state, model.clock, model.tables, visits)
    return model, visits, len(model.state.agenda) - before


def test_with_the_report_a_centre_treats_whom_it_would_send_up():
    _, without, _ = at_the_centre({})
    assert not without.adequate.any() and (without.act == ADVISE).all()
    model, with_, back = at_the_centre(READ | {"capability.shared_centres.same_day": 0.95})
    helped = with_.adequate & (with_.act != AWAIT)
    assert helped.sum() > 0
    assert np.isin(with_.act[helped], (KEEP, ADMIT)).all()
    assert (with_.act[~with_.adequate] == ADVISE).all()
    assert flow(model, Flow.ECG_REPORTS) >= helped.sum() + back


def test_a_late_report_brings_the_patient_back_to_the_centre():
    model, visits, back = at_the_centre(READ | {"capability.shared_centres.same_day": 0.3})
    waits = visits.act == AWAIT
    assert back == waits.sum() > 0
    filed = due(model, model.clock.day + 1)
    assert (filed["origin"] == Origin.REPORT).all()
    assert set(filed["person"]) == set(visits.person[waits])
    assert set(filed["target"]) <= set(visits.facility[waits])
    assert (filed["step"] == 1).all()


def test_who_came_back_has_the_report_and_needs_no_reader():
    model, visits, back = at_the_centre(READ, origin=Origin.REPORT)
    assert flow(model, Flow.ECG_REPORTS) == back == 0
    assert visits.adequate.sum() > 0
    assert (visits.act[~visits.adequate] == ADVISE).all()


def test_readers_report_on_as_many_as_they_can():
    few = READ | {
        "capability.shared_centres.ecg_reports": 365 * 7,
        "capability.shared_centres.image_reports": 0,
    }
    model, _, _ = at_the_centre(few)
    sites = model.tables.sites
    assert flow(model, Flow.ECG_REPORTS) == 7
    assert flow(model, Flow.IMAGE_REPORTS) == 0
    assert sites.kind[np.flatnonzero(model.state.reports_left.any(axis=1))].size == 0


def test_what_is_left_of_a_place_is_kept_but_nothing_is_stored_up():
    left = np.zeros(1)
    whole = []
    for _ in range(10):
        left = opened(left, np.array([0.3]), 1.0)
        whole.append(int(left[0] + 1e-9))
        left -= whole[-1]
    assert whole == [0, 0, 0, 1, 0, 0, 1, 0, 0, 1]
    for _ in range(50):
        left = opened(left, np.array([3.3]), 1.0)
    assert left == pytest.approx(4.3)
    for _ in range(50):
        left = opened(left, np.array([12.0]), 0.05)
    assert left == pytest.approx(12.0)


def test_who_can_be_treated_is_sent_for_no_test():
    model, visits, back = at_the_centre(READ, able=True)
    assert flow(model, Flow.ECG_REPORTS) == back == 0
    assert (visits.act == ADVISE).all()


def test_who_comes_for_a_report_is_let_in_by_appointment():
    order = standing(np.array([Origin.REPORT]), np.array([0]), np.array([False]), np.array([False]))
    assert order.tolist() == [Origin.BOOKED]
