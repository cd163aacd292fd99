"""A folder with the made-up county's tables, and a way to spoil one cell of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.county.check import check_tables
from sim.county.tables import read_tables
from sim.county.write import new_county
from sim.problems import Problem

Spoil = Callable[[str, str, str], tuple[list[Problem], int]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The made-up county as CSV files."""
    new_county(tmp_path / "own", "csv", example=True)
    return tmp_path / "own"


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Replace a text in a table, once, and return the problems and the row where it stood."""

    def run(table: str, old: str, new: str) -> tuple[list[Problem], int]:
        file = folder / f"{table}.csv"
        text = file.read_text(encoding="utf-8-sig")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8-sig")
        return check_tables(read_tables(folder)), text[: text.index(old)].count("\n") + 1

    return run
