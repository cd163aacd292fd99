"""Every value of one indicator as a table; the files have those of all."""

from __future__ import annotations

import solara

from sim.errors import Text
from sim.experiment.comparison import words
from sim.experiment.comparison.select import BOARD
from sim.experiment.comparison.sheets import HEADS, labelled, readable
from sim.ui.language import language, say
from sim.ui.pages.compare.parts import INDICATOR, named
from sim.ui.pages.compare.work import Found
from sim.ui.session import kept
from sim.ui.widgets.download import TableDownloads
from sim.ui.widgets.pick import Pick
from sim.ui.widgets.table import Column, DataTable

NOTE = Text(
    "By group, place and month, as it happened and as reported. The files have all indicators, shares 0-1.",
    "按人群、范围与月份，分实际发生与上报口径列出。下载文件含全部指标，占比以 0-1 表示。",
)
INTERVAL = Text("95 % interval", "95% 区间")
COLUMNS = {
    "scenario": Column(HEADS["scenario"]),
    "group": Column(HEADS["group"]),
    "scope": Column(HEADS["scope"]),
    "period": Column(HEADS["period"]),
    "basis": Column(HEADS["basis"]),
    "part": Column(HEADS["part"]),
    "before": Column(HEADS["before"], right=True),
    "after": Column(HEADS["after"], right=True),
    "difference": Column(HEADS["difference"], right=True),
    "interval": Column(INTERVAL, right=True),
    "verdict": Column(HEADS["verdict"]),
}


@solara.component
def AllValues(found: Found) -> None:
    """Show all rows of one indicator, and the files of the whole table."""
    comparison, table, here = found.choice.comparison, found.table, language()
    known = [name for name in dict.fromkeys(table["indicator"]) if name in words.labels()]
    offered = [*(name for name in BOARD if name in known), *(name for name in known if name not in BOARD)]
    chosen = kept("compare.value", offered[0])
    indicator = chosen.value if chosen.value in offered else offered[0]
    whole = solara.use_memo(lambda: labelled(comparison, table, here), [id(found), here])
    rows = table[table["indicator"] == indicator]
    with solara.v.Html(tag="div", class_="cc-row cc-picks"):
        Pick(say(INDICATOR), indicator, named(offered), chosen.set)
        TableDownloads(whole, "comparison")
    solara.v.Html(tag="p", class_="cc-muted cc-small", children=[say(NOTE)])
    unit = str(rows["unit"].iloc[0])
    apart = words.unit_of(unit, difference=True)
    caption = say(words.with_unit(words.labels()[indicator], unit))
    if unit == "share":
        caption += say(Text(f", differences in {apart.en}", f"，差异以{apart.zh}计"))
    columns = {name: one for name, one in COLUMNS.items() if name != "part" or (rows["part"] != "").any()}
    DataTable(readable(comparison, rows, here), "comparison", columns, caption, downloads=False)
