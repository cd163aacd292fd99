"""A run of two years from the command line: settled, rebased and told, on a small sample."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.cli.main import execute

SCENARIO = """\
base: beidaihe-2024-baseline
title: {zh: 两年总额, en: Two years of a budget}
summary: {zh: 试, en: Try}
levers:
  pay_provider.global_budget: {start: 2024-01-01}
  pay_provider.risk_share: {start: 2024-01-01}
"""


def test_two_years(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "two.yaml", tmp_path / "out"
    file.write_text(SCENARIO, encoding="utf-8")
    assert execute(["run", str(file), "--years", "2", "--sample", "0.02", "--out", str(out)]) == 0
    fund = pd.read_csv(out / "fund.csv", dtype={"county": str})
    assert fund["year"].tolist() == [2024, 2025]
    assert (fund["income"] > 0).all() and (fund["inpatient"] > 0).all()
    paid = fund[["outpatient", "inpatient", "critical", "settled"]].sum(axis=1)
    assert (fund["income"] - paid - fund["balance"]).abs().max() < 0.05
    assert fund["stock"].diff().iloc[1] == pytest.approx(fund["balance"].iloc[1], abs=0.05)
    ledger = pd.read_csv(out / "ledger.csv")
    first, second = ledger[ledger["budget"].notna()].to_dict("records")
    assert (first["period"], second["period"]) == ("2024", "2025")
    for year in (first, second):
        assert year["budget"] - year["spending"] == pytest.approx(
            year["surplus"] - year["overspend"], abs=0.05
        )
        assert year["kept"] - year["borne"] == pytest.approx(
            year["lead"] + year["township"] + year["village"], abs=0.05
        )
    # The second budget is what the first year cost, up to what the fund takes in: a saving is not kept twice.
    assert second["budget"] <= first["spending"] * 365 / 366 + 0.05
    assert "2025" in capsys.readouterr().out
