"""Worked cases settled by the engine, and what differs from what they expect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sim.errors import Text
from sim.money.cases import Case, yuan
from sim.money.claims import Payment, Settled, settle_bills
from sim.money.compile import compile_rules
from sim.money.covered import COVERED
from sim.money.explain import steps
from sim.money.rules import Rules
from sim.money.telling import Step
from sim.policy.books import Book
from sim.problems import Problem, shown

PAYERS = {
    "fund": Text("fund", "基金"),
    "critical": Text("critical illness", "大病保险"),
    "aid": Text("medical aid", "医疗救助"),
    "own": Text("own", "自付"),
}


@dataclass(frozen=True)
class Verdict:
    """A case settled: each bill, the rules of its day, and the differences found."""

    case: Case
    settled: tuple[Settled, ...]
    rules: tuple[Rules, ...]
    problems: tuple[Problem, ...]

    def steps(self, at: int) -> list[Step]:
        """Steps of one bill."""
        return list(steps(self.rules[at], self.case.book, self.case.holder, self.settled[at]))


def judge(case: Case) -> Verdict:
    """Settle a case and compare."""
    rules = _rules_of(case.book, [bill.day for bill in case.bills])
    settled = settle_bills(rules, case.holder, case.bills)
    problems = [
        Problem(
            shown(case.file), expected.line, f"{case.id}.bills.{at}",
            _difference(expected.payment, one.payment),
            Text("correct the expectation, or the rule it rests on", "请更正期望值，或其依据的规则"),
        )
        for at, (expected, one) in enumerate(zip(case.expected, settled, strict=True), 1)
        if expected.payment != one.payment
    ]  # fmt: skip
    return Verdict(case, tuple(settled), tuple(rules), tuple(problems))


def count_by_rule(cases: Iterable[Case]) -> dict[str, int]:
    """Number of cases that cover each rule, in the order of `COVERED`, zeros included."""
    found = Counter(rule for case in cases for rule in set(case.covers))
    return {rule: found[rule] for rule in COVERED}


def _rules_of(book: Book, days: Sequence[date]) -> list[Rules]:
    known: dict[date, Rules] = {}
    for day in days:
        if day not in known:
            known[day] = compile_rules(book.values(day))
    return [known[day] for day in days]


def _difference(expected: Payment, found: Payment) -> Text:
    """Say payer by payer what was expected and what came out."""

    def say(language: str) -> str:
        return ("；" if language == "zh" else "; ").join(
            f"{name.say(language)} {yuan(want)} → {yuan(got)}"
            for name, want, got in zip(PAYERS.values(), expected, found, strict=True)
            if want != got
        )

    return Text(f"expected → settled: {say('en')}", f"期望 → 结算：{say('zh')}")
