"""Chains of stays: paths at admission, patients who get worse, long-term care, examinations at the lead."""

from __future__ import annotations

import numpy as np
import pytest

from sim.day.clock import Clock
from sim.day.wards import admit, discharge
from sim.geography.map import Kind, Option
from sim.indicators.tally import Flow, Person
from sim.money.rules import Link, Path
from sim.money.standing import Standing
from sim.needs.cases import UP_SLIP, Origin
from sim.policy.groups import Trait
from tests.day.made import asking, cases, counted, flow, give, lying, morning

WORSE_ALL = {"care.township_worsen": 1.0, "referral.down_offer": 0.0}


def grown_ups(model, n):
    """Adults at home, of the first village that has so many."""
    people = model.state.people
    fit = (people.age >= 20) & (people.age < 60) & ~people.away
    village = np.bincount(people.village[fit]).argmax()
    found = np.flatnonzero(fit & (people.village == village))[:n]
    assert len(found) == n
    return found


def stepwise(model, value):
    """Ask for slips of everybody, or of nobody."""
    state = model.state
    state.standing[:] = 0 if value else int(Standing.EXCUSED)


def paths(model, place, value=True, **fields):
    stepwise(model, value)
    give(model, asking(model, grown_ups(model, 1), place, origin=Origin.NEW, **fields))
    return Path(lying(model)["path"][0])


def test_path_at_admission():
    assert paths(morning(), Option.GENERAL) == Path.SKIPPED
    assert paths(morning(), Option.GENERAL, value=False) == Path.PLAIN
    assert paths(morning(), Option.GENERAL, slip=UP_SLIP) == Path.STEPWISE
    assert paths(morning(), Option.OWN_CENTRE) == Path.PLAIN


@pytest.mark.parametrize(("share", "path"), [(1.0, Path.PLAIN), (0.7, None)])
def test_emergencies_need_no_slip_if_the_office_agrees(share, path):
    model = morning({"pay_patient.emergency_verified": share})
    stepwise(model, True)
    give(model, asking(model, np.flatnonzero(~model.state.people.away)[:200], emergency=True))
    found = lying(model)["path"]
    if path is None:
        assert 0.15 < (found == Path.SKIPPED).mean() < 0.45
    else:
        assert (found == path).all()


def test_who_gets_worse_at_a_township_centre_is_moved_up_with_a_slip():
    model = morning(WORSE_ALL)
    give(model, asking(model, grown_ups(model, 1), Option.OWN_CENTRE))
    before = lying(model)[0].copy()
    ((day, _),) = model.state.wards.filed()
    assert model.clock.day < day < before["end"]
    clock = Clock(day, model.clock.date, model.clock.month, False)
    moving = discharge(model.state, clock, model.tables)
    assert len(moving) == 1
    admit(model.state, clock, model.tables, asking(model, []), cases(model, []), moving)
    after = lying(model)[0]
    assert model.tables.sites.kind[after["facility"]] == Kind.COUNTY_GENERAL
    assert (after["path"], after["link"], after["slip"]) == (Path.STEPWISE, Link.UP, UP_SLIP)
    assert after["severity"] == before["severity"] + 1
    assert (
        after["charged"]
        == model.tables.rules.inpatient_deductible[
            model.state.scheme[after["person"]], model.tables.sites.level[before["facility"]]
        ]
    )
    assert counted(model, Person.MOVED_UP) == 1
    assert flow(model, Flow.DISCHARGES) == 1
    assert model.state.occupied[before["facility"]] == 0
    assert model.state.inside.sum() == model.state.occupied.sum() == 1


def test_without_a_hospital_bed_the_patient_stays():
    model = morning(WORSE_ALL)
    give(model, asking(model, grown_ups(model, 1), Option.OWN_CENTRE))
    before = lying(model)[0].copy()
    ((day, _),) = model.state.wards.filed()
    hospital = model.tables.sites.kind >= Kind.COUNTY_GENERAL
    model.state.occupied[hospital] = model.tables.sites.beds[hospital]
    clock = Clock(day, model.clock.date, model.clock.month, False)
    admit(
        model.state, clock, model.tables, asking(model, []), cases(model, []),
        discharge(model.state, clock, model.tables),
    )  # fmt: skip
    ((until, stays),) = model.state.wards.filed()
    assert until == before["end"]
    assert stays["facility"][0] == before["facility"]
    assert counted(model, Person.MOVED_UP) == 0


def bedbound_stay(places, days=40):
    model = morning({
        "pay_patient.long_term_care.places": places, "care.long_term_agree": 0.9,
        "care.long_term_weight": 0.0, "referral.down_offer": 0.0, "care.township_worsen": 0.0,
    })  # fmt: skip
    who = grown_ups(model, 12)
    model.state.codes[who] |= np.uint8(Trait.BEDBOUND)
    give(model, asking(model, who))
    return model, lying(model)


def test_bed_bound_patients_leave_the_hospital_for_a_place_when_stable():
    model, before = bedbound_stay(places=3)
    wanted = sum(on < stays["end"].max() for on, stays in model.state.wards.filed())
    assert wanted
    last = int(before["end"].max())
    for day in range(model.clock.day + 1, last + 1):
        clock = Clock(day, model.clock.date, model.clock.month, False)
        discharge(model.state, clock, model.tables)
        held = model.state.long_term
        assert len(held) <= 3
        assert not model.state.inside[held["person"]].any()
    used = flow(model, Flow.BED_DAYS)
    without, _ = bedbound_stay(places=0)
    for day in range(without.clock.day + 1, last + 1):
        discharge(without.state, Clock(day, without.clock.date, without.clock.month, False), without.tables)
    assert flow(without, Flow.BED_DAYS) > used
    assert not len(without.state.long_term)
    end = Clock(last + 5_000, model.clock.date, model.clock.month, False)
    discharge(model.state, end, model.tables)
    assert not len(model.state.long_term)
    bill, paid = flow(model, Flow.LONG_TERM_BILL), flow(model, Flow.OTHER_PAYER)
    assert bill == flow(model, Flow.LONG_TERM_DAYS) * model.tables.long_term.price > 0
    assert paid == 0  # nobody pays for long-term care here but the family


def examined(settled):
    model = morning({"care.exam_share": 0.4, "pay_patient.level_one_exam.settled": settled})
    fit = np.flatnonzero(~model.state.people.away)[:60]
    give(model, asking(model, fit, Option.OWN_CENTRE))
    stays = lying(model)
    discharge(model.state, Clock(int(stays["end"].max()), model.clock.date, 0, False), model.tables)
    for day in range(model.clock.day, int(stays["end"].max())):
        discharge(model.state, Clock(day, model.clock.date, model.clock.month, False), model.tables)
    return model


def test_an_examination_at_the_lead_is_a_bill_there_or_part_of_the_stay():
    apart, within = examined(0), examined(1)
    county, township = apart.tables.exam_price[0, 1], within.tables.exam_price[0, 0]
    n = flow(apart, Flow.OUTPATIENT_BILL) // county
    assert n > 1
    assert flow(apart, Flow.OUTPATIENT_BILL) == n * county
    assert flow(within, Flow.OUTPATIENT_BILL) == 0
    assert flow(within, Flow.INPATIENT_BILL) == flow(apart, Flow.INPATIENT_BILL) + n * township
    assert flow(apart, Flow.TRAVEL) == flow(within, Flow.TRAVEL) > 0
    assert township < county


def test_nobody_is_examined_who_lies_in_a_hospital():
    model = morning({"care.exam_share": 0.4, "care.township_worsen": 0.0})
    give(model, asking(model, np.flatnonzero(~model.state.people.away)[:60]))
    last = int(lying(model)["end"].max())
    discharge(model.state, Clock(last, model.clock.date, model.clock.month, False), model.tables)
    assert flow(model, Flow.OUTPATIENT_BILL) == flow(model, Flow.TRAVEL) == 0
