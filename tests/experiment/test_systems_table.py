"""The table of the systems, and what drawn membership does: hand-worked parts, a handful of people."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from sim.experiment.studies import merge_systems
from sim.experiment.systems import (
    COLUMNS,
    SHOWN,
    main_period,
    membership_effect,
    share_of,
    systems_table,
)
from sim.scenario import load_scenario


def test_places_of_every_size_are_measured_on_about_as_many_people() -> None:
    assert share_of(load_scenario("beidaihe-2024")) == 0.1  # 13,000 of 130,104: no more than a tenth
    assert share_of(load_scenario("lulong-2024")) == 0.06  # 20,000 of 333,942
    assert share_of(load_scenario("hunan-2024")) == 0.02  # 29,000 of 1,429,384: no less than 2 %


def test_a_policy_that_begins_late_is_read_in_its_last_quarter() -> None:
    assert main_period(load_scenario("arun-2020")) == "2020"
    assert main_period(load_scenario("hunan-2024")) == "2024Q4"
    assert main_period(load_scenario("lulong-2024").with_dates(until=date(2025, 12, 31))) == "2025"


@pytest.mark.slow
def test_rows_of_a_system_on_a_handful_of_people() -> None:
    table = systems_table(["arun-2020"], [1, 2], 0.004)
    assert tuple(table.columns) == COLUMNS
    goal = table[table["goal"] != ""]
    assert goal[["indicator", "basis", "goal", "goal_kind"]].to_numpy().tolist() == [
        ["in_county_visit_rate", "reported", 0.9, "at_least"]
    ]
    numbers = table[["without", "with", "difference", "low", "high"]].astype(float)
    assert (numbers["difference"] - (numbers["with"] - numbers["without"])).abs().max() < 1e-9
    assert (numbers["low"] <= numbers["difference"]).all()


@pytest.mark.slow
def test_membership_is_measured_beside_chance() -> None:
    table = membership_effect(load_scenario("qinglong-2024"), [1, 2], 0.004)
    assert set(table["indicator"]) <= set(SHOWN) and len(table) > 15
    assert (table[["membership", "chance"]] >= 0).all().all() and (table["membership"] > 0).any()


def test_new_rows_take_the_place_of_the_stored_ones(
    tmp_path: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = pd.DataFrame([["arun-2020", 1], ["lulong-2024", 2], ["gone-2020", 3]], columns=["scenario", "x"])
    rows.to_csv(f"{tmp_path}/systems.csv", index=False)
    new = pd.DataFrame([["arun-2020", 4]], columns=["scenario", "x"])
    monkeypatch.setattr("sim.experiment.studies.data_folder", lambda: tmp_path)
    monkeypatch.setattr("sim.experiment.studies.systems_table", lambda *_: new)
    found = merge_systems(["arun-2020"])
    assert found.astype(str).to_numpy().tolist() == [["arun-2020", "4"], ["lulong-2024", "2"]]
