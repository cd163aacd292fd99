"""The section on the board in the README, from a table made by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from sim.calibration.board_effects import Published
from sim.calibration.board_mapping import Board
from sim.calibration.board_readme import BEGIN, END, section, shipped_section
from sim.calibration.board_table import COLUMNS, FILE, found, number, span
from sim.calibration.folder import README, calibration_folder
from sim.errors import Text
from sim.experiment.documents.marked import with_section

NAN = math.nan
EFFECTS = {
    name: Published(name, Text(what, what), "Somewhere", "2020", finding, NAN, NAN, NAN, "%", "B", "", "")
    for name, what, finding in (("X1", "a | b", "effect"), ("X2", "quality", "null"), ("X3", "use", "sign"))
}


def cells(id_: str, verdict: str, **more: object) -> dict[str, object]:
    empty = dict.fromkeys(COLUMNS, NAN) | {"clear": "", "draws": "", "note_en": "", "finding": "effect"}
    return empty | {"id": id_, "verdict": verdict, "unit": "%"} | more


def made() -> str:
    rows = [
        cells("X1", "inside", clear="yes", published=-3.64, published_low=-5.0, published_high=-2.0,
              effect=-2.5, low=-4.0, high=-1.0, replicates=12, draws="posterior"),
        cells("X2", "opposite_sign", clear="no", finding="null", effect=12.0, low=11.0, high=13.0,
              replicates=12, draws="ranges"),
        cells("X3", "not_comparable", finding="sign", note_en="nothing of it"),
    ]  # fmt: skip
    return section(pd.DataFrame(rows, columns=list(COLUMNS)), Board((), 12), EFFECTS)


def test_counts_rows_and_reasons() -> None:
    text = made()
    assert "3 published effects, 2 of them comparable; 12 replicates a pair." in text
    assert "| inside (区间内) | 1 | 1 |" in text
    row = "| X1 a / b; Somewhere 2020 | B | −3.64 (−5.00 … −2.00) % | −2.50 (−4.00 … −1.00) |"
    assert f"{row} posterior | inside |" in text
    assert "| null % | 12.0 (11.0 … 13.0) | ranges | opposite sign, sign not clear |" in text
    assert "- X3 use: nothing of it" in text


def test_it_takes_the_place_of_the_earlier_one() -> None:
    first = with_section("# Calibration\n", made(), BEGIN, END)
    assert first.startswith("# Calibration\n\n" + BEGIN)
    changed = with_section(first + "\n## After\n", f"{BEGIN}\nnew\n{END}", BEGIN, END)
    assert changed == f"# Calibration\n\n{BEGIN}\nnew\n{END}\n\n## After\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0"), (1376.54, "1,377"), (-0.3, "−0.300"), (12.34, "12.3"), (NAN, ""), (99.96, "100.0")],
)
def test_numbers_have_few_digits(value: float, written: str) -> None:
    assert number(value) == written


def test_what_was_found() -> None:
    assert span(1.0, NAN) == ""
    assert found(cells("X3", "same_sign", finding="sign", unit="increase")) == "increase"


def test_the_readme_has_the_section_of_the_table_that_ships() -> None:
    """Before a board ships there is nothing between the marks."""
    text = (calibration_folder() / README).read_text(encoding="utf-8")
    ships = (calibration_folder() / FILE).is_file()
    made_now = shipped_section() if ships else f"{BEGIN}\n{END}"
    assert made_now in text, "run python -m sim.calibration.board_readme"
