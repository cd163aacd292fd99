"""Committed results of slow studies: they cover what they claim and bear out what documents say of them."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.experiment.studies import INDICATORS, SAMPLES, data_folder, year_values
from sim.scenario import load_scenario


def test_the_sample_study_covers_every_indicator_and_share() -> None:
    table = pd.read_csv(data_folder() / "sample_error.csv")
    assert set(zip(table["indicator"], table["sample"], strict=True)) == {
        (name, share) for name in INDICATORS for share in (*SAMPLES, 1.0)
    }
    assert (table.loc[table["sample"] == 1.0, "bias"] == 0).all()


@pytest.mark.parametrize(
    ("indicator", "most"),
    [("in_county_visit_rate", 0.005), ("in_county_admission_share", 0.01), ("in_county_fund_rate", 0.01)],
)
def test_a_tenth_of_the_people_tells_the_shares_within_a_point(indicator: str, most: float) -> None:
    table = pd.read_csv(data_folder() / "sample_error.csv").set_index(["indicator", "sample"])
    assert abs(table.loc[(indicator, 0.1), "bias"]) < most


def test_the_placement_study_covers_every_indicator() -> None:
    table = pd.read_csv(data_folder() / "placement_effect.csv").set_index("indicator")
    assert set(table.index) == set(INDICATORS)
    assert (table["estimated"] - table["real"] - table["difference"]).abs().max() < 1e-4
    assert abs(table.loc["in_county_admission_share", "difference"]) < 0.03


def test_a_study_reads_the_year_of_a_run() -> None:
    found = year_values(load_scenario("beidaihe-2024"), seed=2, sample=0.01)
    assert set(found) == set(INDICATORS)
    assert 0.5 < found["in_county_visit_rate"] < 1
