"""Nothing on the validation board is used for fitting: told by the files themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sim.calibration
from sim.calibration.board_effects import load_effects
from sim.calibration.folder import calibration_folder

BOARD = ("effects.csv", "board.yaml", "board.csv")
DATA = sorted(
    file.name
    for file in calibration_folder().rglob("*")
    if file.suffix in (".csv", ".yaml") and file.name not in BOARD
)
SHOWS = ("board_", "findings", "report")
"""Beginnings of the files that make the board, or show it; whatever else is there may fit."""
CODE = sorted(
    file.name
    for file in Path(str(sim.calibration.__file__)).parent.rglob("*.py")
    if not file.name.startswith(SHOWS)
)


def data(name: str) -> str:
    return next(calibration_folder().rglob(name)).read_text(encoding="utf-8")


def code(name: str) -> str:
    return next(Path(str(sim.calibration.__file__)).parent.rglob(name)).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DATA)
def test_no_published_effect_is_in_what_is_fitted(name: str) -> None:
    text = data(name)
    for one in load_effects().values():
        assert not re.search(rf"\b{one.id}\b", text), f"{name} names {one.id}"
        assert one.url not in text and one.source not in text, f"{name} names the source of {one.id}"


@pytest.mark.parametrize("name", CODE)
def test_nothing_that_calibrates_reads_the_board(name: str) -> None:
    text = code(name)
    for word in (*BOARD, *(f"calibration.{one}" for one in SHOWS), "load_effects"):
        assert word not in text, f"{name} uses {word}"


def test_the_model_knows_nothing_of_it() -> None:
    """Only the board itself, its command, its report and the screens may import it."""
    root = Path(str(sim.calibration.__file__)).parent.parent
    users = {
        file.relative_to(root).as_posix()
        for file in root.rglob("*.py")
        if "calibration.board_" in file.read_text(encoding="utf-8")
    }
    allowed = ("cli/", "ui/", *(f"calibration/{one}" for one in SHOWS))
    assert users and all(one.startswith(allowed) for one in users), users
