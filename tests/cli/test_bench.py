"""`countycare bench`: rows and ratios, with the yardstick alone at a size that takes no time."""

from __future__ import annotations

import json

import pytest

from sim.cli.main import execute
from sim.experiment import contenders, steps
from sim.experiment.bench import REFERENCE
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
