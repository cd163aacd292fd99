from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.care.treatment import needed_skill
from sim.declare import defaults
from sim.money.prices import (
    NO_PRICE_RULES,
    Parts,
    bill_parts,
    fee_raise,
    price_lists,
    stay_bills,
    visit_bills,
)
from sim.money.rules import COUNTY, LEVELS, TOWNSHIP, VILLAGE
from sim.needs.catalogue import read_catalogue

VALUES = defaults()
CATALOGUE = read_catalogue(VALUES)
SKILL = needed_skill(CATALOGUE)
ROUND = {
    **{f"prices.part.{kind}.{part}.{tier}": share
       for kind in ("visit", "stay") for tier in LEVELS[:4]
       for part, share in zip(Parts._fields, (0.1, 0.2, 0.1, 0.5), strict=True)},
    "prices.service_list.village": 0.8, "prices.service_list.township": 1.0,
    "prices.procedure_list.village": 0.5, "prices.procedure_list.township": 0.8,
}  # fmt: skip


def visit(**values: float):
    named = {path.replace("__", "."): value for path, value in values.items()}
    return visit_bills(CATALOGUE, {**VALUES, **ROUND, **named})


def stay(**values: float):
    named = {path.replace("__", "."): value for path, value in values.items()}
    return stay_bills(CATALOGUE, SKILL, {**VALUES, **ROUND, **named})


def test_parts_are_shares_and_never_more_than_the_bill():
    for kind in ("visit", "stay"):
        parts = bill_parts(VALUES, kind)
        assert np.all(sum(parts) <= 1.0)
        assert np.allclose(parts.services + parts.tests + parts.drugs, 1.0)
    over = {**VALUES, **ROUND, "prices.part.visit.drugs.county": 1.6}
    assert sum(bill_parts(over, "visit"))[COUNTY] == pytest.approx(1.0)


def test_a_discount_acts_on_services_of_primary_care_only():
    # Services are 0.4 of the bill; township services cost as much as the tertiary's and fall by a fifth, the
    # village's are a fifth cheaper already.
    plain, cut = visit(), visit(pay_patient__community_discount=0.2)
    assert cut[:, TOWNSHIP] == pytest.approx(plain[:, TOWNSHIP] * 0.92, abs=1)
    others = [level for level in range(len(LEVELS)) if level != TOWNSHIP]
    assert np.array_equal(cut[:, others], plain[:, others])
    assert stay(pay_patient__community_discount=0.2)[:, TOWNSHIP] == pytest.approx(
        stay()[:, TOWNSHIP] * 0.92, abs=1
    )


@given(st.floats(0.0, 0.5), st.floats(0.0, 0.5))
def test_more_discount_never_costs_more(one, other):
    less, more = sorted((one, other))
    cheap, dear = visit(pay_patient__community_discount=more), visit(pay_patient__community_discount=less)
    assert (cheap <= dear).all()


def test_one_county_price_for_procedures():
    # Procedures are 0.2 of the bill, at 0.8 of the county price in townships and half of it in villages.
    plain, one = visit(), visit(pay_patient__same_price__procedure=1.0)
    assert one[:, TOWNSHIP] == pytest.approx(plain[:, TOWNSHIP] * (1 + 0.2 * 0.25), abs=1)
    assert one[:, VILLAGE] == pytest.approx(plain[:, VILLAGE] * (1 + 0.2 * 1.0), abs=1)
    assert np.array_equal(one[:, COUNTY:], plain[:, COUNTY:])


def test_the_county_price_of_procedures_holds_against_a_discount():
    both = visit(pay_patient__same_price__procedure=1.0, pay_patient__community_discount=0.2)
    # 0.2 at a county price a quarter higher, the other 0.2 of services a fifth cheaper.
    assert both[:, TOWNSHIP] == pytest.approx(visit()[:, TOWNSHIP] * (1 + 0.2 * 0.25 - 0.2 * 0.2), abs=1)


def test_listed_diseases_cost_the_same_at_township_and_county():
    plain = stay()
    one = stay(pay_patient__same_price__disease=1.0, pay_patient__same_price__common=0.25)
    listed = VALUES["pay_patient.same_price.skill"] >= SKILL
    assert 0 < listed.sum() < len(SKILL)
    middle = plain[:, TOWNSHIP] * 0.75 + plain[:, COUNTY] * 0.25
    for level in (TOWNSHIP, COUNTY):
        assert one[listed, level] == pytest.approx(middle[listed], abs=1)
        assert np.array_equal(one[~listed, level], plain[~listed, level])
    assert (one[listed, TOWNSHIP] > plain[listed, TOWNSHIP]).all()
    assert np.array_equal(one[:, [0, 3, 4]], plain[:, [0, 3, 4]])


def test_senior_doctors_charge_the_county_fee():
    values = {**VALUES, "prices.consultation_fee.senior": 2500, "prices.consultation_fee.township": 1000}
    assert fee_raise(values) == 0.0
    values["pay_patient.visit_fees.parity"] = 1.0
    assert fee_raise(values) == 1500.0
    dearer = visit_bills(CATALOGUE, values, senior=0.2)
    plain = visit_bills(CATALOGUE, VALUES)
    assert np.array_equal(dearer[:, TOWNSHIP], plain[:, TOWNSHIP] + 300)
    assert np.array_equal(np.delete(dearer, TOWNSHIP, 1), np.delete(plain, TOWNSHIP, 1))


def test_rules_that_are_off_leave_every_fen_as_it_was():
    mean = np.array([VALUES[f"prices.visit.{level}"] for level in LEVELS])
    weight = np.array([VALUES[f"prices.severity.{name}"] for name in ("mild", "moderate", "severe")])
    rows = (CATALOGUE.visit_cost[:, None] * weight).ravel()
    old = np.floor(rows[:, None] * mean + 0.5).astype(np.int64)
    assert all(VALUES[path] == value for path, value in NO_PRICE_RULES.items())
    assert np.array_equal(visit_bills(CATALOGUE, VALUES, senior=0.1), old)


def test_every_regime_has_a_list_of_its_own():
    cut = {**VALUES, "pay_patient.community_discount": 0.3}
    lists = price_lists(CATALOGUE, SKILL, [VALUES, cut], np.array([0.1, 0.1]))
    assert lists.visit.shape == lists.stay.shape == (2, len(SKILL), len(LEVELS))
    assert np.array_equal(lists.visit[0], visit_bills(CATALOGUE, VALUES, 0.1))
    assert (lists.visit[1, :, TOWNSHIP] < lists.visit[0, :, TOWNSHIP]).all()
