"""A long table on the page: search, filters, pages, and all of it as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
import solara

from sim.errors import Text
from sim.ui.language import say
from sim.ui.pages.sources import search
from sim.ui.widgets.download import TableDownloads
from sim.ui.widgets.pick import Pick
from sim.ui.widgets.table import Column, DataTable

SEARCH = Text("Search (words in any order)", "搜索（多个词可任意顺序）")
ALL = Text("all", "全部")
NONE = Text("Nothing matches; search for less.", "没有符合的条目，请放宽条件。")
PAGE = Text("Pages", "页码")


class Filter(NamedTuple):
    """A choice that narrows a table: the column, what it is called, and its values with their names."""

    column: str
    label: Text
    values: Mapping[str, str]


@solara.component
def Paged(
    frame: pd.DataFrame,
    columns: Mapping[str, Column],
    name: str,
    filters: Sequence[Filter] = (),
) -> None:
    """Show a table page by page.

    Parameters
    ----------
    frame
        Everything; the files have all columns of the rows that match.
    columns
        Those shown and searched.
    name
        Of the files.
    """
    query, set_query = solara.use_state("")
    wanted, set_wanted = solara.use_state({one.column: "" for one in filters})
    page, set_page = solara.use_state(1)
    words = solara.use_memo(lambda: search.haystack(frame, list(columns)), [id(frame)])
    found = solara.use_memo(
        lambda: search.matching(frame, words, query, wanted), [id(frame), query, tuple(wanted.items())]
    )
    last = search.pages_of(len(found))

    def ask(text: str) -> None:
        set_query(text)
        set_page(1)

    def narrow(column: str, value: str) -> None:
        set_wanted({**wanted, column: value})
        set_page(1)

    with solara.v.Html(tag="div", class_="cc-grid", style_="margin-bottom: 8px"):
        solara.v.TextField(
            label=say(SEARCH),
            v_model=query,
            on_v_model=lambda text: ask(text or ""),
            dense=True,
            outlined=True,
            hide_details=True,
            clearable=True,
            prepend_inner_icon="mdi-magnify",
            attributes={"aria-label": say(SEARCH)},
        )
        for one in filters:
            Pick(
                say(one.label),
                wanted[one.column],
                {"": say(ALL), **one.values},
                lambda value, column=one.column: narrow(column, value),
            )
    if found.empty:
        solara.v.Html(tag="p", class_="cc-muted", children=[say(NONE)])
        return
    DataTable(search.page_of(found, page), name, columns, downloads=False)
    shown = min(max(page, 1), last)
    count = Text(
        f"{len(found):,} of {len(frame):,}, page {shown} of {last}",
        f"符合 {len(found):,} 条，共 {len(frame):,} 条；第 {shown} 页，共 {last} 页",
    )
    with solara.v.Html(tag="div", class_="cc-row", style_="margin-top: 8px; justify-content: space-between"):
        solara.v.Html(
            tag="span", class_="cc-muted cc-small", attributes={"role": "status"}, children=[say(count)]
        )
        if last > 1:
            solara.v.Pagination(
                length=last,
                v_model=shown,
                on_v_model=set_page,
                total_visible=7,
                attributes={"aria-label": say(PAGE)},
            )
        TableDownloads(found, name)
