"""`countycare bench`: rows and ratios, with the yardstick alone at a size that takes no time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli.main import execute
from sim.experiment import contenders, scale, steps
from sim.experiment.bench import REFERENCE, Growth, Row
from sim.experiment.province import Projection
from sim.experiment.sampling import Agreement
from sim.experiment.scale import Parallel, Scale, Stage, Whole
from sim.experiment.steps import StepCost


@pytest.fixture(autouse=True)
def only_the_yardstick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contenders, "contenders", lambda mirror: [REFERENCE])
    monkeypatch.setattr(steps, "time_by_step", lambda residents: [StepCost("go", 2.5, 1.0)])


def test_costs_and_growth(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["bench", "--sizes", "1000,2000", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(row["residents"], row["ratio"]) for row in told["costs"]] == [(1000, 1.0), (2000, 1.0)]
    assert len(told["growth"]) == 1
    assert told["steps"] == [{"step": "go", "milliseconds": 2.5, "share": 1.0}]
    assert execute(["bench", "--sizes", "1000", "--lang", "zh"]) == 0
    printed = capsys.readouterr().out
    assert REFERENCE.label.zh in printed
    assert "就医选择" in printed


def test_a_wrong_size(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["bench", "--sizes", "1000,many", "--lang", "en"]) == 2
    assert capsys.readouterr().err.startswith("--sizes: 'many'")


def test_scale_is_told_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    row = Row(REFERENCE.label, 1000, 1.0, 1, 1.0)
    whole = Whole("x", 5_000, (Stage("built", 0, 2.0, 1.0), Stage("year", 366, 9.0, 4.0)), 10_000_000)
    grown = Growth(row.contender, 1, 2, 1.02, 1.0, 1.0)
    made = Scale(
        2, 1, 1.0, whole, (Parallel(1, 3, 9, 5.0, 4.0, 1.0, 1.0),), grown,
        (Projection(75_000_000, 500_000, 150, 7.0, 3e8, 16, 0.1, 9.0),), (8.0, 10.0),
        (Agreement("primary_visit_share", 0.5, 0.4, 0.3, 0.45),),
    )  # fmt: skip
    monkeypatch.setattr(contenders, "model_alone", lambda: REFERENCE)
    monkeypatch.setattr(scale, "measure", lambda rows, sample, workers, note: made)
    out = tmp_path / "bench"
    words = ["bench", "--part", "scale", "--sizes", "1000,2000", "--lang", "en"]
    assert execute([*words, "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "5,000 people in one process, 10 MB" in printed and "0 of 1 agree" in printed
    assert "One year, one core" not in printed
    names = {"whole.csv", "parallel.csv", "projection.csv", "agreement.csv", "manifest.json"}
    assert {file.name for file in out.iterdir()} == names
    assert json.loads((out / "manifest.json").read_text())["scale"]["whole"]["people"] == 5_000
    assert execute([*words, "--out", str(out)]) == 2
    assert "not empty" in capsys.readouterr().err


def test_scale_needs_two_sizes(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["bench", "--part", "scale", "--sizes", "1000", "--lang", "en"]) == 2
    assert "two sizes" in capsys.readouterr().err
    assert execute(["bench", "--part", "speed", "--lang", "en"]) == 2
