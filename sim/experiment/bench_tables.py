"""Tables of what `sim.experiment.bench` measured, for the screen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from sim.errors import Text
from sim.experiment.bench import Growth, Row

if TYPE_CHECKING:
    from rich.table import Table


def cost_table(rows: Sequence[Row], language: str) -> Table:
    """Table of what each contender costs at each size; the one after the yardstick is the model."""
    model: dict[int, float] = {}
    for yardstick, second in pairwise(rows):
        if yardstick.ratio == 1.0 and yardstick.residents == second.residents:
            model[second.residents] = second.cpu_seconds
    titles = [
        Text("Residents", "人口"),
        Text("Contender", "程序"),
        Text("CPU seconds", "CPU 秒"),
        Text("per 500,000 resident-years", "每 50 万人年"),
        Text("Ratio", "倍数"),
        Text("to the model", "对本模型"),
        Text("Peak MB", "内存峰值 MB"),
    ]
    table = new_table(Text("One year, one core", "一年，单核"), titles, language, text_column=1)
    for row in rows:
        table.add_row(
            f"{row.residents:,}",
            row.contender.say(language),
            f"{row.cpu_seconds:,.2f}",
            f"{row.seconds_at_par:,.2f}",
            "" if math.isnan(row.ratio) else f"{row.ratio:,.3g}×",
            f"{row.cpu_seconds / model[row.residents]:,.3g}×" if row.residents in model else "",
            f"{row.peak_bytes / 1e6:,.0f}",
        )
    return table


def growth_table(growths: Sequence[Growth], language: str) -> Table:
    """Table of how time and memory grow with the county."""
    titles = [
        Text("Contender", "程序"),
        Text("From", "起"),
        Text("To", "止"),
        Text("Growth exponent", "增长指数"),
        Text("Bytes a resident", "每人字节"),
        Text("and fixed MB", "另加固定 MB"),
    ]
    table = new_table(
        Text("Growth with the county's size", "随人口规模的增长"), titles, language, text_column=0
    )
    for each in growths:
        table.add_row(
            each.contender.say(language),
            f"{each.smallest:,}",
            f"{each.largest:,}",
            f"{each.exponent:.3f}",
            f"{each.bytes_a_resident:,.0f}",
            f"{each.fixed_bytes / 1e6:,.0f}",
        )
    return table


def new_table(title: Text, columns: Sequence[Text], language: str, text_column: int) -> Table:
    """Make an empty table with numbers to the right, but for one column of text."""
    from rich.table import Table  # not needed to measure

    table = Table(title=title.say(language))
    for position, column in enumerate(columns):
        table.add_column(column.say(language), justify="left" if position == text_column else "right")
    return table
