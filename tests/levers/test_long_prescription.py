"""Long prescriptions: which way they move the decision they act on.

The same people and the same draws, with the lever and without.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.day.supply import dispense, stable, use_supply
from sim.day.visit_bills import bill_visits
from sim.day.visits import new_visits
from sim.geography.map import Option
from sim.indicators.tally import Person
from sim.population.people import Chronic
from tests.day.made import cases, counted
from tests.levers.team_care import LONG, morning, patients


def test_a_stable_patient_makes_fewer_visits_and_keeps_control():
    model = morning(LONG)
    who = patients(model)
    mild = cases(model, who, "hypertension", origin=4)
    before = model.state.people.controlled.copy()
    rest = use_supply(model.state, model.clock, model.tables, mild)
    met = ~np.isin(who, rest["person"])
    assert abs(met.mean() - 0.5) < 4 * 0.5 / np.sqrt(len(who))
    assert counted(model, Person.LONG_SUPPLY) == met.sum() == counted(model, Person.ENDED_WELL)
    # Control of those who stay at home moves as by a visit, by the same draws; that of the others waits.
    other = morning({})
    patients(other)
    assert len(use_supply(other.state, other.clock, other.tables, mild)) == len(mild)
    assert (model.state.people.controlled[rest["person"]] == before[rest["person"]]).all()
    lost = (model.state.people.controlled[who[met]] & Chronic.HYPERTENSION) == 0
    lapse = model.tables.values["care.control_lapse"]
    assert abs(lost.mean() - lapse) < 4 * np.sqrt(lapse / met.sum())


def test_longer_supply_never_adds_a_visit():
    kept = []
    for days in (28, 42, 56, 84):
        model = morning({"contract.long_prescription.days": days})
        mild = cases(model, patients(model), "hypertension", origin=4)
        kept.append(set(use_supply(model.state, model.clock, model.tables, mild)["person"].tolist()))
    assert kept[0] > kept[1] > kept[2] > kept[3]
    assert len(kept[0]) == len(mild)


@pytest.mark.parametrize("fields", [{"severity": 1}, {"step": 1}, {"place": Option.OWN_CENTRE}])
def test_others_go_as_before(fields):
    model = morning(LONG)
    case = cases(model, patients(model), "hypertension", origin=4, **fields)
    assert len(use_supply(model.state, model.clock, model.tables, case)) == len(case)


def test_the_unstable_and_those_on_paper_go_as_before():
    for model, controlled in ((morning(LONG), False), (morning(LONG, served=0.0), True)):
        case = cases(model, patients(model, controlled), "hypertension", origin=4)
        assert len(use_supply(model.state, model.clock, model.tables, case)) == len(case)


@pytest.mark.parametrize("kernel", ["numpy", "numba"])
def test_the_bill_of_a_long_prescription_holds_more_drugs(kernel, interpreted):
    bills = []
    for lever in (LONG, {}):
        model = morning(lever, kernel=kernel)
        case = cases(model, patients(model), "hypertension", place=Option.OWN_CENTRE)
        n = len(case)
        visits = new_visits(
            case, case["place"].astype(np.int64), np.zeros(n, int), np.zeros(n, bool), np.ones(n)
        )
        assert len(stable(model.state, model.tables, case)) == n
        dispense(model.state, model.tables, visits)
        bill_visits(model.state, model.tables, visits)
        bills.append(visits.bill)
    more = 1.0 + model.tables.values["prices.part.visit.drugs.township"]  # drugs for twice as long
    np.testing.assert_allclose(bills[0], bills[1] * more, atol=2.0)
