"""Indicators by where people live, with numbers worked by hand."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from sim.geography.kinds import Option
from sim.indicators.funnel import Fate, Way
from sim.indicators.table import indicator_table
from sim.indicators.tally import ELSEWHERE, Flow, Person
from tests.indicators.fakes import CHANGLI, LULONG, HandMade, empty_run, month_list, pick

RESIDENTS, EMPLOYEES = 1, 2


def claims_run() -> HandMade:
    """January: settled visits at the clinic, in town (10 of 60 chronic), in the city, where the away live."""
    run = empty_run()
    run.flow(Flow.SETTLED_VISITS, 1, Option.OWN_CLINIC, 100)
    run.flow(Flow.SETTLED_VISITS, 1, Option.GENERAL, 60)
    run.flow(Flow.SETTLED_CHRONIC_VISITS, 1, Option.GENERAL, 10)
    run.flow(Flow.SETTLED_VISITS, 1, Option.CITY, 40)
    run.flow(Flow.SETTLED_VISITS, 1, ELSEWHERE, 20)
    run.flow(Flow.SETTLED_STAYS, 1, Option.GENERAL, 15)
    run.flow(Flow.SETTLED_STAYS, 1, Option.NEIGHBOUR, 5, insurance=EMPLOYEES)
    run.flow(Flow.SETTLED_STAYS, 1, ELSEWHERE, 10)
    return run


def test_the_reported_visit_rate_takes_in_settled_visits_and_stays() -> None:
    row = pick(indicator_table(claims_run()), "in_county_visit_rate", "reported", "2024-01")
    assert (row["numerator"], row["denominator"]) == (100 + 60 + 15, 220 + 30)
    assert row["value"] == pytest.approx(175 / 250)


def test_its_range_is_that_of_the_readings_of_the_definition() -> None:
    row = pick(indicator_table(claims_run()), "in_county_visit_rate", "reported", "2024-01")
    # Lowest: no village or chronic visits and no stays, 50 / 110. Highest: visits only, 160 / 220.
    assert row["low"] == pytest.approx(50 / 110)
    assert row["high"] == pytest.approx(160 / 220)


def test_a_switch_set_in_the_scenario_moves_the_value() -> None:
    table = indicator_table(claims_run().with_values(village_visits=0.0, stays_as_visits=0.0))
    row = pick(table, "in_county_visit_rate", "reported", "2024-01")
    assert (row["numerator"], row["denominator"]) == (60, 120)


def test_absence_puts_a_ceiling_on_the_rate() -> None:
    row = pick(indicator_table(claims_run()), "in_county_visit_ceiling", "reported", "2024-01")
    assert row["value"] == pytest.approx((250 - 20 - 10) / 250)


def test_what_happened_counts_visits_and_stays_of_the_insured_only() -> None:
    run = empty_run()
    run.flow(Flow.OUTPATIENT_COUNT, 1, Option.OWN_CENTRE, 30)
    run.flow(Flow.OUTPATIENT_COUNT, 1, Option.OWN_CENTRE, 30, insurance=0)
    run.flow(Flow.OUTPATIENT_COUNT, 1, Option.FAR, 8, insurance=EMPLOYEES)
    run.flow(Flow.DISCHARGES, 1, Option.GENERAL, 2)
    row = pick(indicator_table(run), "in_county_visit_rate", "happened", "2024-01")
    assert (row["numerator"], row["denominator"], row["value"]) == (32, 40, 0.8)
    assert row["low"] < 0.8 < row["high"]


def test_a_county_is_its_own_people_and_all_is_their_sum() -> None:
    run = empty_run()
    run.flow(Flow.DISCHARGES, 1, Option.GENERAL, 30)
    run.flow(Flow.DISCHARGES, 1, Option.CITY, 10)
    run.flow(Flow.DISCHARGES, 1, Option.NEIGHBOUR, 60, county=1)
    table = indicator_table(run)
    shares = {
        scope: pick(table, "in_county_admission_share", "happened", scope=scope)["value"]
        for scope in ("", LULONG, CHANGLI)
    }
    assert shares == {"": 0.3, LULONG: 0.75, CHANGLI: 0.0}


def fund_run() -> HandMade:
    """In fen: clinic 10,000, centre 20,000, general 50,000 and 20,000 critical, city 60,000."""
    run = empty_run()
    run.flow(Flow.SETTLED_OUTPATIENT_FUND, 1, Option.NEAR_CLINIC, 10_000)
    run.flow(Flow.SETTLED_INPATIENT_FUND, 1, Option.NEAR_CENTRE, 20_000)
    run.flow(Flow.SETTLED_INPATIENT_FUND, 1, Option.GENERAL, 50_000)
    run.flow(Flow.SETTLED_CRITICAL, 1, Option.GENERAL, 20_000)
    run.flow(Flow.SETTLED_INPATIENT_FUND, 1, Option.CITY, 60_000)
    return run


def test_the_fund_rates_by_hand() -> None:
    table = indicator_table(fund_run())
    rate = pick(table, "in_county_fund_rate", "reported")
    assert (rate["numerator"], rate["denominator"]) == (800.0, 1400.0)
    primary = pick(table, "primary_fund_share", "reported")
    assert (primary["numerator"], primary["denominator"]) == (300.0, 800.0)
    of_all = pick(table, "primary_fund_share_of_all", "reported")
    assert (of_all["numerator"], of_all["denominator"]) == (300.0, 1400.0)
    # Smallest: village out, critical in, over all fund; largest: village in, critical out, in-county fund.
    assert primary["low"] == pytest.approx(200 / 1500)
    assert primary["high"] == pytest.approx(300 / 800)


def test_money_shares_claim_no_chance_interval() -> None:
    run = empty_run()
    run.flow(Flow.OUTPATIENT_FUND, 1, Option.GENERAL, 100)
    row = pick(indicator_table(run), "in_county_fund_rate", "happened")
    assert row["value"] == 1.0
    assert math.isnan(row["low"])
    assert math.isnan(row["high"])


def test_settled_visits_per_insured_part_ordinary_from_chronic() -> None:
    table = indicator_table(claims_run())
    ordinary = pick(table, "settled_visits_per_insured", "reported")
    assert (ordinary["numerator"], ordinary["denominator"]) == (210, 2000)
    assert pick(table, "settled_chronic_visits_per_insured", "reported")["value"] == 10 / 2000
    assert pick(table, "stays_per_100_insured", "reported")["value"] == pytest.approx(100 * 25 / 2000)


def test_visits_a_head_leave_out_those_who_live_away() -> None:
    run = empty_run()
    run.flow(Flow.OUTPATIENT_COUNT, 1, Option.GENERAL, 600)
    run.flow(Flow.OUTPATIENT_COUNT, 1, ELSEWHERE, 999)
    run.flow(Flow.TRAVEL, 1, Option.GENERAL, 5000)
    run.person(Person.EMERGENCIES, 1, 100)
    table = indicator_table(run)
    assert pick(table, "visits_per_resident", "happened")["value"] == 600 / 2000
    assert pick(table, "travel_minutes", "happened")["value"] == 5000 / 500


def test_burden_by_hand() -> None:
    run = empty_run()
    run.flow(Flow.OUTPATIENT_BILL, 1, Option.OWN_CLINIC, 10_000)
    run.flow(Flow.OUTPATIENT_COUNT, 1, Option.OWN_CLINIC, 2)
    run.flow(Flow.OUTPATIENT_FUND, 1, Option.OWN_CLINIC, 5_000)
    run.flow(Flow.INPATIENT_BILL, 1, Option.GENERAL, 90_000)
    run.flow(Flow.INPATIENT_FUND, 1, Option.GENERAL, 40_000)
    run.flow(Flow.CRITICAL, 1, Option.GENERAL, 5_000)
    run.flow(Flow.DISCHARGES, 1, Option.GENERAL, 3)
    table = indicator_table(run)
    assert pick(table, "out_of_pocket_share", "happened")["value"] == 0.5
    assert pick(table, "outpatient_payment_ratio", "happened")["value"] == 0.5
    assert pick(table, "inpatient_payment_ratio", "happened")["value"] == 0.5
    assert pick(table, "visit_cost_village", "happened")["value"] == 50.0
    assert pick(table, "stay_cost_county_hospital", "happened")["value"] == 300.0
    assert pick(table, "in_county_stay_cost", "happened")["value"] == 300.0
    assert math.isnan(pick(table, "stay_cost_outside", "happened")["value"])


def test_growth_needs_the_year_before() -> None:
    run = empty_run(warmup=1, counted=24)
    for month, bill in ((3, 100_000), (15, 110_000)):
        run.flow(Flow.INPATIENT_BILL, month, Option.GENERAL, bill)
        run.flow(Flow.DISCHARGES, month, Option.GENERAL, 1)
    table = indicator_table(run)
    assert pick(table, "in_county_stay_cost_growth", "happened", "2025")["value"] == pytest.approx(0.1)
    assert pick(table, "in_county_stay_cost_growth", "happened", "2025-03")["value"] == pytest.approx(0.1)
    assert math.isnan(pick(table, "in_county_stay_cost_growth", "happened", "2024")["value"])
    assert math.isnan(pick(table, "in_county_stay_cost_growth", "happened", "2025-04")["value"])


def test_the_funnel_by_hand() -> None:
    run = empty_run()
    for fate, amount in (
        (Fate.OFFERED, 60), (Fate.FAR, 6), (Fate.PRICE, 3), (Fate.TRUST, 1), (Fate.NO_SHOW, 8),
        (Fate.NO_SLOT, 2), (Fate.NO_BED, 4), (Fate.OVERTAKEN, 1), (Fate.ATTENDED, 35), (Fate.RETURNED, 7),
    ):  # fmt: skip
        run.fate(Way.UP, fate, 2, amount)
    run.fate(Way.UP, Fate.OFFERED, 2, 40, linked=False)
    run.fate(Way.UP, Fate.ATTENDED, 2, 25, linked=False)
    run.fate(Way.UP, Fate.NO_SHOW, 2, 15, linked=False)
    for fate, amount in ((Fate.OFFERED, 40), (Fate.TRUST, 10), (Fate.ATTENDED, 18), (Fate.HOME, 6),
                         (Fate.NO_BED, 6), (Fate.BOUNCED, 9)):  # fmt: skip
        run.fate(Way.DOWN, fate, 2, amount)
    run.fate(Way.OUT, Fate.OFFERED, 2, 50)
    run.fate(Way.OUT, Fate.TRUST, 2, 5)
    table = indicator_table(run)

    def value(name: str, basis: str = "happened") -> float:
        return float(pick(table, name, basis)["value"])

    parts = ("too_far", "too_dear", "no_trust", "no_show", "no_slot", "no_bed", "overtaken", "served")
    assert [value(f"up_{part}_share") for part in parts] == [0.06, 0.03, 0.01, 0.23, 0.02, 0.04, 0.01, 0.6]
    assert sum(value(f"up_{part}_share") for part in parts) == pytest.approx(1.0)  # the funnel loses nothing
    assert (value("up_accepted_share"), value("up_declined_share"), value("up_linked_share")) == (
        0.9,
        0.1,
        0.6,
    )
    assert value("up_served_linked_share") == pytest.approx(35 / 60)
    assert value("up_served_other_share") == pytest.approx(25 / 40)
    assert value("up_returned_share") == pytest.approx(7 / 60)
    assert (value("up_referrals"), value("up_referrals", "reported")) == (90, 60)
    assert (value("out_referrals"), value("out_accepted_share")) == (45, 0.9)
    assert (value("down_home_share"), value("down_bounced_share"), value("down_up_ratio")) == (0.15, 0.5, 0.4)
    row = pick(table, "down_referrals", "reported")
    assert (row["value"], row["low"], row["high"]) == (24, 24, 30)


def test_unmet_need_is_a_share_of_the_occasions_to_decide() -> None:
    run = empty_run()
    run.flow(Flow.OUTPATIENT_COUNT, 1, Option.OWN_CLINIC, 70)
    run.person(Person.PHARMACY, 1, 10)
    run.person(Person.SELF_CARE, 1, 18)
    run.person(Person.FORGONE, 1, 5)
    run.person(Person.GAVE_UP, 1, 2)
    table = indicator_table(run)
    found = [
        pick(table, f"{n}_share", "happened")["value"]
        for n in ("forgone", "self_care", "pharmacy", "gave_up")
    ]
    assert found == [0.05, 0.18, 0.1, 0.02]


def test_deaths_late_emergencies_and_severe_cases_kept() -> None:
    run = empty_run()
    run.flow(Flow.DEATHS, 1, Option.GENERAL, 6)
    run.flow(Flow.DEATHS, 1, ELSEWHERE, 2)
    run.flow(Flow.KEPT_BEYOND, 1, Option.OWN_CENTRE, 4)
    run.person(Person.DEATHS_UNTREATED, 1, 4)
    run.person(Person.DEATHS_OTHER, 1, 28)
    run.person(Person.EMERGENCIES, 1, 20)
    run.person(Person.LATE_EMERGENCIES, 1, 5)
    run.person(Person.DOOR_MINUTES, 1, 700)
    table = indicator_table(run)
    assert pick(table, "deaths_of_illness_per_1000", "happened")["value"] == 1000 * 12 / 4000
    assert pick(table, "deaths_per_1000", "happened")["value"] == 1000 * 40 / 4000
    assert pick(table, "kept_beyond_capability", "happened")["value"] == 10_000 * 4 / 4000
    assert pick(table, "late_emergency_share", "happened")["value"] == 0.25
    assert pick(table, "emergency_door_minutes", "happened")["value"] == 35.0


def test_stocks_are_means_for_rates_and_last_values_for_coverage() -> None:
    run = empty_run()
    run.snapshots["residents"][:, 0] = np.arange(14) * 100
    run.snapshots["signed"][:, 0] = 10
    run.flow(Flow.OUTPATIENT_COUNT, 1, Option.GENERAL, 130)
    table = indicator_table(run)
    # Counted months 1 to 12: the mean of 100 … 1,200 is 650; the last is 1,200.
    assert pick(table, "visits_per_resident", "happened", scope=LULONG)["value"] == 130 / 650
    assert pick(table, "contract_coverage", "happened", scope=LULONG)["value"] == 10 / 1200


def test_the_warm_up_and_claims_settled_after_the_end_are_not_counted() -> None:
    run = empty_run()
    for month in (0, 13):
        run.flow(Flow.SETTLED_STAYS, month, Option.GENERAL, 50)
    run.flow(Flow.SETTLED_STAYS, 5, Option.GENERAL, 3)
    table = indicator_table(run)
    assert pick(table, "in_county_admission_share", "reported")["denominator"] == 3
    assert run.months == month_list(date(2023, 12, 1), 13)


def test_claims_that_wait_for_spring_festival_come_in_the_first_quarter() -> None:
    """January: 10 residents' stays elsewhere wait with a share of 0.2, so 10 * (1 + 3 * 0.2) are settled."""
    table = indicator_table(claims_run().with_values(festival_claims=0.2))
    row = pick(table, "in_county_admission_share", "reported", "2024-01")
    assert (row["numerator"], row["denominator"]) == (15, pytest.approx(36))
    run = empty_run()
    run.flow(Flow.SETTLED_STAYS, 4, Option.FAR, 10)
    later = pick(indicator_table(run.with_values(festival_claims=0.2)), "in_county_admission_share",
                 "reported", "2024-04")  # fmt: skip
    assert later["denominator"] == pytest.approx(8)
