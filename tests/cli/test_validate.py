"""`countycare validate`: what it prints and writes, and faults."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.calibration import board_read
from sim.calibration.board_read import load_board
from sim.cli import validate
from sim.cli.main import execute
from tests.calibration.engines import Here
from tests.calibration.test_board import EFFECTS, PAIR, ROWS


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command with a board of three rows, run for a month in a small county."""
    (tmp_path / "board.yaml").write_text(PAIR + ROWS, encoding="utf-8")
    board = load_board(tmp_path / "board.yaml", EFFECTS)
    monkeypatch.setattr(board_read, "load_board", lambda: board)
    monkeypatch.setattr(validate, "engine_of", lambda workers, scheduler: Here())
    return tmp_path / "out"


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
    assert execute(words) == 0  # more rows join; the runs are there
    assert "0 runs to do" in capsys.readouterr().err


def test_an_unknown_row_is_told_with_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["--lang", "en", "validate", "--rows", "EF09", "--out", str(tmp_path / "out")]) == 2
    assert "no published effect has the id 'EF09'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
