"""What a run tells at its end: the headline indicators, what it took, and what to do next."""

from __future__ import annotations

import math
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.amounts import amount, unit_label
from sim.cli.screen import Screen

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiment.output import Result
    from sim.scenario import Scenario


def show(screen: Screen, scenario: Scenario, result: Result, out: Path) -> None:
    """Print the table, the time and the next commands."""
    from rich.table import Table

    from sim.cli.published import published_table
    from sim.indicators.registry import headline

    rows = last_period(result.indicators)
    title = [scenario.title.say(screen.language), *rows["period"].astype(str).head(1)]
    sample = float(str(result.manifest.get("sample", 1)))
    if sample < 1:
        title.append(screen(f"sample of {sample:.3g}", f"抽样 {sample:.3g}"))
    table = Table(title=" · ".join(title))
    table.add_column(screen("Indicator", "指标"))
    table.add_column(screen("As it happens", "实际发生"), justify="right")
    table.add_column(screen("As reported", "报表口径"), justify="right")
    table.add_column(screen("Unit", "单位"))
    for indicator in headline():
        cells = [cell(rows, indicator.id, basis) for basis in ("happened", "reported")]
        if any(cells):
            table.add_row(indicator.label.say(screen.language), *cells, unit_label(screen, indicator.unit))
    screen.table(table)
    beside = published_table(screen, scenario, result)
    if beside is not None:
        screen.table(beside)
    took(screen, result.manifest)
    next_steps(screen, scenario, out)


def as_json(screen: Screen, scenario: Scenario, result: Result, out: Path) -> None:
    """Print the same for a script."""
    from sim.experiment.output import as_json as text_of
    from sim.indicators.registry import headline

    rows = last_period(result.indicators)
    wanted = {indicator.id: indicator.label.say(screen.language) for indicator in headline()}
    chosen = rows[rows["indicator"].isin(list(wanted))].astype(object)
    records = chosen.where(chosen.notna(), None).to_dict("records")
    headlines = [{**record, "label": wanted[str(record["indicator"])]} for record in records]
    print(text_of({"out": str(out), "manifest": dict(result.manifest), "headline": headlines}), end="")


def last_period(indicators: pd.DataFrame) -> pd.DataFrame:
    """Rows of the whole run area for the longest period of the last year."""
    rows = indicators[indicators["scope"] == "all"]
    if not len(rows):
        return rows
    starts, ends = rows["start"].astype(str), rows["end"].astype(str)
    last = ends.max()
    first = starts[ends == last].min()
    return rows[(ends == last) & (starts == first)].drop_duplicates(["indicator", "basis"])


def cell(rows: pd.DataFrame, indicator: str, basis: str) -> str:
    """Value and interval of one indicator, or an empty text."""
    found = rows[(rows["indicator"] == indicator) & (rows["basis"] == basis)]
    if not len(found) or found["value"].isna().iloc[0]:
        return ""
    value, low, high = (float(found[name].iloc[0]) for name in ("value", "low", "high"))
    unit = str(found["unit"].iloc[0])
    text = amount(value, unit)
    return (
        text if math.isnan(low) or math.isnan(high) else f"{text} ({amount(low, unit)}–{amount(high, unit)})"
    )


def took(screen: Screen, manifest: Mapping[str, Any]) -> None:
    """Print time and memory."""
    wall, cpu, memory = (manifest.get(name) for name in ("wall_seconds", "cpu_seconds", "peak_memory_mb"))
    if wall is not None:
        screen.line(
            screen(
                f"It took {wall:.1f} s (CPU {cpu:.1f} s) and {memory:,.0f} MB of memory.",
                f"用时 {wall:.1f} 秒（CPU {cpu:.1f} 秒），内存峰值 {memory:,.0f} MB。",
            )
        )


def next_steps(screen: Screen, scenario: Scenario, out: Path) -> None:
    """Print where the results are and commands that make sense now."""
    from sim.population.make import ID_BLOCK
    from sim.scenario import shipped_names

    program = program_name()
    screen.line(
        screen(
            f"Every indicator by month and place: {out / 'indicators.csv'}",
            f"全部指标（按月、按机构）：{out / 'indicators.csv'}",
        )
    )
    screen.line(screen("What to do next:", "接下来可以："))
    resident = int(scenario.counties[0]) * ID_BLOCK + 1000
    lines = [
        (
            f"trace {scenario.name} --resident {resident}",
            "one person's year as a story",
            "一个人一年的就医经历",
        ),
        ("scenarios", "what else there is", "其他方案"),
    ]
    other = f"{scenario.name}-baseline"
    if other in shipped_names():
        words = f"run {other} --out {out.parent / other}"
        lines.insert(0, (words, "the same year without the policies", "同一年、不启用政策的对照"))
    for words, en, zh in lines:
        screen.line(f"  {program} {words}  # {screen(en, zh)}")


def program_name() -> str:
    """Return the command as the user can type it again."""
    given = sys.argv[0]
    return "countycare" if shutil.which("countycare") or not given.endswith("countycare") else given
