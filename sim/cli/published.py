"""Published figures printed beside a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.cli.amounts import amount
from sim.cli.screen import Screen

if TYPE_CHECKING:
    from rich.table import Table

    from sim.experiment.output import Result
    from sim.indicators.published import Comparison
    from sim.scenario import Scenario


def published_table(screen: Screen, scenario: Scenario, result: Result) -> Table | None:
    """Make the table of published outcomes and goals beside the run's values; None when none applies."""
    from rich.table import Table

    from sim.indicators.published import compare_published
    from sim.indicators.registry import by_id

    found = [
        one
        for one in compare_published(result.indicators, scenario.counties)
        if one.published.kind in ("outcome", "goal")
    ]
    if not found:
        return None
    table = Table(
        title=screen("Published figures and goals beside this run", "公布值与目标（与本次模拟对照）")
    )
    table.add_column(screen("Indicator", "指标"))
    table.add_column(screen("Of", "范围"))
    table.add_column(screen("Published", "公布"), justify="right")
    table.add_column(screen("Simulated", "模拟"), justify="right")
    table.add_column(screen("Verdict", "判断"))
    for one in found:
        indicator = by_id()[one.published.indicator]
        unit = indicator.unit
        simulated = f"{amount(one.value, unit)} ({amount(one.low, unit)}–{amount(one.high, unit)})"
        if one.low != one.low:  # NaN: no interval
            simulated = amount(one.value, unit)
        table.add_row(
            indicator.label.say(screen.language),
            f"{one.place.say(screen.language)} {one.published.period}",
            amount(one.published.value, unit),
            f"{simulated} {one.period}" if one.period != one.published.period else simulated,
            remark(screen, one),
        )
    return table


def remark(screen: Screen, one: Comparison) -> str:
    """Return the verdict, or why there is none."""
    if one.verdict is not None:
        return one.verdict.say(screen.language)
    if one.published.kind == "goal":
        words = screen("goal", "目标")
        if one.ceiling is None:
            return words
        top = 100 * one.ceiling
        return words + screen(f"; absence leaves at most {top:.1f}", f"；外出参保使上限为 {top:.1f}")
    return screen("no verdict: not the same counties", "不作判断：范围不同")
