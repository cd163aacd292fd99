"""`countycare bench`: rows and ratios, with the yardstick alone at a size that takes no time."""

from __future__ import annotations

import json
import sys
from types import ModuleType

import pytest

from sim.cli.main import execute
from sim.experiment.bench import REFERENCE


@pytest.fixture(autouse=True)
def only_the_yardstick(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("sim.experiment.contenders")
    module.contenders = lambda: [REFERENCE]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)


def test_costs_and_growth(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["bench", "--sizes", "1000,2000", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(row["residents"], row["ratio"]) for row in told["costs"]] == [(1000, 1.0), (2000, 1.0)]
    assert len(told["growth"]) == 1
    assert execute(["bench", "--sizes", "1000", "--lang", "zh"]) == 0
    assert REFERENCE.label.zh in capsys.readouterr().out


def test_a_wrong_size(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["bench", "--sizes", "1000,many", "--lang", "en"]) == 2
    assert capsys.readouterr().err.startswith("--sizes: 'many'")
