"""`countycare explain-incentive`: every sum behind one decision of a facility."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from sim.cli import values
from sim.cli.screen import Screen, Steps
from sim.cli.words import Words
from sim.cli.wrapping import columns, hung, pad

if TYPE_CHECKING:
    from sim.experiment.incentive import Explanation

SEVERITIES = ("mild", "moderate", "severe")
GAP, AMOUNT = 2, 16  # columns


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    scenario = words.argument(
        "SCENARIO", "Name of a shipped scenario, or a scenario file.", "内置方案名或方案文件。"
    )
    facility = words.required(
        "--facility", "ID", "Facility by its id, for example H-130324-1.", "机构编号，如 H-130324-1。"
    )
    condition = words.required("--condition", "ID", "Condition by its id, e.g. copd.", "病种编号，如 copd。")
    severity = words.option("--severity", "|".join(SEVERITIES), "Severity.", "病情轻重。", "moderate")
    on = words.option(
        "--date", "DATE", "Day; the last one of the scenario otherwise.", "日期；默认方案最后一日。"
    )
    seed = words.option("--seed", "N", "Which random history.", "随机种子。", "1")
    sample = words.option(
        "--sample", "SHARE", "Share simulated where a budget is held, whose worth depends on the year.",
        "有总额时需先模拟到当日，此为抽样比例。", "0.05",
    )  # fmt: skip
    as_json = words.switch("--json", "Print JSON.", "输出 JSON。")
    title = words(
        "Tell what money moves in a facility's decisions on a condition: every sum, before and after.",
        "说明支付如何影响一家机构对某病种的决策：逐项金额，前后对比。",
    )

    @app.command("explain-incentive", help=title, rich_help_panel=words("Commands", "命令"))
    def explain(
        ctx: typer.Context,
        scenario: str = scenario,
        facility: str = facility,
        condition: str = condition,
        severity: str = severity,
        on: str | None = on,
        seed: str = seed,
        sample: str = sample,
        as_json: bool = as_json,
    ) -> None:
        screen: Screen = ctx.obj
        how = values.one_of(severity, "--severity", SEVERITIES)
        day = values.day(on, "--date") if on else None
        number, part = values.whole(seed, "--seed"), values.share(sample, "--sample")
        with Steps(screen) as steps:
            from sim.experiment.incentive import explain_incentive
            from sim.scenario import load_scenario

            told = explain_incentive(
                load_scenario(scenario), facility, condition, how, day, number, part, steps
            )
        if as_json:
            from sim.experiment.output import as_json as text_of

            print(text_of(_as_dict(told, screen.language)), end="")
            return
        for line in _lines(screen, told):
            screen.line(line)


def _lines(screen: Screen, told: Explanation) -> Iterator[str]:
    say, width = screen.language, screen.width()
    joint = " · "
    group = screen(f"community {told.community}", f"医共体 {told.community}") if told.community else ""
    severity = (told.severity, "轻中重"[SEVERITIES.index(told.severity)])
    who = [told.facility.say(say), told.level.say(say), group]
    yield from hung("", joint.join(one for one in who if one), width)
    yield from hung("", joint.join([told.condition.say(say), screen(*severity), str(told.on)]), width)
    for what, usual, now in told.forms:
        yield f"{what.say(say)}: {usual.say(say)} → {now.say(say)}"
    room = max(columns(line.label.say(say)) for _, lines in told.sections for line in lines) + GAP
    for title, lines in told.sections:
        yield ""
        yield title.say(say)
        for line in lines:
            amount = _amount(screen, line.value, line.unit)
            yield f"  {pad(line.label.say(say), room)}{pad(amount, AMOUNT, right=True)}"
    yield ""
    yield screen("Decisions: by habit → now", "决策：按惯例 → 现在")
    room = max(columns(one.label.say(say)) for one in told.decisions) + GAP
    for one in told.decisions:
        before, after = (_amount(screen, value, one.unit) for value in (one.before, one.after))
        yield f"  {pad(one.label.say(say), room)}{pad(before, AMOUNT, right=True)} → {after}"


def _amount(screen: Screen, value: float, unit: str) -> str:
    if unit == "fen":
        return screen(f"{value / 100:,.2f} yuan", f"{value / 100:,.2f} 元")
    return f"{100 * value:.2f} %" if unit == "share" else f"{value:.3f}"


def _as_dict(told: Explanation, language: str) -> dict[str, Any]:
    return {
        "facility": told.facility.say(language),
        "level": told.level.say(language),
        "community": told.community,
        "condition": told.condition.say(language),
        "severity": told.severity,
        "date": told.on.isoformat(),
        "forms": [
            {"for": what.say(language), "usual": usual.say(language), "now": now.say(language)}
            for what, usual, now in told.forms
        ],
        "sums": [
            {"title": title.say(language), "lines": [_told(line, language) for line in lines]}
            for title, lines in told.sections
        ],
        "decisions": [_told(one, language) for one in told.decisions],
    }


def _told(one: Any, language: str) -> dict[str, Any]:
    return asdict(one) | {"label": one.label.say(language)}
