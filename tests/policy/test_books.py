from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sim.declare import load_parameters
from sim.errors import UserError
from sim.policy.books import book_folder, book_names, load_book, read_book
from sim.scenario import load_scenario

HEAD = """title: {zh: 甲, en: A}
place: {zh: 甲县, en: County A}
document: a notice
"""
GROUNDS = "evidence: official, source: notice 1"


def written(folder: Path, rules: str, *, head: str = HEAD, name: str = "own.yaml") -> Path:
    file = folder / name
    file.write_text(head + rules, encoding="utf-8")
    return file


def faults(file: Path) -> list[tuple[int, str]]:
    book, problems = read_book(file)
    assert (book is None) == bool(problems)
    assert all(one.wrong.zh and one.right.zh for one in problems)
    return [(one.line, f"{one.path}: {one.wrong.en} {one.nearest}") for one in problems]


@pytest.mark.parametrize("name", book_names())
def test_shipped_books_are_sound(name):
    book = load_book(name)
    for path, entry in book.entries.items():
        assert path in load_parameters(), path
        assert entry.source, path
        assert entry.evidence != "assumption" or entry.low <= entry.values[0][1] <= entry.high, path


def test_the_local_book_says_what_is_declared():
    """So that a scenario without a book runs as one with it."""
    declared = load_parameters()
    ours = load_book("qinhuangdao-2024").declare(declared)
    for path, parameter in declared.items():
        assert replace(ours[path], source="", note="") == replace(parameter, source="", note=""), path


def test_scenarios_of_the_counties_use_it():
    plan = load_scenario("lulong-2024")
    declared = load_parameters()
    assert {p: one.value for p, one in plan.parameters.items()} == {
        p: one.value for p, one in declared.items()
    }


def test_figures_of_yangzhou():
    values = load_book("yangzhou-2020").values(date(2020, 7, 1))
    assert values["pay_patient.tiers.first_admission"] == 0.9
    assert [values[f"pay_patient.compliance.{name}"] for name in (
        "stepwise", "skipped", "far_referred", "far_unreferred"
    )] == [0.05, -0.1, -0.05, -0.2]  # fmt: skip
    benefit = [
        values[f"pay_patient.benefit.{name}"]
        for name in ("outpatient_limit", "outpatient_deductible", "special_deductible")
    ]
    assert benefit == [10_000, 5_000, 10_000]  # yuan in the book, fen here
    official = {
        path for path, one in load_book("yangzhou-2020").entries.items() if one.evidence == "official"
    }
    assert len(official) == 17


def test_later_values_hold_from_their_day(tmp_path):
    book = load_book("hunan-2024")
    path = "pay_patient.deductible_chain.up"
    assert book.later == {path: {date(2024, 6, 28): 1.0}}
    assert [book.values(date(2024, 6, day))[path] for day in (27, 28)] == [0, 1]
    scenario = tmp_path / "s.yaml"
    scenario.write_text("base: lulong-2024\nrules: hunan-2024\n", encoding="utf-8")
    plan = load_scenario(scenario)
    assert plan.values(date(2024, 6, 27))[path] == 0
    assert plan.values(date(2024, 6, 28))[path] == 1
    assert date(2024, 6, 28) in plan.change_dates
    assert plan.values(date(2024, 1, 1))["pay_patient.telehealth.ratio"] == 0.5
    assert plan.parameters["pay_patient.telehealth.ratio"].high == 0.7


def test_overrides_lie_above_the_book(tmp_path):
    scenario = tmp_path / "s.yaml"
    text = "base: lulong-2024\nrules: yangzhou-2020\noverrides:\n  insurance.repeat_deductible: 0.75\n"
    scenario.write_text(text, encoding="utf-8")
    plan = load_scenario(scenario)
    assert plan.values(plan.start)["insurance.repeat_deductible"] == 0.75
    assert plan.values(plan.start)["insurance.residents.inpatient_deductible.township"] == 30_000


def test_a_book_beside_the_scenario_over_a_shipped_base(tmp_path):
    written(
        tmp_path,
        "base: yangzhou-2020\nrules:\n  insurance.residents:\n    inpatient_ratio.county: "
        f"{{value: 0.77, {GROUNDS}}}\n",
    )
    scenario = tmp_path / "s.yaml"
    scenario.write_text("base: lulong-2024\nrules: own\n", encoding="utf-8")
    values = load_scenario(scenario).values(date(2024, 1, 1))
    assert values["insurance.residents.inpatient_ratio.county"] == 0.77
    assert values["pay_patient.compliance.skipped"] == -0.1


def test_bands_become_numbers_and_unused_ones_go(tmp_path):
    rules = f"""base: yangzhou-2020
rules:
  insurance:
    residents:
      critical_bands: {{{GROUNDS}, bands: [{{above: 12000.50, rate: 0.55}}, {{above: 30000, rate: 0.6}}]}}
      inpatient_bands:
        county: {{{GROUNDS}, bands: [{{above: 0, rate: 0.7}}, {{above: 20000, rate: 0.8}}]}}
"""
    book, problems = read_book(written(tmp_path, rules))
    assert not problems
    values = book.values(date(2024, 1, 1))
    who = "insurance.residents"
    assert values[f"{who}.critical_threshold"] == 1_200_050
    assert values[f"{who}.critical_band.2.above"] == 3_000_000
    assert values[f"{who}.critical_band.3.above"] == 0
    assert values[f"{who}.inpatient_ratio.county"] == 0.7
    assert values[f"{who}.inpatient_band.2.above.county"] == 2_000_000
    assert values[f"{who}.inpatient_band.2.ratio.county"] == 0.8


BAD = [
    (f"R.chronic_ration: {{value: 0.5, {GROUNDS}}}", 5, "name insurance.residents.chronic_ratio"),
    (f"rules:\n  needs.scale: {{value: 0.5, {GROUNDS}}}", 5, "no rule has this name"),
    (f"R.chronic_ratio: {{value: 1.2, {GROUNDS}}}", 5, "outside 0 to 1"),
    (f"R.chronic_limit: {{value: 12.345, {GROUNDS}}}", 5, "whole number of fen"),
    (f"R.chronic_limit: {{value: -5, {GROUNDS}}}", 5, "negative money"),
    (f"P.employees: {{value: 0.5, {GROUNDS}}}", 5, "is not a whole number"),
    ("P.tcm.points: {value: 0.05, evidence: assumption, source: ours}", 5, "without a range"),
    ("P.tcm.points: {value: 0.05}", 5, "lacks evidence or source"),
    ("P.tcm.points: {value: 0.05, evidence: guess, source: ours}", 5, "no grade"),
    ("P.tcm.points: {value: 0.2, low: 0, high: 0.1, evidence: study, source: x}", 5, "its own range"),
    (f"P.tcm.points: {{value: {{2020-13-01: 0.1}}, {GROUNDS}}}", 5, "not a date"),
    (f"P.tcm.points: {{value: {{}}, {GROUNDS}}}", 5, "holds no value"),
    (f"P.tcm: {{value: 0.1, {GROUNDS}}}", 5, "a group of rules"),
    ("P.tcm.points: 0.1", 5, "is not a mapping"),
    (f"R.critical_bands: {{bands: [{{above: 5, rate: 0}}, {{above: 5, rate: 1}}], {GROUNDS}}}", 5, "back"),
    (f"R.inpatient_bands.county: {{bands: [{{above: 5, rate: 0.5}}], {GROUNDS}}}", 5, "goes back"),
    (f"R.inpatient_bands.moon: {{bands: [{{above: 0, rate: 0.5}}], {GROUNDS}}}", 5, "no rule has this name"),
    (f"base: yangzhou-2020\nR.critical_threshold: {{value: 60000, {GROUNDS}}}", 0, "a bracket goes back"),
    ("base: yangzhu-2020\nrules: {}", 4, "no rule book is called 'yangzhu-2020' yangzhou-2020"),
    ("base: own\nrules: {}", 4, "circle"),
    ("", 0, "rules: is missing"),
    ("rules: {}\nrulles: {}", 5, "not a key that stands here rules"),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "line", "says"), BAD)
def test_bad_books_are_refused(tmp_path, rules, line, says):
    rules = rules.replace("R.", "rules:\n  insurance.residents.").replace("P.", "rules:\n  pay_patient.")
    found = faults(written(tmp_path, rules))
    assert any(at == line and says in text for at, text in found), found


def test_a_scenario_tells_what_is_wrong_with_its_book(tmp_path):
    written(tmp_path, f"rules:\n  insurance.residents.chronic_ratio: {{value: 1.2, {GROUNDS}}}\n")
    scenario = tmp_path / "s.yaml"
    scenario.write_text("base: lulong-2024\nrules: own\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"own\.yaml:5: rules\.insurance\.residents\.chronic_ratio"):
        load_scenario(scenario)
    scenario.write_text("base: lulong-2024\nrules: yangzhou\n", encoding="utf-8")
    with pytest.raises(UserError, match="yangzhou-2020"):
        load_scenario(scenario)


def test_every_book_folder_file_is_a_book():
    assert book_names() == [
        "arun-2020", "hunan-2024", "luohu-2017", "qinglong-2024", "qinhuangdao-2024", "yangzhou-2019",
        "yangzhou-2020",
    ]  # fmt: skip
    assert book_folder().name == "rules"
