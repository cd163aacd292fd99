"""Indicators by tier and per head, with numbers worked by hand."""

from __future__ import annotations

import pytest

from sim.geography.kinds import Option
from sim.indicators.table import indicator_table
from sim.indicators.tally import ELSEWHERE, ByCondition, Flow
from tests.indicators.fakes import empty_run, pick

EMPLOYEES = 2


def test_visits_and_bills_by_tier_leave_out_those_who_live_away() -> None:
    run = empty_run()
    for place, visits, bill in (
        (Option.OWN_CLINIC, 300, 90_000), (Option.NEAR_CENTRE, 100, 110_000), (Option.GENERAL, 80, 2_000_000),
        (Option.CITY, 20, 1_000_000), (ELSEWHERE, 999, 9_999_999),
    ):  # fmt: skip
        run.flow(Flow.OUTPATIENT_COUNT, 1, place, visits)
        run.flow(Flow.OUTPATIENT_BILL, 1, place, bill)
    table = indicator_table(run)
    assert pick(table, "primary_visits_per_resident", "happened")["value"] == 400 / 2000
    assert pick(table, "hospital_visits_per_resident", "happened")["value"] == 100 / 2000
    assert pick(table, "primary_outpatient_bill_per_resident", "happened")["value"] == 2000 / 2000
    assert pick(table, "hospital_outpatient_bill_per_resident", "happened")["value"] == 30_000 / 2000


def test_what_is_paid_for_a_stay_and_what_is_left() -> None:
    run = empty_run()
    run.flow(Flow.DISCHARGES, 1, Option.GENERAL, 10)
    run.flow(Flow.DISCHARGES, 1, Option.CITY, 5)
    run.flow(Flow.INPATIENT_BILL, 1, Option.GENERAL, 1_000_000)
    run.flow(Flow.INPATIENT_FUND, 1, Option.GENERAL, 500_000)
    run.flow(Flow.CRITICAL, 1, Option.GENERAL, 100_000)
    run.flow(Flow.AID, 1, Option.GENERAL, 50_000)
    run.flow(Flow.INPATIENT_BILL, 1, Option.CITY, 2_000_000)
    table = indicator_table(run)
    assert pick(table, "in_county_stay_paid", "happened")["value"] == 600
    assert pick(table, "in_county_stay_own", "happened")["value"] == 350
    assert pick(table, "stay_own", "happened")["value"] == pytest.approx((3500 + 20_000) / 15)


def test_stays_per_insured_are_of_residents_insurance() -> None:
    run = empty_run()
    run.flow(Flow.INPATIENT_BILL, 1, Option.GENERAL, 4_000_000)
    run.flow(Flow.INPATIENT_FUND, 1, Option.GENERAL, 1_000_000)
    run.flow(Flow.INPATIENT_BILL, 1, Option.GENERAL, 7_000_000, insurance=EMPLOYEES)
    table = indicator_table(run)
    values = {
        name: pick(table, f"inpatient_{name}_per_insured", "happened")["value"]
        for name in ("bill", "paid", "own")
    }
    assert values == {"bill": 20.0, "paid": 5.0, "own": 15.0}


def test_bills_and_stays_by_condition() -> None:
    run = empty_run()
    stroke, hypertension = 0, 1
    cases, visits = run.tally.case_table(), run.tally.visit_table()
    for place, stays, bill, own, days in (
        (Option.GENERAL, 4, 4_000_000, 1_600_000, 40),
        (Option.CITY, 9, 1, 1, 1),
    ):
        amounts = {
            ByCondition.STAYS: stays,
            ByCondition.STAY_BILL: bill,
            ByCondition.STAY_OWN: own,
            ByCondition.STAY_DAYS: days,
        }
        for measure, amount in amounts.items():
            cases[measure, 1, 0, place, 1, stroke] = amount
    for place, count, bill in ((Option.OWN_CLINIC, 30, 150_000), (Option.GENERAL, 10, 250_000)):
        visits[1, 0, place, 1, hypertension] = count
        cases[ByCondition.VISIT_BILL, 1, 0, place, 1, hypertension] = bill
    table = indicator_table(run)
    wanted = {
        "stroke_stay_cost": 10_000, "stroke_stay_own": 4000, "stroke_stay_days": 10,
        "chronic_visit_cost": 100, "primary_hypertension_bill": 1500 / 2000,
        "primary_chronic_visits_per_resident": 30 / 2000,
    }  # fmt: skip
    assert {name: pick(table, name, "happened")["value"] for name in wanted} == pytest.approx(wanted)
