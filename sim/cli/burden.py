"""Who bears it: the worst off beside the best off, printed at the end of a run."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from sim.cli.amounts import amount, unit_label
from sim.cli.screen import Screen
from sim.cli.wrapping import pad, wrap

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

SHOWN = (
    "visits_per_person", "in_county_stay_share", "travel_minutes", "own_cost_per_person",
    "catastrophic_share",
    "penalty_per_person", "forgone_per_person", "turned_away_share", "up_declined_share",
    "kept_beyond_capability", "late_emergency_share", "emergency_death_share", "deaths_of_illness_per_1000",
)  # fmt: skip
INDICES = ("own_cost_per_person", "forgone_per_person", "visits_per_person")
Cells = dict[tuple[str, str, str], dict[str, Any]]
Column = tuple[str, str, str]
"""Dimension, group and heading."""
TITLE = ("Who bears it", "谁来承担")
WIDE = 110
"""Columns of a terminal from which on each indicator has one row."""
POOREST, RICHEST, OLD, AWAY = "income_1", "income_5", "age_4", "absence_2"


def show_burden(screen: Screen, groups: pd.DataFrame) -> None:
    """Print the block for the last year, over the whole run area; nothing when there is nothing."""
    if not len(groups):
        return
    rows = groups[(groups["scope"] == "all") & (groups["end"] == groups["end"].max())]
    cells: Cells = {
        (row["indicator"], row["dimension"], row["group"]): row for row in rows.to_dict("records")
    }
    columns = _columns(screen, cells)
    if screen.width() + 1 < WIDE:
        for line in _narrow(screen, cells, columns, screen.width()):
            screen.line(line)
    else:
        screen.table(_wide(screen, cells, columns))
    _say(
        screen,
        screen(
            "*: differs from its opposite (poorest from richest fifth, farthest from nearest) by more than "
            "chance in this one run.",
            "*：与对照组（最低与最高收入组、最远与最近）之差超出这一次模拟的偶然波动。",
        ),
    )
    indices = {name: float(cells[name, "income", "concentration"]["value"]) for name in INDICES}
    told = [f"{_label(screen, cells, name)} {v:+.2f}" for name, v in indices.items() if not math.isnan(v)]
    if told:
        _say(
            screen,
            screen(
                f"Concentration over income (below 0: the poor have more): {'; '.join(told)}.",
                f"按收入的集中指数（小于0表示低收入者更多）：{'；'.join(told)}。",
            ),
        )


def _say(screen: Screen, text: str) -> None:
    for line in wrap(text, screen.width()):
        screen.line(line)


def _wide(screen: Screen, cells: Cells, columns: list[Column]) -> Table:
    """Return a table with a row for each indicator."""
    from rich.table import Table

    table = Table(title=screen(*TITLE))
    table.add_column(screen("Indicator", "指标"), overflow="fold")
    for _, _, heading in columns:
        table.add_column(heading, justify="right")
    table.add_column(screen("Unit", "单位"), overflow="fold")
    for name in SHOWN:
        table.add_row(_label(screen, cells, name), *_values(cells, name, columns), _unit(screen, cells, name))
    return table


def _narrow(screen: Screen, cells: Cells, columns: list[Column], width: int) -> Iterator[str]:
    """Yield the lines of the same on a narrow terminal: the numbers of an indicator stand below its name."""
    room = width // len(columns)
    yield f"── {screen(*TITLE)} ──"
    headings = [wrap(heading, room - 1) for _, _, heading in columns]
    for parts in zip_longest(*headings, fillvalue=""):
        yield "".join(pad(part, room, right=True) for part in parts)
    for name in SHOWN:
        label, unit = _label(screen, cells, name), _unit(screen, cells, name)
        yield from wrap(screen(f"{label} ({unit})", f"{label}（{unit}）"), width)
        yield "".join(pad(text, room, right=True) for text in _values(cells, name, columns))


def _values(cells: Cells, indicator: str, columns: list[Column]) -> list[str]:
    return [_cell(cells, indicator, dimension, group) for dimension, group, _ in columns]


def _unit(screen: Screen, cells: Cells, indicator: str) -> str:
    return unit_label(screen, cells[indicator, "all", "all"]["unit"])


def _label(screen: Screen, cells: Cells, indicator: str) -> str:
    return str(cells[indicator, "all", "all"][f"indicator_{screen.language}"])


def _columns(screen: Screen, cells: Cells) -> list[Column]:
    """Dimension, group and heading of each column; of the distance bands those where people live."""
    bands = [
        group
        for (name, dimension, group), cell in cells.items()
        if name == SHOWN[0] and dimension == "distance" and group.startswith("distance_") and cell["n"] > 0
    ]
    ends = [min(bands), max(bands)] if len(bands) > 1 else []

    def heading(dimension: str, group: str) -> str:
        return str(cells[SHOWN[0], dimension, group][f"group_{screen.language}"])

    return [
        ("all", "all", screen("All", "全体")),
        ("income", POOREST, screen("Poorest", "最低收入")),
        ("income", RICHEST, screen("Richest", "最高收入")),
        *(("distance", band, heading("distance", band)) for band in ends),
        ("age", OLD, heading("age", OLD)),
        ("absence", AWAY, screen("Away", "外出")),
    ]


def _cell(cells: Cells, indicator: str, dimension: str, group: str) -> str:
    """Value, with a star where the group is the worse-off end of a gap beyond chance."""
    one, ends = cells[indicator, dimension, group], cells.get((indicator, dimension, "gap"))
    if math.isnan(one["value"]):
        return "–"
    text = amount(one["value"], one["unit"])
    worse_off = ends is not None and ends["group_en"].startswith(f"{one['group_en']} less")
    return f"{text}*" if worse_off and ends is not None and (ends["low"] > 0 or ends["high"] < 0) else text
