"""`countycare settle`: cases told step by step, counts by rule, and refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.main import execute
from sim.cli.wrapping import columns

CASE = """\
cases:
  - id: mine
    title: {{zh: 我的案例, en: Mine}}
    rules: yangzhou-2020
    covers: [tiers]
    person: {{insurance: residents}}
    bills:
      - {{date: 2020-03-01, kind: stay, level: township, bill: 1000.00, full: 1000.00, partial: 0.00,
         expect: {{fund: {fund}, own: {own}}}, why: (1000 − 300) × 85 %}}
"""


def settle(tmp_path: Path, text: str, *options: str) -> int:
    file = tmp_path / "cases.yaml"
    file.write_text(text, encoding="utf-8")
    return execute([*options, "settle", str(file)])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_step_with_its_rule_in_lines_that_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert settle(tmp_path, CASE.format(fund="595.00", own="405.00"), "--lang", language) == 0
    out = capsys.readouterr().out
    assert "700.00 × 85 % = 595.00" in out
    assert "[yangzhou-2019.yaml:" in out  # the local ratio stands in the book below the opinion
    assert max(columns(line) for line in out.splitlines()) < 80


def test_a_wrong_expectation_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert settle(tmp_path, CASE.format(fund="600.00", own="400.00"), "--lang", "zh") == 2
    told = capsys.readouterr()
    assert "≠" in told.out
    assert "cases.yaml:9" in told.err
    assert "基金 600.00 → 595.00；自付 400.00 → 405.00" in told.err


def test_a_file_that_cannot_be_read_settles_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert settle(tmp_path, "cases: []\n", "--lang", "en") == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "is not a list of cases" in told.err


def test_without_a_file_the_shipped_cases_count_by_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["--lang", "en", "settle"]) == 0
    out = capsys.readouterr().out
    assert "stepwise: +5 points step by step" in out
    assert "faults: 0" in out
