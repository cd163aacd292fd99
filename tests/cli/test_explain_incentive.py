"""`countycare explain-incentive`: every sum of a decision, in both languages; what cannot be explained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli.main import execute
from sim.cli.wrapping import columns

TRIAL = """\
base: beidaihe-2024
title: {zh: 试, en: Trial}
summary: {zh: 试, en: Trial}
levers:
  pay_provider.drg_dip: {start: 2024-03-01, set: {pay_provider.form.county.stay: 1}}
overrides:
  pay_provider.usual.county.stay: 0
"""


@pytest.fixture
def trial(tmp_path: Path) -> str:
    file = tmp_path / "trial.yaml"
    file.write_text(TRIAL, encoding="utf-8")
    return str(file)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    assert execute(["explain-incentive", *words, "--json", "--lang", "en"]) == 0
    return json.loads(capsys.readouterr().out)


def lines(told: dict, title: str) -> dict[str, float]:
    section = next(one for one in told["sums"] if one["title"] == title)
    return {line["label"].strip(): line["value"] for line in section["lines"]}


def test_the_sums_add_up(trial: str, capsys: pytest.CaptureFixture[str]) -> None:
    what = told(capsys, trial, "--facility", "H-130304-1", "--condition", "copd")
    assert what["forms"][1] == {"for": "stays", "usual": "fee for service", "now": "DRG"}
    stay = lines(what, "A stay here")
    parts = ("consultation", "nursing procedures", "tests", "drugs", "other services")
    assert sum(stay[part] for part in parts) == pytest.approx(stay["bill"])
    assert stay["fund pays"] + stay["patient pays"] == pytest.approx(stay["bill"])
    assert stay["revenue, subsidies included"] - stay["cost of one act more"] == pytest.approx(stay["margin"])
    assert stay["M now"] == pytest.approx(stay["margin"])  # no budget is held
    assert stay["M now"] - stay["M under the usual payment"] == pytest.approx(
        stay["change that moves the decision"]
    )
    moved = {one["label"]: (one["before"], one["after"]) for one in what["decisions"]}
    before, after = moved["a stay is decided on"]
    assert after > before > 0
    assert moved["days of a stay"][1] < 1
    weight = lines(what, "The purse")["weight: log odds per 100 yuan, faded"]
    gain = lines(what, "Money for the act beyond the usual, after audit")["a stay rather than a visit"]
    odds = before / (1 - before) * 2.718281828459045 ** (weight * gain / 10_000)
    assert after == pytest.approx(odds / (1 + odds))


def test_before_the_lever_nothing_moves(trial: str, capsys: pytest.CaptureFixture[str]) -> None:
    what = told(
        capsys, trial, "--facility", "H-130304-1", "--condition", "copd", "--date", "2024-02-01",
        "--severity", "severe",
    )  # fmt: skip
    assert what["severity"] == "severe"
    assert all(one["before"] == one["after"] for one in what["decisions"])


@pytest.mark.parametrize(
    ("language", "word"), [("en", "M under the usual payment"), ("zh", "现行惯例下的 M")]
)
def test_lines_fit(
    trial: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str, word: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    place = ("--facility", "TC-130304001", "--condition", "copd")
    assert execute(["explain-incentive", trial, *place, "--lang", language]) == 0
    said = capsys.readouterr()
    assert word in said.out
    assert max(columns(line) for line in said.out.splitlines()) <= 80


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--facility", "H-130304-9", "--condition", "copd"), "H-130304-9"),
        (("--facility", "H-130304-1", "--condition", "cpd"), "copd"),
        (("--facility", "H-130304-1", "--condition", "copd", "--date", "2030-01-01"), "2030-01-01"),
        (("--facility", "H-130304-1", "--condition", "copd", "--severity", "awful"), "awful"),
    ],
)
def test_what_cannot_be_explained(
    trial: str, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert execute(["explain-incentive", trial, *words, "--lang", "en"]) == 2
    assert told in capsys.readouterr().err
