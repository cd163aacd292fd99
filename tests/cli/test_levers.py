"""`countycare levers` and `countycare diff` from outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli.main import execute
from sim.cli.wrapping import columns
from sim.declare import load_parameters
from sim.policy.catalogue import load_levers

PLAN = """\
base: lulong-2024
title: {zh: 我的方案, en: My plan}
until: 2025-06-30
levers:
  referral.catalogue: {start: 2024-07-01, ramp: 120, set: {catalogue: 0.01}}
overrides: {referral.accept: 0.8}
"""


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = execute(words)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_list_names_every_lever_once(capsys: pytest.CaptureFixture[str]) -> None:
    for language in ("en", "zh"):
        code, out, _ = run(capsys, "levers", "--lang", language)
        assert code == 0
        first_words = [line.split(" ")[0] for line in out.splitlines()]
        for id_, lever in load_levers().items():
            assert first_words.count(id_) == 1
            assert lever.label.say(language).split(" ")[0] in out


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_line_is_wider_than_the_terminal(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    language: str,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    file = tmp_path / "mine.yaml"
    file.write_text(PLAN, encoding="utf-8")
    pages = [["levers"], ["diff", "lulong-2024-baseline", str(file)]] + [
        ["levers", one] for one in load_levers()
    ]
    for words in pages:
        code, out, _ = run(capsys, *words, "--lang", language)
        assert code == 0
        assert max(columns(line) for line in out.splitlines()) <= width, words


def test_everything_about_one(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "levers", "referral.catalogue", "--lang", "en")
    assert code == 0
    lever = load_levers()["referral.catalogue"]
    told = " ".join(out.split())
    for text in (lever.label.en, lever.label.zh, lever.acts_through.en, lever.decision.en, lever.cost.en):
        assert text in told
    assert "never built in" in told and "without it 0 %" in told and "referral.catalogue" in told


def test_the_numbers_a_lever_rests_on_stand_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "levers", "contract.chronic_management", "--lang", "zh")
    assert code == 0
    assert "contract.chronic_management.interval_days" in out
    assert "本项目的假设" in out


def test_a_family_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "levers", "pay_patient", "--lang", "en")
    assert code == 0
    members = {one.id for one in load_levers().values() if one.family == "pay_patient"}
    assert members == {line.split()[0] for line in out.splitlines() if line.startswith("pay_patient.")}


def test_check_remarks_on_a_lever_that_is_never_in_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "late.yaml"
    file.write_text("base: lulong-2024\nlevers:\n  contract.kind: {start: 2042-01-01}\n", encoding="utf-8")
    code, out, _ = run(capsys, "check", str(file), "--lang", "en")
    assert code == 0
    assert "late.yaml:3: contract.kind is never in force" in out
    assert out.count("never in force") == 1


def test_an_unknown_lever(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "levers", "referral.catalog", "--lang", "zh")
    assert (code, out) == (2, "")
    assert "是否想写“referral.catalogue”" in err


def test_levers_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "levers", "--json")
    assert [one["id"] for one in json.loads(out)] == list(load_levers())
    _, out, _ = run(capsys, "levers", "referral.catalogue", "--json")
    one = json.loads(out)
    assert one["label"]["zh"] and one["changed_by"] == "county"
    number = one["numbers"][0]
    assert (number["path"], number["off"], number["unit"]) == ("referral.catalogue", 0, "share")
    assert number["value"] == load_levers()["referral.catalogue"].dials["referral.catalogue"].value


def test_two_that_say_the_same(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "same.yaml"
    file.write_text("base: lulong-2024\ntitle: {zh: 另名, en: Other name}\n", encoding="utf-8")
    code, out, _ = run(capsys, "diff", "lulong-2024", str(file), "--lang", "en")
    assert code == 0 and "Nothing that matters to a run differs" in out
    _, out, _ = run(capsys, "diff", "lulong-2024", str(file), "--json")
    both = json.loads(out)
    assert both["differences"] == [] and both["a"]["hash"] == both["b"]["hash"]


def test_what_differs_is_told_in_words_with_both_values(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(PLAN, encoding="utf-8")
    code, out, _ = run(capsys, "diff", "lulong-2024", str(file), "--lang", "en")
    assert code == 0
    for words in (
        "A 2024-12-31", "B 2025-06-30", "Disease catalogues by tier", "A from 2024-01-01, everywhere",
        "B from 2024-07-01, in full after 120 days, everywhere", "0.3 % → 1 %",
        f"A {100 * load_parameters()['referral.accept'].value:g} % (as declared)", "B 80 % from the start",
    ):  # fmt: skip
        assert words in out
    _, out, _ = run(capsys, "diff", "lulong-2024", str(file), "--lang", "zh")
    for words in ("自 2024-07-01 起，120 天内逐步到位，全域", "自始 80%", "最后一天"):
        assert words in out
    _, out, _ = run(capsys, "diff", "lulong-2024", str(file), "--json", "--lang", "en")
    found = {one["id"]: one for one in json.loads(out)["differences"]}
    assert set(found) == {"until", "referral.catalogue", "referral.accept"}
    assert found["referral.catalogue"]["numbers"][0]["b"] == ["1 %"]


def test_a_lever_in_one_of_them_only(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "none.yaml"
    file.write_text("base: lulong-2024\nlevers: {referral.catalogue: off}\n", encoding="utf-8")
    _, out, _ = run(capsys, "diff", "lulong-2024", str(file), "--lang", "en")
    assert "− Disease catalogues by tier" in out and "B not in use" in out and "0.3 % → 0 %" in out
    _, out, _ = run(capsys, "diff", str(file), "lulong-2024", "--lang", "en")
    assert "+ Disease catalogues by tier" in out and "A not in use" in out
