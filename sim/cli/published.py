"""Published figures printed beside a run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.cli.amounts import amount, unit_label, with_interval
from sim.cli.request import Request
from sim.cli.screen import Screen

if TYPE_CHECKING:
    from rich.table import Table

    from sim.experiment.output import Result
    from sim.indicators.published import Comparison


def published_table(screen: Screen, request: Request, result: Result) -> Table | None:
    """Make the table of published outcomes and, after them, goals beside the run; None when none applies."""
    from rich.table import Table

    from sim.indicators.goals import goal_lines
    from sim.indicators.published import compare_published
    from sim.indicators.registry import by_id

    scenario = request.scenario
    compared = compare_published(
        result.indicators, scenario.counties, request.sample, goal_lines(scenario.goals)
    )
    groups = [[one for one in compared if one.published.kind == kind] for kind in ("outcome", "goal")]
    if not any(groups):
        return None
    table = Table(
        title=screen("Published figures and goals beside this run", "公布值与目标（与本次模拟对照）")
    )
    table.add_column(screen("Indicator", "指标"), overflow="fold")
    table.add_column(screen("Of", "范围"), overflow="fold")
    table.add_column(screen("Published", "公布"), justify="right", no_wrap=True)
    table.add_column(screen("Simulated", "模拟"), justify="right")
    table.add_column(screen("Unit", "单位"), overflow="fold")
    table.add_column(screen("Verdict", "判断"), overflow="fold")
    for group in groups:
        for one in group:
            indicator = by_id()[one.published.indicator]
            unit = indicator.unit
            simulated = with_interval(one.value, one.low, one.high, unit)
            table.add_row(
                indicator.label.say(screen.language),
                f"{one.place.say(screen.language)} {one.published.period}".strip(),
                amount(one.published.value, unit),
                f"{simulated} {one.period}" if one.period != one.published.period else simulated,
                unit_label(screen, unit),
                remark(screen, one),
            )
        table.add_section()
    return table


def remark(screen: Screen, one: Comparison) -> str:
    """Return the verdict, whether a goal is reached, or why there is no verdict."""
    from sim.indicators.published import FEWEST, WHOLE_CITY

    if one.verdict is not None:
        return one.verdict.say(screen.language)
    if one.published.kind == "goal":
        low, high = (one.value if math.isnan(end) else end for end in (one.low, one.high))
        reached = high <= one.published.value if one.published.at_most else low >= one.published.value
        missed = low > one.published.value if one.published.at_most else high < one.published.value
        if reached:
            words = screen("goal reached", "达到目标")
        elif missed:
            words = screen("goal not reached", "未达目标")
        else:
            words = screen("depends on what is counted", "是否达标取决于统计口径")
        if one.ceiling is None:
            return words
        top = 100 * one.ceiling
        return words + screen(f"; absence leaves at most {top:.1f}", f"；外出参保使上限为 {top:.1f}")
    if one.place is WHOLE_CITY:
        return screen("none: other counties", "范围不同，不判断")
    return screen(f"none: fewer than {FEWEST} in the sample", f"抽样不足 {FEWEST} 例，不判断")
