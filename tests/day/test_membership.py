"""Membership of communities is a property of the place: without levers it moves nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from sim.experiment.run import run_scenario
from sim.scenario import load_scenario

HEADING = "county_code,number,lead,members\n"
ONE = HEADING + "130304,1,秦皇岛市北戴河医院,*\n"
TWO = HEADING + "130304,1,秦皇岛市北戴河医院,海滨镇\n130304,2,北戴河民营医院（假设）,*\n"


def indicators(folder: Path, table: str, levers: str = "") -> pd.DataFrame:
    (folder / "members.csv").write_text(table, encoding="utf-8")
    file = folder / "mine.yaml"
    text = "base: lulong-2024-baseline\ncounties: [130304]\ncommunities: members.csv\n"
    file.write_text(text + levers, encoding="utf-8")
    scenario = load_scenario(file).with_dates(until=date(2024, 2, 29))
    found = run_scenario(scenario, sample=0.02).indicators
    # who leads is a question of membership; so are the rows of the communities themselves
    kept = found["scope"].isin(["all", "facility"]) & (found["indicator"] != "lead_high_surgery_share")
    numbers = found[kept].astype({"period": str, "scope_id": str}).round(9)  # the order of sums may differ
    return numbers[["period", "scope_id", "indicator", "basis", "value"]].reset_index(drop=True)


ON = "levers: {referral.mutual_recognition: on, referral.stepwise: on}\n"


@pytest.mark.parametrize("levers", ["", ON])
def test_membership_alone_moves_nothing_and_a_lever_along_it_does(tmp_path: Path, levers: str) -> None:
    one, two = indicators(tmp_path, ONE, levers), indicators(tmp_path, TWO, levers)
    assert one.equals(two) == (not levers)
