from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.care.noise import pick
from sim.day.visit_bills import bill_visits
from sim.day.visits import draw, new_visits
from sim.geography.map import Option
from sim.money.outpatient import PoolYear, after_visit, settle_outpatient
from sim.money.rules import LEVELS, Pool
from sim.needs.cases import CASE
from tests.money.policy import rules
from tests.small import county


@pytest.fixture(params=["numpy", "numba"])
def ready(request, interpreted):
    """A county after one day, by either kernel, with rules of round numbers."""
    if request.param == "numba":
        pytest.importorskip("numba")
    model = county(share=0.01, kernel=request.param)
    model.step()
    model.tables = replace(model.tables, rules=rules())
    return model


def by_hand(bills: list[int], chronic: list[bool]) -> tuple[list[int], int, int, int]:
    """Payments for a resident's bills at the township, one after another, and the accumulators after them."""
    year, funds = PoolYear(*np.zeros((5, 1), np.int64)), []
    for bill, certified in zip(bills, chronic, strict=True):
        pool = np.array([int(Pool.CHRONIC if certified else Pool.ORDINARY)])
        one = [np.array([x]) for x in (bill, LEVELS.index("township"), 1)]
        settled = settle_outpatient(rules(), *one, pool, year)
        funds.append(int(settled.fund[0]))
        year = after_visit(year, pool, settled)
    return funds, int(year.deductible_used[0]), int(year.outpatient_paid[0]), int(year.chronic_paid[0])


def test_a_day_of_bills_by_hand():
    # 5247 in scope of 55 yuan: 247 above the deductible, half of it; then 5247 halved; chronic 65 % of it
    assert by_hand([5_500, 5_500, 5_500], [False, False, True]) == ([124, 2_624, 3_411], 5_000, 2_748, 3_411)


def visits_of(model, person, condition, place=Option.OWN_CENTRE):
    """Visits of some people at their township centre."""
    case = np.zeros(len(person), CASE)
    case["person"], case["key"] = person, np.arange(len(person)) + 1000
    case["condition"] = [model.tables.catalogue.index(name) for name in condition]
    village = model.state.people.village[case["person"]]
    case["target"] = model.map.options[village, place]
    n = len(case)
    return new_visits(case, np.full(n, place), np.zeros(n, int), np.zeros(n, bool), np.ones(n))


def test_several_bills_of_a_day_are_settled_in_order(ready):
    """One person with four visits, another between: each bill finds what the one before left."""
    people, tables = ready.state.people, ready.tables
    people.insurance[[3, 4]] = ready.state.scheme[[3, 4]] = 1
    people.chronic[3] |= 1
    ready.state.certified[:] = True
    tables.choice.claim[:] = 1.0
    for name in ("deductible_used", "outpatient_paid", "chronic_paid"):
        getattr(people, name)[:] = 0
    visits = visits_of(ready, [3, 4, 3, 3, 3], ["gastro", "gastro", "gastro", "hypertension", "gastro"])
    bill_visits(ready.state, tables, visits)
    noise = pick(tables.bill_noise, draw(visits.keys, "bill.visit"))
    mean = tables.visit_bill[0, visits.row, LEVELS.index("township")]
    assert visits.bill.tolist() == np.floor(mean * noise + 0.5).astype(int).tolist()
    funds, used, paid, chronic_paid = by_hand(visits.bill[[0, 2, 3, 4]].tolist(), [False, False, True, False])
    assert visits.fund[[0, 2, 3, 4]].tolist() == funds
    assert people.deductible_used[3] == used
    assert people.outpatient_paid[3] == paid
    assert people.chronic_paid[3] == chronic_paid
    assert visits.fund[1] == people.outpatient_paid[4] == by_hand([int(visits.bill[1])], [False])[0][0]


def test_what_is_not_claimed_the_patient_pays(ready):
    people, tables = ready.state.people, ready.tables
    people.insurance[5] = ready.state.scheme[5] = 1
    tables.choice.claim[:] = 0.0
    ready.state.certified[:] = False
    before = (int(people.deductible_used[5]), int(people.outpatient_paid[5]))
    visits = visits_of(ready, [5, 5], ["gastro", "hypertension"])
    bill_visits(ready.state, tables, visits)
    assert (visits.bill > 0).all()
    assert visits.fund.tolist() == [0, 0]
    assert (int(people.deductible_used[5]), int(people.outpatient_paid[5])) == before


def test_certified_chronic_care_is_always_claimed(ready):
    people, tables = ready.state.people, ready.tables
    people.insurance[:], ready.state.scheme[:], people.chronic_paid[:] = 1, 1, 0
    tables.choice.claim[:] = 0.0
    ready.state.certified[:] = np.arange(len(people)) % 2 == 0
    visits = visits_of(ready, np.arange(100), ["hypertension"] * 100)
    bill_visits(ready.state, tables, visits)
    assert ((visits.fund > 0) == ready.state.certified[:100]).all()
