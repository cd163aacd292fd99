"""What was found: the headline first, then month by month, by group, goals, causes, the table, files."""

from __future__ import annotations

from collections.abc import Callable

import solara
import solara.lab

from sim.errors import Text
from sim.experiment.comparison import words
from sim.experiment.comparison.select import BOARD, board, plain, records
from sim.experiment.comparison.summary import harms, verdicts
from sim.policy.wording import percent
from sim.scenario.grounds import new_levers, note
from sim.ui.charts.common import VERDICT_SIGNS, description_of, height_of
from sim.ui.charts.differences import NOTE, differences
from sim.ui.language import language, say
from sim.ui.pages.compare.causes import Causes
from sim.ui.pages.compare.files import Files
from sim.ui.pages.compare.parts import ByGroup, ByMonth, Goals
from sim.ui.pages.compare.values import AllValues
from sim.ui.pages.compare.work import Found
from sim.ui.style import font_size
from sim.ui.widgets.chart import Chart
from sim.ui.widgets.explain import Explain, Notice

AGAINST = Text(" against ", " 对比 ")
HARM = Text("Clearly worse: ", "明显变差：")
ASSUMPTION = Text("assumption", "假设")
COLON = Text(": ", "：")
HOW = Text("How to read this", "如何阅读")
TABS: tuple[tuple[Text, Callable[[Found], solara.Element]], ...] = (
    (Text("Month by month", "逐月"), ByMonth),
    (Text("For whom", "分人群"), ByGroup),
    (Text("Goals", "目标"), Goals),
    (Text("Causes", "归因"), Causes),
    (Text("All values", "全部数值"), AllValues),
    (Text("Take away", "导出"), Files),
)


@solara.component
def Results(found: Found) -> None:
    """Show a comparison."""
    _Headline(found)
    with solara.v.Html(tag="section", class_="cc-card"), solara.lab.Tabs(lazy=True):
        for label, part in TABS:
            with solara.lab.Tab(say(label)):
                part(found)


@solara.component
def _Headline(found: Found) -> None:
    """What moves which way in words, then as dots and whiskers."""
    base, *others = found.choice.comparison.scenarios
    titles = {one.name: one.title.say(language()) for one in others}
    rows = board(found.table)
    with solara.v.Html(tag="section", class_="cc-card"):
        for one in others:
            _InWords(found, one.name)
        option = differences(rows, say(base.title), titles, language(), font_size())
        Chart(option, description_of(option), "differences", height_of(option))
        solara.v.Html(tag="p", class_="cc-muted cc-small", children=[say(NOTE)])
        _Assumed(found)
        how = " ".join(say(text) for text in words.HOW_TO_READ)
        sample = percent(found.choice.comparison.sample)
        made = Text(
            f"{found.replicates} replicates, {base.start} to {base.until}, {sample.en} of the people.",
            f"{found.replicates} 次重复，{base.start} 至 {base.until}，模拟 {sample.zh} 人口。",
        )
        Explain(f"{say(made)} {how}", title=say(HOW))


@solara.component
def _InWords(found: Found, name: str) -> None:
    """One scenario in a few lines."""
    comparison = found.choice.comparison
    base = comparison.scenarios[0]
    one = next(scenario for scenario in comparison.scenarios if scenario.name == name)
    rows = {row["indicator"]: row for row in records(plain(found.table)) if row["scenario"] == name}
    with solara.v.Html(tag="div", class_="cc-told"):
        solara.v.Html(
            tag="h2", children=[one.title.say(language()) + say(AGAINST) + base.title.say(language())]
        )
        with solara.v.Html(tag="ul", class_="cc-verdicts"):
            for verdict in verdicts(rows, language(), BOARD):
                head = f"{VERDICT_SIGNS[verdict.id]} {verdict.label}{say(COLON)}"
                with solara.v.Html(tag="li", class_=f"cc-verdict-{verdict.id}"):
                    solara.v.Html(tag="strong", children=[head])
                    solara.v.Html(tag="span", children=[verdict.names])
        harmed = harms(found.table, name, words.groups(base.values(base.start)), language())
        if harmed:
            Notice(say(HARM) + say(Text("; ", "；")).join(harmed), bad=True)


@solara.component
def _Assumed(found: Found) -> None:
    """Which effects no published figure tells, scenario by scenario."""
    base, *others = found.choice.comparison.scenarios
    for one in others:
        assumed = note(new_levers(base, one), one.posterior)
        if assumed is not None:
            with solara.v.Html(tag="p", class_="cc-small cc-muted"):
                solara.v.Html(tag="span", class_="cc-chip cc-chip-warn", children=[say(ASSUMPTION)])
                solara.v.Html(
                    tag="span", children=[f" {one.title.say(language())}{say(COLON)}{say(assumed)}"]
                )
