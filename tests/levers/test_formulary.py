"""One formulary, the central pharmacy, the register of shortages: the same patients before empty shelves."""

from __future__ import annotations

import numpy as np
import pytest

from sim.care.drugs import CHRONIC, NOTHING, OTHER
from sim.care.treatment import KEEP, LACKS
from sim.day.bills import write_bills
from sim.day.drugs import fill_prescriptions
from sim.day.supply import use_supply
from sim.day.visits import new_visits
from sim.geography.map import Kind, Option
from sim.indicators.tally import Flow, Person
from sim.needs.cases import Origin
from sim.policy.groups import Trait
from sim.population.people import Chronic
from tests.day.made import cases, counted, due, flow, morning

LEVER = "capability.formulary"
N = 300


def treated(overrides=None, left=0.0, condition="gastro", place=Option.OWN_CENTRE, model=None, **fields):
    """Patients whom township centres can treat, before a stock of so many prescriptions."""
    model = model or morning({f"{LEVER}.unlisted": 0, **(overrides or {})})
    model.state.drugs.left[:], model.state.drugs.used[:] = left, 0.0
    who = cases(model, np.arange(N), condition, place=place, **fields)
    visits = new_visits(who, who["place"].astype(np.int64), np.zeros(N, int), np.zeros(N, bool), np.ones(N))
    visits.adequate[:], visits.act[:] = True, KEEP
    fill_prescriptions(model.state, model.clock, model.tables, visits)
    return model, visits


def test_without_the_drug_a_visit_is_in_vain_and_the_patient_looks_elsewhere():
    model, visits = treated()
    assert visits.lacks.all() and not visits.adequate.any() and (visits.act == LACKS).all()
    assert flow(model, Flow.DRUGS_LACKING) == N
    again = due(model, model.clock.day + 1)
    assert len(again) == N and (again["avoid"] == Option.OWN_CENTRE).all()
    assert (again["origin"] == Origin.RETURN).all() and (again["target"] == -1).all()
    assert (again["step"] == 1).all()


def test_a_stock_serves_as_many_as_it_has_and_is_used_up():
    model, visits = treated(left=7.0)
    came = np.bincount(visits.facility, minlength=len(model.tables.sites.kind))
    served = np.bincount(visits.facility[~visits.lacks], minlength=len(came))
    assert np.array_equal(served, np.minimum(came, 7))
    left = model.state.drugs.left
    assert np.array_equal(left[:, OTHER], 7.0 - served) and (left[:, CHRONIC] == 7.0).all()
    assert model.state.drugs.used[:, OTHER].sum() == served.sum()
    assert (visits.act[~visits.lacks] == KEEP).all() and visits.adequate[~visits.lacks].all()


def test_hospitals_and_emergencies_never_lack_a_drug():
    _, visits = treated(place=Option.GENERAL)
    assert not visits.lacks.any()


def test_after_too_many_steps_the_patient_stays_untreated():
    model, visits = treated(step=5)
    assert visits.lacks.all() and (visits.act == KEEP).all() and not visits.adequate.any()
    assert len(due(model, model.clock.day + 1)) == 0


def test_the_central_pharmacy_fills_what_is_lacking():
    _, before = treated()
    model, after = treated({f"{LEVER}.forwarded": 0.5})
    helped = before.lacks & ~after.lacks
    assert not (after.lacks & ~before.lacks).any()
    assert flow(model, Flow.DRUGS_FORWARDED) == helped.sum()
    assert 0.4 * N < helped.sum() < 0.6 * N
    assert after.adequate[helped].all() and (after.act[helped] == KEEP).all()


def test_one_formulary_has_the_drugs_that_hospitals_start_patients_on():
    model, before = treated({f"{LEVER}.unlisted": 0.3}, left=1e6, condition="hypertension")
    assert 0.2 * N < before.lacks.sum() < 0.4 * N
    assert not (model.state.drugs.ordered != NOTHING).any()
    _, common = treated({f"{LEVER}.unlisted": 0.3}, left=1e6)
    assert not common.lacks.any()
    _, after = treated({f"{LEVER}.unlisted": 0}, left=1e6, condition="hypertension")
    assert not after.lacks.any()


def test_a_registered_shortage_orders_a_delivery():
    model, _ = treated({f"{LEVER}.register": 1, f"{LEVER}.lead_days": 2})
    ordered = model.state.drugs.ordered
    short = model.state.tally.facility_table(Flow.DRUGS_LACKING).sum(axis=0) > 0
    assert (ordered[short] == model.clock.ordinal + 2).all() and (ordered[~short] == NOTHING).all()


def test_no_drugs_are_charged_that_were_not_there():
    bills = []
    for left in (1e6, 0.0):
        model, visits = treated(left=left)
        write_bills(model.state, model.tables, visits)
        bills.append(visits.bill)
    assert (bills[1] < bills[0]).all()


def signed_and_stable(left):
    """Signed hypertensives under control before long prescriptions of twice the usual days."""
    model = morning({"contract.long_prescription.days": 56, f"{LEVER}.unlisted": 0})
    people = model.state.people
    people.signed[:], people.chronic[:], people.controlled[:] = (
        True,
        Chronic.HYPERTENSION,
        Chronic.HYPERTENSION,
    )
    model.state.codes[:] |= np.uint8(Trait.SIGNED | Trait.CHRONIC)
    model.state.doctors.served[:] = 1.0
    model, visits = treated(left=left, condition="hypertension", place=Option.OWN_CLINIC, model=model)
    write_bills(model.state, model.tables, visits)
    return model, visits


def test_long_prescriptions_go_as_far_as_the_stock():
    most = 30.0
    model, visits = signed_and_stable(most)
    longer = visits.bag > 1.0
    clinic = model.tables.sites.kind[visits.facility] == Kind.VILLAGE_CLINIC
    assert longer.any() and not longer[visits.lacks].any()
    came = np.bincount(visits.facility, minlength=len(model.tables.sites.kind))
    got = np.bincount(visits.facility[longer], minlength=len(came))
    # What is left after everybody had a usual prescription serves that many for longer.
    assert np.array_equal(got, np.minimum(came, np.maximum(most - came, 0)))
    assert np.array_equal(model.state.drugs.left[:, CHRONIC], np.maximum(most - came - got, 0))
    assert clinic.all()
    _, plenty = signed_and_stable(1e6)
    assert (plenty.bag > 1.0).all()


def test_without_stock_long_prescriptions_save_no_visits():
    met = []
    for left in (1e6, 0.0):
        model, _ = signed_and_stable(1e6)
        model.state.drugs.left[:] = left
        needs = cases(model, np.arange(N), "hypertension", origin=Origin.NEW)
        use_supply(model.state, model.clock, model.tables, needs)
        met.append(counted(model, Person.LONG_SUPPLY))
    assert met[0] > 0.3 * N and met[1] == 0


@pytest.mark.parametrize("kernel", ["numpy", "numba"])
def test_villages_trust_less_where_drugs_are_lacking(kernel, interpreted):
    from sim.day.resolve import learn

    beliefs = []
    for left in (1e6, 0.0):
        model = morning({f"{LEVER}.unlisted": 0}, kernel=kernel)
        model, visits = treated(left=left, model=model)
        learn(model.state, model.tables, visits, cases(model, []))
        beliefs.append(model.state.belief[:, :, Option.OWN_CENTRE])
    assert (beliefs[1] <= beliefs[0]).all() and (beliefs[1] < beliefs[0]).any()
