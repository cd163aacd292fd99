"""`countycare attribute` from the words typed to the files."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sim.cli.main import execute


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("attribute")
    days = "base: beidaihe-2024\nuntil: 2024-01-31\n"
    (folder / "a.yaml").write_text(days, encoding="utf-8")
    levers = "levers:\n  contract.kind: {start: 2024-01-01}\n  pay_patient.tiers: {start: 2024-01-01}\n"
    (folder / "b.yaml").write_text(days + levers, encoding="utf-8")
    assert execute([*words(folder), "--out", str(folder / "out"), "--workers", "2", "--movers"]) == 0
    return folder / "out"


def words(folder: Path) -> list[str]:
    pair = [str(folder / "a.yaml"), str(folder / "b.yaml")]
    return ["attribute", *pair, "--sample", "0.03", "--replicates", "2", "--lang", "en"]


@pytest.mark.slow
def test_what_is_written(out: Path) -> None:
    with (out / "attribution.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["indicator"] == "in_county_visit_rate"]
    value = {row["player"]: float(row["value"]) for row in rows}
    assert set(value) == {"contract.kind", "pay_patient.tiers", "total"}
    assert value["contract.kind"] + value["pay_patient.tiers"] == pytest.approx(value["total"], abs=1e-7)
    movers = (out / "movers.csv").read_text(encoding="utf-8").splitlines()
    assert movers[0] == "why,from,to,choices,per_1000" and len(movers) > 2
    report = (out / "attribution.html").read_text(encoding="utf-8")
    assert "医共体沙盘" in report and report.count("<svg") == 12


def test_what_does_not_differ(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = ["attribute", "lulong-2024", "lulong-2024", "--out", str(tmp_path / "out"), "--lang", "en"]
    assert execute(same) == 2
    assert "do not differ" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
