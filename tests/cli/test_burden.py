"""The block that says who bears it."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.cli.burden import show_burden
from sim.cli.screen import Screen
from sim.indicators.groups import group_table
from tests.indicators.test_groups import made


@pytest.fixture(scope="module")
def groups() -> pd.DataFrame:
    return group_table(made())


def printed(groups: pd.DataFrame, language: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    show_burden(Screen(language), groups)
    return capsys.readouterr().out.splitlines()


def row(lines: list[str], label: str) -> list[str]:
    found = [line for line in lines if line.startswith(f"│ {label}")]
    assert len(found) == 1, label
    return [cell.strip() for cell in found[0].strip("│").split("│")]


def test_the_ends_stand_beside_each_other(groups: pd.DataFrame, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(groups, "en", capsys)
    cells = row(lines, "Own cost per person")
    # Everybody 500/6, poorest 200, richest 50/3, near 150/3, far 300/2, old 300, away 0.
    assert cells[1:8] == ["83.33", "200.0*", "16.67", "50.00", "150.0", "300.0", "0.00"]
    assert row(lines, "Stays in the county")[1] == "–"
    assert "more than chance" in "\n".join(lines)
    assert any("the poor have more" in line and "Own cost per person -0.50" in line for line in lines)


def test_in_chinese(groups: pd.DataFrame, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(groups, "zh", capsys)
    assert "谁来承担" in lines[0]
    assert row(lines, "人均自付费用")[2] == "200.0*"
    assert any("集中指数" in line for line in lines)


def test_on_a_narrow_terminal_numbers_stand_below_their_name(
    groups: pd.DataFrame, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = printed(groups, "en", capsys)
    at = lines.index("Own cost per person (yuan)")
    assert lines[at + 1].split() == ["83.33", "200.0*", "16.67", "50.00", "150.0", "300.0", "0.00"]
    assert max(len(line) for line in lines) < 80


def test_a_gap_within_chance_has_no_star(groups: pd.DataFrame, capsys: pytest.CaptureFixture[str]) -> None:
    table = groups.copy()
    table.loc[(table["group"] == "gap") & (table["dimension"] == "income"), "low"] = -1.0
    assert row(printed(table, "en", capsys), "Own cost per person")[2] == "200.0"


def test_nothing_to_tell(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(pd.DataFrame(columns=["scope", "group"]), "en", capsys) == []
