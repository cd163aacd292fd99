"""`countycare settle`: worked bills, settled step by step and compared with what they should pay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sim.cli.screen import Screen
from sim.cli.words import Words
from sim.cli.wrapping import hung

if TYPE_CHECKING:
    from sim.money.judge import Verdict


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    file = typer.Argument(
        None, metavar="[CASES.yaml]", show_default=False, rich_help_panel=words("Arguments", "参数"),
        help=words("File of cases; without one, those that ship.", "案例文件；不给则用内置案例。"),
    )  # fmt: skip
    as_json = words.switch("--json", "Print JSON.", "输出 JSON。")
    by_rule = words.switch("--rules", "Print the number of cases by rule.", "按规则列出案例数。")
    panel = words("Commands", "命令")
    title = words(
        "Settle worked bills step by step; exit code 2 when a payment is not the one expected.",
        "逐步结算案例账单；有支付与期望不符时退出码为 2。",
    )

    @app.command("settle", help=title, rich_help_panel=panel)
    def settle(
        ctx: typer.Context, file: str | None = file, as_json: bool = as_json, by_rule: bool = by_rule
    ) -> None:
        screen: Screen = ctx.obj
        from sim.experiment.output import as_json as text_of
        from sim.money.cases import read_cases, shipped_cases
        from sim.money.judge import count_by_rule, judge

        files = [Path(file)] if file else shipped_cases()
        read = [read_cases(one) for one in files]
        verdicts = [judge(case) for cases, _ in read for case in cases]
        problems = [problem for _, faults in read for problem in faults]
        problems += [problem for verdict in verdicts for problem in verdict.problems]
        counts = count_by_rule(verdict.case for verdict in verdicts)
        if as_json:
            told = {
                "cases": [_as_dict(verdict, screen.language) for verdict in verdicts],
                "rules": counts,
                "problems": [problem.as_dict(screen.language) for problem in problems],
            }
            print(text_of(told), end="")
        else:
            if not file or by_rule:
                _tell_counts(screen, counts)
            else:
                width = screen.width()
                for verdict in verdicts:
                    for line in _told(screen, verdict, width):
                        screen.line(line)
            if verdicts or not problems:
                bills = sum(len(verdict.settled) for verdict in verdicts)
                wrong = len(problems)
                screen.line(
                    screen(
                        f"Cases: {len(verdicts)} · bills: {bills} · faults: {wrong}",
                        f"{len(verdicts)} 个案例，{bills} 张账单，{wrong} 处问题",
                    )
                )
        for problem in problems:
            screen.note(problem.say(screen.language))
        if problems:
            raise typer.Exit(2)


def _told(screen: Screen, verdict: Verdict, width: int) -> Iterator[str]:
    """Yield the lines of one case with every step, and below each step the rule it applies."""
    from sim.money.cases import yuan
    from sim.money.judge import PAYERS
    from sim.money.rules import LEVELS
    from sim.money.telling import LEVEL_NAMES

    case, language = verdict.case, screen.language
    yield from hung("", f"{case.id}: {case.title.say(language)} [{case.book.title.say(language)}]", width)
    for at, (one, expected) in enumerate(zip(verdict.settled, case.expected, strict=True)):
        place = LEVEL_NAMES[LEVELS[one.bill.level]].say(language)
        yield from hung(f"  {at + 1}. ", f"{one.bill.day} {place} {yuan(one.bill.amount)}", width)
        for step in verdict.steps(at):
            yield from hung("     - ", step.text.say(language), width)
            if step.rule:
                yield from hung("         ", f"[{step.rule}: {step.source}]", width)
        paid = screen(", ", "，").join(
            f"{PAYERS[name].say(language)} {yuan(amount)}" for name, amount in one.payment._asdict().items()
        )
        agrees = one.payment == expected.payment
        yield from hung(f"     {'=' if agrees else '≠'} ", paid, width)
        yield from hung("       ", expected.why.say(language), width)
    yield ""


def _tell_counts(screen: Screen, counts: dict[str, int]) -> None:
    """Print the number of cases by rule."""
    from sim.money.covered import COVERED

    for rule, count in counts.items():
        one = COVERED[rule]
        clause = f" ({one.clause})" if one.clause else ""
        for line in hung(
            f"{count:4d}  ", f"{rule}: {one.label.say(screen.language)}{clause}", screen.width()
        ):
            screen.line(line)


def _as_dict(verdict: Verdict, language: str) -> dict[str, Any]:
    case = verdict.case
    return {
        "id": case.id,
        "title": case.title.say(language),
        "rules": case.book.name,
        "covers": list(case.covers),
        "bills": [
            {
                "date": one.bill.day.isoformat(),
                "kind": one.bill.kind,
                "bill_fen": one.bill.amount,
                "paid_fen": one.payment._asdict(),
                "expected_fen": expected.payment._asdict(),
                "steps": [
                    {
                        "text": step.text.say(language),
                        "fen": step.amount,
                        "rule": step.rule,
                        "source": step.source,
                    }
                    for step in verdict.steps(at)
                ],
                "why": expected.why.say(language),
            }
            for at, (one, expected) in enumerate(zip(verdict.settled, case.expected, strict=True))
        ],
    }
