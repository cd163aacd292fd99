"""`countycare validate`: what it prints and writes, and faults."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from sim.calibration import board_read
from sim.calibration.board_read import load_board
from sim.cli import validate
from sim.cli.main import execute
from sim.cli.screen import Screen
from sim.experiment.batch.engine import Engine
from sim.experiment.batch.folder import BatchFolder
from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import Key, Outcome
from tests.calibration.test_board import EFFECTS, PAIR, ROWS


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command with a board of three rows, whose runs take no time."""
    (tmp_path / "board.yaml").write_text(PAIR + ROWS, encoding="utf-8")
    board = load_board(tmp_path / "board.yaml", EFFECTS)
    monkeypatch.setattr(board_read, "load_board", lambda: board)
    monkeypatch.setattr(validate, "do_runs", made_up)
    return tmp_path / "out"


def made_up(screen: Screen, folder: BatchFolder, jobs: Sequence[Job], engine: Engine) -> None:
    """Keep what runs might have left: bills a tenth lower with the policy."""
    for job in jobs:
        bill = 90.0 if job.scenario.levers else 100.0
        values = {"visit_cost": bill + job.seed, "visits": 1000.0, "discharges": 50.0}
        outcome = Outcome({Key(name, "happened"): value for name, value in values.items()}, {})
        folder.store.keep(job, outcome)


def test_it_prints_and_writes_the_board(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--lang", "en", "validate", "--out", str(small)]
    assert execute([*words, "--rows", "X1,X2"]) == 0
    said = capsys.readouterr().out
    assert "X1" in said and "not comparable: 1" in said and "X3" not in said
    assert {one.name for one in small.iterdir()} == {
        "batch.json",
        "board.csv",
        "manifest.json",
        "runs.sqlite",
    }
    assert json.loads((small / "manifest.json").read_text(encoding="utf-8"))["rows"] == 2
    assert execute(words) == 0  # more rows join
    said = capsys.readouterr().out
    assert "X3" in said and "inside: 1" in said


def test_an_unknown_row_is_told_with_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["--lang", "en", "validate", "--rows", "EF09", "--out", str(tmp_path / "out")]) == 2
    assert "no published effect has the id 'EF09'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
