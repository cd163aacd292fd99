"""What `sim.experiment.scale` measured, as tables for the screen and for files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from sim.errors import Text
from sim.experiment.bench_tables import new_table
from sim.experiment.scale import Scale

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

STAGES = {
    "built": Text("geography, people, tables", "建立地理、人口与参数表"),
    "warm_up": Text("warm-up", "预热"),
    "year": Text("counted days", "计入期"),
    "tables": Text("result tables", "结果表"),
}
DOING = {
    "whole": Text("the whole prefecture in one process", "全市单进程运行"),
    "parallel": Text("runs side by side", "多进程并行"),
    "agreement": Text("sampled against whole runs", "抽样与全量对比"),
}
"""What is being measured, as `sim.experiment.scale.measure` calls it."""


def frames(scale: Scale) -> dict[str, pd.DataFrame]:
    """Tables by name of their file."""
    import pandas as pd

    whole = [{**asdict(one), "people": scale.whole.people} for one in scale.whole.stages]
    agreement = [{**asdict(one), "agrees": one.agrees} for one in scale.agreement]
    return {
        "whole": pd.DataFrame(whole),
        "parallel": pd.DataFrame([asdict(one) for one in scale.parallel]),
        "projection": pd.DataFrame([asdict(one) for one in scale.projection]),
        "agreement": pd.DataFrame(agreement),
    }


def scale_tables(scale: Scale, language: str) -> list[Table]:
    """Tables in the order in which they are told."""
    return [
        _whole(scale, language),
        _parallel(scale, language),
        _projection(scale, language),
        _agreement(scale, language),
    ]


def _filled(title: Text, heads: Sequence[Text], rows: Sequence[Sequence[str]], language: str) -> Table:
    table = new_table(title, heads, language, text_column=0)
    for row in rows:
        table.add_row(*row)
    return table


def _whole(scale: Scale, language: str) -> Table:
    whole = scale.whole
    title = Text(
        f"{whole.scenario}: {whole.people:,} people in one process, {whole.peak_bytes / 1e6:,.0f} MB",
        f"{whole.scenario}：{whole.people:,} 人，单进程，内存 {whole.peak_bytes / 1e6:,.0f} MB",
    )
    heads = [
        Text("Stage", "阶段"),
        Text("Days", "天数"),
        Text("Seconds", "秒"),
        Text("CPU seconds", "CPU 秒"),
    ]
    rows = [
        [
            STAGES[one.stage].say(language),
            str(one.days or ""),
            f"{one.seconds:,.1f}",
            f"{one.cpu_seconds:,.1f}",
        ]
        for one in whole.stages
    ]
    days, seconds = sum(one.days for one in whole.stages), sum(one.seconds for one in whole.stages)
    total = [Text("all", "合计").say(language), str(days), f"{seconds:,.1f}", f"{whole.cpu_seconds():,.1f}"]
    return _filled(title, heads, [*rows, total], language)


def _parallel(scale: Scale, language: str) -> Table:
    runs, people = scale.parallel[0].runs, scale.parallel[0].people
    title = Text(
        f"{runs} runs of single counties and histories, {people:,} people together",
        f"{runs} 次县级运行（不同县区与随机历史），合计 {people:,} 人",
    )
    heads = [
        Text("Processes", "进程数"),
        Text("Seconds", "秒"),
        Text("CPU seconds", "CPU 秒"),
        Text("Efficiency", "并行效率"),
        Text("of CPU time", "按 CPU 时间"),
    ]
    rows = [
        [str(one.workers), f"{one.seconds:,.1f}", f"{one.cpu_seconds:,.1f}",
         f"{one.efficiency:.0%}", f"{one.efficiency_cpu:.0%}"]
        for one in scale.parallel
    ]  # fmt: skip
    return _filled(title, heads, rows, language)


def _projection(scale: Scale, language: str) -> Table:
    first = scale.projection[0]
    expected, found = scale.check
    title = Text(
        f"A province of {first.people:,}, run unit by unit (growth exponent {scale.growth.exponent:.3f}; "
        f"the prefecture worked out from its units: {expected / found:.2f} of what it took)",
        f"{first.people:,} 人的省，逐单元运行（推算；增长指数 {scale.growth.exponent:.3f}；"
        f"由各县区推算全市为实测的 {expected / found:.2f} 倍）",
    )
    heads = [
        Text("People a unit", "每单元人口"), Text("Runs", "运行数"), Text("CPU s a run", "每次 CPU 秒"),
        Text("MB a worker", "每进程 MB"), Text("Cores", "核数"), Text("Hours", "小时"),
        Text("Hours, 100 histories", "100 次随机历史小时"),
    ]  # fmt: skip
    rows = [
        [f"{one.unit:,}", str(one.runs), f"{one.cpu_seconds:,.1f}", f"{one.worker_bytes / 1e6:,.0f}",
         str(one.cores), f"{one.hours:.2f}", f"{one.hours_100:,.1f}"]
        for one in scale.projection
    ]  # fmt: skip
    return _filled(title, heads, rows, language)


def _agreement(scale: Scale, language: str) -> Table:
    from sim.experiment.comparison.words import labels

    agreed = sum(one.agrees for one in scale.agreement)
    title = Text(
        f"Runs of a tenth of the people against the whole run: {agreed} of {len(scale.agreement)} agree",
        f"十分之一人口的抽样运行与全量运行：{len(scale.agreement)} 项中 {agreed} 项一致",
    )
    heads = [
        Text("Indicator", "指标"), Text("Whole", "全量"), Text("Sampled", "抽样"),
        Text("whole expected within", "全量应在区间"), Text("Agrees", "一致"),
    ]  # fmt: skip
    yes, no = Text("yes", "是").say(language), Text("no", "否").say(language)
    rows = [
        [labels()[one.indicator].say(language), f"{one.whole:.4f}", f"{one.sampled:.4f}",
         f"{one.low:.4f} … {one.high:.4f}", yes if one.agrees else no]
        for one in scale.agreement
    ]  # fmt: skip
    return _filled(title, heads, rows, language)
