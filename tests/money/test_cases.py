from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli.main import execute
from sim.money.cases import read_cases, shipped_cases, yuan
from sim.money.covered import COVERED
from sim.money.judge import count_by_rule, judge
from sim.policy.books import book_names

CASES = [case for file in shipped_cases() for case in read_cases(file)[0]]
GOOD = """cases:
  - id: one
    title: {zh: 甲, en: A}
    rules: yangzhou-2020
    covers: [stepwise]
    bills:
      - {date: 2020-03-01, kind: stay, level: township, bill: 1000.00, full: 1000.00, partial: 0.00,
         expect: {fund: 595.00, own: 405.00}, why: by hand}
      - {date: 2020-03-15, kind: stay, level: county, bill: 5000.00, full: 5000.00, partial: 0.00,
         path: slip, after: 1, expect: {fund: 3840.00, own: 1160.00}, why: by hand}
"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_worked_by_hand(case):
    verdict = judge(case)
    assert verdict.problems == ()
    for at, one in enumerate(verdict.settled):
        assert sum(one.payment) == one.bill.amount
        told = verdict.steps(at)
        assert told[-1].amount == one.payment.own
        assert all(step.text.zh and step.text.en for step in told)
        assert all(step.source for step in told if step.rule)


ASSUMED = {"luohu-2017", "yangzhou-2019"}
"""Books that no document states: their numbers are assumptions, and there is nothing to work by hand from."""


def test_shipped_files_have_no_fault_and_no_id_twice():
    assert [problem for file in shipped_cases() for problem in read_cases(file)[1]] == []
    assert len({case.id for case in CASES}) == len(CASES) >= 45
    assert {case.book.name for case in CASES} == set(book_names()) - ASSUMED


def test_every_rule_is_covered():
    counts = count_by_rule(CASES)
    assert list(counts) == list(COVERED)
    assert min(counts.values()) > 0


def write(folder: Path, text: str) -> Path:
    file = folder / "c.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("fund: 3840.00, own: 1160.00", "fund: 3840.01, own: 1160.00"), 10, "adds up to 5000.01"),
        (("bill: 5000.00", "bill: 5000"), 9, "'5000' is no amount"),
        (("2020-03-15", "2020-02-15"), 9, "comes before the bill of 2020-03-01"),
        (("after: 1", "after: 2"), 10, "not the number of an earlier bill"),
        (("level: county", "level: township"), 10, "not a move between levels"),
        (("level: county", "level: country"), 9, "'country' is none of these"),
        (("[stepwise]", "[stepwize]"), 5, "no rule is called 'stepwize'"),
        (("yangzhou-2020", "yangzhou"), 4, "no rule book is called 'yangzhou'"),
        (("path: slip", "paths: slip"), 10, "is not a key"),
        (("partial: 0.00,\n         path", "\n         path"), 9, "gives one of full, partial"),
        (("full: 5000.00, partial: 0.00", "full: 5000.00, partial: 1.00"), 9, "parts above the bill"),
        (("why: by hand}\n      -", "}\n      -"), 7, "is missing"),
        (("path: slip, after: 1", "exam: 10.00"), 9, "parts and examination"),
        (("kind: stay, level: county", "kind: visit, level: county"), 10, "not a move"),
        ((GOOD, "cases: 3\n"), 1, "not a list of cases"),
        ((GOOD, "cases: []\n"), 1, "not a list of cases"),
        ((GOOD, GOOD + GOOD.removeprefix("cases:\n")), 11, "one is used twice"),
        (("yangzhou-2020", "{base: yangzhou-2020, pay_patient: {tcm: {point: 0.1}}}"), 4, "has this name"),
    ],
)  # fmt: skip
def test_malformed_cases_are_told_with_their_line(tmp_path, change, line, says):
    assert change[0] in GOOD
    _, problems = read_cases(write(tmp_path, GOOD.replace(*change, 1)))
    assert any(one.line == line and says in one.text.en for one in problems), [
        one.text.en for one in problems
    ]


def test_the_command_tells_each_step_in_both_languages(tmp_path, capsys):
    file = write(tmp_path, GOOD)
    assert execute(["settle", str(file), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "the difference 500.00 − 300.00: 200.00" in told
    assert "yangzhou-2020 三(二)3" in told
    assert execute(["settle", str(file), "--lang", "zh"]) == 0
    assert "起付线差额" in capsys.readouterr().out


def test_the_command_fails_where_a_payment_differs(tmp_path, capsys):
    text = GOOD.replace("fund: 3840.00, own: 1160.00", "fund: 3600.00, own: 1400.00")
    assert execute(["settle", str(write(tmp_path, text)), "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert "c.yaml:10: one.bills.2" in told
    assert "fund 3600.00 → 3840.00" in told
    assert execute(["settle", str(tmp_path / "none.yaml"), "--lang", "en"]) == 2
    assert "no such file" in capsys.readouterr().err


def test_the_command_counts_the_cases_that_ship(capsys):
    assert execute(["settle", "--lang", "en"]) == 0
    assert f"Cases: {len(CASES)}" in capsys.readouterr().out
    assert execute(["settle", "--json", "--lang", "en"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rules"] == count_by_rule(CASES)
    assert told["problems"] == []
    assert told["cases"][0]["bills"][0]["steps"][0]["text"]


def test_amounts():
    assert [yuan(fen) for fen in (0, 1, 99, 100, 123_456)] == ["0.00", "0.01", "0.99", "1.00", "1234.56"]
