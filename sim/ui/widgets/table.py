"""A table to read on the page, with its files."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import pandas as pd
import solara

from sim.errors import Text
from sim.policy.wording import percent
from sim.ui.language import language, say
from sim.ui.widgets.download import TableDownloads

MOST_ROWS = 200
"""Rows shown on the page; the files have all."""


@dataclass(frozen=True)
class Column:
    """How a column is shown.

    Attributes
    ----------
    label : Text
    unit : Text, optional
        Put under the label.
    decimals : int
        Of numbers.
    percent : bool
        Whether shares 0-1 are shown as percentages.
    whole : bool
        Whether a cell is kept in one line.
    tongue : str
        Language of the cells where it is another than the page's, for readers who listen.
    right : bool
        Whether its texts are numbers, which stand at the right.
    """

    label: Text
    unit: Text | None = None
    decimals: int = 0
    percent: bool = False
    whole: bool = False
    tongue: str = ""
    right: bool = False


@solara.component
def DataTable(
    frame: pd.DataFrame,
    name: str,
    columns: Mapping[str, Column] | None = None,
    caption: str = "",
    downloads: bool = True,
) -> None:
    """Show a table with head, units and its files as CSV and Excel.

    Parameters
    ----------
    frame
        One row a line; the index is not shown.
    name
        Name of the files, without ending.
    columns
        How columns are shown, by name, in this order; columns not named are left out. All as they are
        where None.
    """
    shown = dict(columns or {str(one): Column(Text(str(one), str(one))) for one in frame.columns})
    solara.HTML(
        tag="div", unsafe_innerHTML=html_table(frame, shown, caption, language()), classes=["cc-scroll"]
    )
    if len(frame) > MOST_ROWS:
        text = Text(
            f"The first {MOST_ROWS} of {len(frame):,} rows; the files have all.",
            f"仅显示前 {MOST_ROWS} 行，共 {len(frame):,} 行；下载文件含全部。",
        )
        solara.HTML(tag="p", unsafe_innerHTML=escape(say(text)), classes=["cc-muted", "cc-small"])
    if downloads:
        TableDownloads(frame, name)


def html_table(frame: pd.DataFrame, columns: Mapping[str, Column], caption: str, language: str) -> str:
    """Return the first rows as HTML; every word is escaped."""
    numbers = {name: one.right or pd.api.types.is_numeric_dtype(frame[name]) for name, one in columns.items()}
    head = "".join(
        f'<th scope="col"{_right(numbers[name])}>{escape(one.label.say(language))}{_unit(one, language)}</th>'
        for name, one in columns.items()
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{_right(numbers[name])}{_kind(one)}>{escape(in_cell(value, one, language))}</td>"
            for value, (name, one) in zip(row, columns.items(), strict=True)
        )
        + "</tr>"
        for row in frame[list(columns)].head(MOST_ROWS).itertuples(index=False, name=None)
    )
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f'<table class="cc-table">{title}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def in_cell(value: object, column: Column, language: str) -> str:
    """Return a value as a cell shows it: numbers with thousands, a dash for what is not there."""
    if isinstance(value, bool) or value is None:
        return "–" if value is None else str(value)
    if isinstance(value, int | float) or hasattr(value, "dtype"):
        number = float(value)  # type: ignore[arg-type]
        if math.isnan(number):
            return "–"
        if column.percent:
            return percent(number, column.decimals).say(language)
        return f"{number:,.{column.decimals}f}"
    return str(value)


def _right(number: bool) -> str:
    return ' class="cc-number"' if number else ""


def _kind(column: Column) -> str:
    whole = ' style="white-space: nowrap"' if column.whole else ""
    return whole + (f' lang="{escape(column.tongue)}"' if column.tongue else "")


def _unit(column: Column, language: str) -> str:
    return f"<br><small>{escape(column.unit.say(language))}</small>" if column.unit else ""
