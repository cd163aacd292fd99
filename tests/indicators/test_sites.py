"""Indicators by where care is given, and the table of facilities, with numbers worked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.indicators.table import facility_table, indicator_table
from sim.indicators.tally import Flow
from tests.indicators.fakes import (
    CENTRE,
    CHANGLI,
    CITY,
    CLINIC,
    GENERAL,
    LULONG,
    OTHER_COUNTY,
    PRIVATE,
    TCM,
    HandMade,
    empty_run,
    facilities,
    pick,
)


def visits_run() -> HandMade:
    """January: clinic 400, centre 100, general 250, private 250; city 900, the next county 500."""
    run = empty_run()
    for facility, amount in (
        (CLINIC, 400),
        (CENTRE, 100),
        (GENERAL, 250),
        (PRIVATE, 250),
        (CITY, 900),
        (OTHER_COUNTY, 500),
    ):
        run.site(Flow.OUTPATIENT_COUNT, 1, facility, amount)
    return run


def test_primary_share_of_visits_by_what_happened_and_by_the_returns() -> None:
    table = indicator_table(visits_run())
    assert pick(table, "primary_visit_share", "happened", scope=LULONG)["value"] == 0.5
    row = pick(table, "primary_visit_share", "reported", scope=LULONG)
    assert row["value"] == pytest.approx((0.8 * 400 + 100) / (0.8 * 400 + 600))
    assert row["low"] == pytest.approx(100 / 600)  # village clinics not counted
    assert row["high"] == pytest.approx(0.5)  # all of their visits returned


def test_returns_of_village_clinics_grow_within_the_year() -> None:
    """Clinic 400, all others 1,100, in January and in May; returns hold a tenth, then half of the clinic."""
    run = visits_run()
    for facility, amount in ((CLINIC, 400), (CENTRE, 100), (GENERAL, 500), (OTHER_COUNTY, 500)):
        run.site(Flow.OUTPATIENT_COUNT, 5, facility, amount)
    shares = (0.1,) * 4 + (0.5,) * (len(run.months) - 4)
    table = indicator_table(replace(run.with_values(village_return_share=0.5), shares=shares))
    first = pick(table, "primary_visit_share", "reported", "2024-01")
    assert (first["numerator"], first["denominator"]) == (140, 1140)
    year = pick(table, "primary_visit_share", "reported", "2024")
    assert (year["numerator"], year["denominator"]) == (40 + 200 + 200, 240 + 2200)
    assert year["high"] == pytest.approx(1000 / 3000)
    assert pick(table, "primary_visit_share", "happened", "2024")["numerator"] == 1000


def test_scopes_all_county_and_community() -> None:
    table = indicator_table(visits_run())
    visits = {
        scope: pick(table, "visits", "happened", scope=scope)["value"]
        for scope in ("", LULONG, CHANGLI, f"{LULONG}-1")
    }
    assert visits == {"": 1500, LULONG: 1000, CHANGLI: 500, f"{LULONG}-1": 750}


def test_single_facilities_have_what_makes_sense_for_them() -> None:
    table = indicator_table(visits_run())
    of_facilities = table[table["scope"] == "facility"]
    assert "CITY" not in set(of_facilities["scope_id"].astype(str))
    assert set(of_facilities["basis"].astype(str)) == {"happened"}
    clinic = set(of_facilities[of_facilities["scope_id"] == "VC-1"]["indicator"].astype(str))
    assert clinic == {
        "visits", "wait_minutes", "doctor_visits_per_day", "visit_cost", "drug_lacking_share",
    }  # fmt: skip
    assert pick(table, "visits", "happened", scope="VC-1")["value"] == 400


def test_high_operations_of_lead_hospitals_only() -> None:
    run = empty_run()
    for facility, every, high in ((GENERAL, 100, 40), (TCM, 50, 50), (PRIVATE, 70, 70), (CITY, 900, 800)):
        run.site(Flow.OPERATIONS, 1, facility, every)
        run.site(Flow.HIGH_OPERATIONS, 1, facility, high)
    assert pick(indicator_table(run), "lead_high_surgery_share", "happened", scope=LULONG)["value"] == 0.4


def test_beds_doctors_and_the_background_load() -> None:
    run = empty_run()
    run.site(Flow.BED_DAYS, 1, GENERAL, 620)
    run.site(Flow.OCCUPIED, 1, GENERAL, 620)
    run.site(Flow.DISCHARGES, 1, GENERAL, 100)
    run.site(Flow.OUTPATIENT_COUNT, 1, GENERAL, 5000)
    run.site(Flow.WAIT, 1, GENERAL, 250_000)
    run.site(Flow.REFUSED, 1, GENERAL, 25)
    table = indicator_table(run)
    # 100 beds, 31 days, half of them taken by others: (620 + 1,550) / 3,100.
    assert pick(table, "bed_occupancy", "happened", "2024-01", "H-1")["value"] == 0.7
    assert pick(table, "stay_days", "happened", "2024-01", "H-1")["value"] == 6.2
    # 50 doctors, half of their time, 251 working days a year of 366.
    days = 25 * 251 * 31 / 366
    assert pick(table, "doctor_visits_per_day", "happened", "2024-01", "H-1")["value"] == pytest.approx(
        5000 / days
    )
    assert pick(table, "wait_minutes", "happened", "2024-01", "H-1")["value"] == 5.0
    assert pick(table, "refused_per_1000_visits", "happened", "2024-01", "H-1")["value"] == 5.0


def test_the_facility_table_has_every_measure_in_plain_units() -> None:
    run = visits_run()
    run.site(Flow.INPATIENT_BILL, 2, GENERAL, 123_456)
    run.site(Flow.WAIT, 2, GENERAL, 155)
    run.site(Flow.WAIT, 0, GENERAL, 9999)
    table = facility_table(run)
    assert len(table) == 12 * len(facilities())
    assert list(table.columns[:9]) == [
        "month",
        "id",
        "name_zh",
        "name_en",
        "kind",
        "county",
        "community",
        "doctors",
        "beds",
    ]
    assert len(table.columns) == 9 + len(Flow)
    row = table[(table["month"] == "2024-02") & (table["id"] == "H-1")].iloc[0]
    assert (row["inpatient_bill_fen"], row["wait_minutes"], row["kind"], row["county"]) == (
        123_456, 16, "county_general", LULONG,
    )  # fmt: skip
    assert table[table["id"] == "CITY"]["county"].eq("").all()
    assert table["visits"].sum() == 2400
    assert table["wait_minutes"].sum() == 16
    assert all(np.issubdtype(kind, np.integer) for kind in table.dtypes[9:])


def test_a_sample_is_scaled_to_all_people() -> None:
    run = empty_run(sample=0.25)
    run.site(Flow.OUTPATIENT_COUNT, 1, CENTRE, 7)
    assert facility_table(run)["visits"].sum() == 28
