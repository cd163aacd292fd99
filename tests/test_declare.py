"""Declared parameters: what a file must hold, and what a value may be."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from sim.declare import COLUMNS, Parameter, load_parameters, read_parameters
from sim.errors import Text, UserError

ROW = "care.days,3,1,9,days,assumption,A choice,Days,天数,"


def parameter(unit: str, low: float = 0, high: float = 10) -> Parameter:
    return Parameter("a.b", low, low, high, unit, "assumption", "A choice", Text("A", "甲"))


def written(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path = folder / "care.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]), encoding=encoding)
    return path


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("unit", ["days", "share"])
def test_what_is_not_finite_is_a_fault_not_a_crash(unit, value):
    fault = parameter(unit).fault(value)
    assert fault is not None
    assert "finite" in fault.en


def test_allowed_values():
    assert parameter("days").fault(3) is None
    assert parameter("days").fault(3.0) is None
    assert parameter("days").fault(3.5) is not None
    assert parameter("share", 0, 1).fault(1.01) is not None
    assert parameter("switch", 0, 1).fault(True) is None
    assert parameter("share", 0, 1).fault(True) is not None
    assert parameter("share", 0, 1).fault("0.5") is not None


def test_a_file_saved_by_a_spreadsheet(tmp_path):
    plain = read_parameters([written(tmp_path, ROW)])
    marked = read_parameters([written(tmp_path, ROW, encoding="utf-8-sig")])
    assert plain == marked
    assert plain["care.days"].value == 3


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (ROW.replace(",3,", ",nan,"), "finite"),
        (ROW.replace(",3,", ",three,"), "numbers"),
        (ROW.replace("days,assumption", "hours,assumption"), "unit 'hours'"),
        (ROW.replace("assumption", "guess"), "evidence 'guess'"),
        (ROW.replace("A choice", ""), "source"),
        (ROW.replace(",3,", ",10,"), "outside 1 to 9"),
    ],
)
def test_a_fault_names_file_and_line(tmp_path, row, says):
    with pytest.raises(UserError, match=says) as caught:
        read_parameters([written(tmp_path, row)])
    assert caught.value.where == "care.csv:2"


def test_a_path_declared_twice(tmp_path):
    with pytest.raises(UserError, match=r"care\.days is declared twice"):
        read_parameters([written(tmp_path, ROW, ROW)])


def test_wrong_columns(tmp_path):
    path = tmp_path / "care.csv"
    path.write_text("path,value\n", encoding="utf-8")
    with pytest.raises(UserError, match="columns must be"):
        read_parameters([path])


def test_every_parameter_that_ships_is_within_its_range():
    for one in load_parameters().values():
        assert one.fault(one.value) is None
        assert one.label.en and one.label.zh
