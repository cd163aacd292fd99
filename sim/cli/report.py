"""What a run tells at its end: the headline indicators, what it took, and what to do next."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.accounts import show_accounts
from sim.cli.amounts import unit_label, with_interval
from sim.cli.burden import show_burden
from sim.cli.request import Request
from sim.cli.screen import Screen

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiment.output import Result
    from sim.scenario import Scenario


def show(screen: Screen, request: Request, result: Result, out: Path) -> None:
    """Print the table, the time and the next commands."""
    from rich.table import Table

    from sim.cli.published import published_table
    from sim.indicators.registry import headline

    rows = last_period(result.indicators)
    table = Table(title=heading(screen, request, rows, result.manifest))
    table.add_column(screen("Indicator", "指标"), overflow="fold")
    table.add_column(screen("As it happens", "实际发生"), justify="right")
    table.add_column(screen("As reported", "报表口径"), justify="right")
    table.add_column(screen("Unit", "单位"), overflow="fold")
    for indicator in headline():
        cells = [cell(rows, indicator.id, basis) for basis in ("happened", "reported")]
        if any(cells):
            table.add_row(indicator.label.say(screen.language), *cells, unit_label(screen, indicator.unit))
    screen.table(table)
    legend(screen)
    beside = published_table(screen, request, result)
    if beside is not None:
        screen.table(beside)
    show_burden(screen, result.groups)
    show_accounts(screen, result.fund, result.ledger)
    took(screen, result.manifest)
    next_steps(screen, request, result.manifest, out)


def heading(screen: Screen, request: Request, rows: pd.DataFrame, manifest: Mapping[str, Any]) -> str:
    """Return what was run: scenario, days where its title does not say them, and how many people."""
    parts = [request.scenario.title.say(screen.language)]
    parts += [period for period in rows["period"].astype(str).head(1) if period not in parts[0]]
    if "people" in manifest:
        people = int(manifest["people"])
        parts.append(screen(f"{people:,} people simulated", f"模拟 {people:,} 人"))
    if request.sample < 1:
        share = f"{100 * request.sample:.3g} %"
        parts.append(screen(f"a sample of {share}", f"抽样 {share}"))
    return " · ".join(parts)


def legend(screen: Screen) -> None:
    """Say what the brackets of the two columns are."""
    screen.line(
        screen(
            "As it happens: (95 % chance range of this one run; --draw for uncertain inputs).",
            "实际发生：括号内为这一次模拟的偶然波动（95%）；输入数据的不确定性请用 --draw 查看。",
        )
    )
    screen.line(
        screen(
            "As reported: (smallest–largest over the admissible readings of the definition).",
            "报表口径：括号内为定义允许的各种读法中的最小值–最大值。",
        )
    )


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
    return with_interval(value, low, high, str(found["unit"].iloc[0]))


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


def next_steps(screen: Screen, request: Request, manifest: Mapping[str, Any], out: Path) -> None:
    """Print where the results are and commands that make sense now."""
    from sim.scenario import shipped_names

    screen.line(
        screen(
            f"Every indicator by month and place: {out / 'indicators.csv'}",
            f"全部指标（按月、按机构）：{out / 'indicators.csv'}",
        )
    )
    screen.line(
        screen(
            f"Who bears it, by income, distance, age, absence and insurance: {out / 'groups.csv'}",
            f"分收入、距离、年龄、外出、医保的分人群结果：{out / 'groups.csv'}",
        )
    )
    screen.line(
        screen(
            f"What the fund paid for whom, and how budgets were settled: {out / 'ledger.csv'}, "
            f"{out / 'fund.csv'}",
            f"基金为谁支付、总额如何清算：{out / 'ledger.csv'}，{out / 'fund.csv'}",
        )
    )
    screen.line(screen("What to do next:", "接下来可以："))
    options = request.options()
    lines = [
        ("ui", "the same in the browser: change, compare, see where", "在浏览器中调整、对比、看地图"),
        ("scenarios", "what else there is", "其他方案"),
    ]
    resident = manifest.get("example_resident")
    if resident is not None:
        words = f"trace {shlex.quote(request.name)} --resident {resident}{options}"
        lines.insert(0, (words, "one person's year as a story", "一个人一年的就医经历"))
    other = f"{request.name}-baseline"
    if other in shipped_names():
        words = f"run {other} --out {shlex.quote(str(out.parent / other))}{options}"
        lines.insert(0, (words, "the same year without the policies", "同一年、不启用政策的对照"))
    program = program_name()
    for words, en, zh in lines:
        screen.line(f"  {program} {words}  # {screen(en, zh)}")


def program_name() -> str:
    """Return the command as the user can type it again."""
    given = sys.argv[0]
    return "countycare" if shutil.which("countycare") or not given.endswith("countycare") else given
