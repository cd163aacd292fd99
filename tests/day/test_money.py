from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.care.noise import pick
from sim.care.ward import STAY
from sim.day.money import bill_stays, bill_visits, first_of_each, rounds, settlement_month
from sim.day.visits import draw, new_visits
from sim.geography.map import Option
from sim.indicators.tally import ELSEWHERE, Flow
from sim.money.rules import LEVELS, Pool
from sim.money.settle import (
    PoolYear,
    StayBills,
    StayYear,
    after_stay,
    after_visit,
    settle_inpatient,
    settle_outpatient,
)
from sim.needs.cases import CASE
from tests.money.policy import rules
from tests.small import county

PEOPLE = st.lists(st.integers(0, 12), max_size=40)


@given(PEOPLE)
def test_first_of_each(person):
    at = first_of_each(np.array(person, np.int32), np.full(13, 99))
    assert at.tolist() == sorted({person.index(one) for one in person})


@given(PEOPLE)
def test_rounds_hold_everybody_once_and_everything_in_order(person):
    many, scratch = np.array(person, np.int32), np.full(13, 99)
    met = [at.tolist() for at in rounds(many, scratch)]
    for at in met:
        assert len({person[i] for i in at}) == len(at)
    assert sorted(i for at in met for i in at) == list(range(len(person)))
    for one in set(person):
        mine = [i for at in met for i in at if person[i] == one]
        assert mine == sorted(mine)


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


def stays_of(model, person, days=9):
    stays = np.zeros(len(person), STAY)
    stays["person"], stays["key"] = person, np.arange(len(person)) + 500
    stays["condition"], stays["severity"] = model.tables.catalogue.index("fracture"), 1
    stays["place"] = Option.GENERAL
    village = model.state.people.village[stays["person"]]
    stays["facility"] = model.map.options[village, Option.GENERAL]
    stays["start"] = model.clock.day - days
    stays["end"] = model.clock.day
    return stays


def test_stays_are_billed_by_their_length_and_settled_in_order():
    model = county(share=0.01)
    model.step()
    people, tables, tally = model.state.people, model.tables, model.state.tally
    people.insurance[[6, 7]] = model.state.scheme[[6, 7]] = 1
    stays = stays_of(model, [6, 7, 6])
    before = tally.flow[Flow.INPATIENT_BILL].sum()
    model.state.stay_log = []
    bill_stays(model.state, model.clock, tables, stays)
    (log,) = model.state.stay_log
    row = stays["condition"].astype(int) * 3 + 1
    noise = pick(tables.bill_noise, draw(stays["key"], "bill.stay"))
    mean = tables.ward.days[stays["condition"], LEVELS.index("county")]
    expected = tables.stay_bill[0, row, LEVELS.index("county")] * (9 / mean) * noise
    assert log.bill.tolist() == np.floor(expected + 0.5).astype(int).tolist()
    assert tally.flow[Flow.INPATIENT_BILL].sum() - before == log.bill.sum()
    year = StayYear(*np.zeros((5, 1), np.int64))
    for at in (0, 2):  # the second stay of the year has half the deductible
        one = StayBills(*(np.array([x]) for x in (log.bill[at], LEVELS.index("county"), 1)))
        settled = settle_inpatient(tables.rules, one, year)
        assert (log.fund[at], log.critical[at]) == (settled.fund[0], settled.critical[0])
        year = after_stay(year, settled)
    for name in StayYear._fields:
        assert getattr(people, name)[6] == getattr(year, name)[0], name
    assert people.stays[7] == 1
    assert tally.flow[Flow.BED_DAYS].sum() >= 27


def test_claims_from_afar_settle_late_in_part(values):
    model = county(share=0.01)
    model.step()
    n = 4000
    keys = np.arange(n, dtype=np.uint64) * np.uint64(2**40 + 12345)
    far, near = np.full(n, LEVELS.index("far")), np.full(n, LEVELS.index("county"))
    general, elsewhere = np.full(n, Option.GENERAL), np.full(n, ELSEWHERE)

    def months(level, place):
        return settlement_month(model.state, model.clock, model.tables, keys, level, place)

    assert (months(near, general) == 0).all()
    assert np.array_equal(months(far, general), months(near, elsewhere))
    late = months(far, general)
    # October 3: a late claim is spread evenly over twice the mean lag, the first 28 days of it in October
    share = values["insurance.late_share"] * (1 - 28.5 / (2 * values["insurance.late_days"]))
    assert (late > 0).mean() == pytest.approx(share, abs=0.03)
    assert late.max() == model.state.months[int(2 * values["insurance.late_days"])]
