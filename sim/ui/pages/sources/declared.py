"""Every number of the model and every figure of the outside world, to search."""

from __future__ import annotations

import solara

from sim.calibration.findings import Findings
from sim.errors import Text
from sim.ui.charts.shares_of import counts_of
from sim.ui.language import language, say
from sim.ui.pages.sources import figures, numbers
from sim.ui.pages.sources.cited import HOW as IN_ENGLISH
from sim.ui.pages.sources.paged import Filter, Paged
from sim.ui.session import kept
from sim.ui.shipped import labels, shipped
from sim.ui.widgets.chart import Chart
from sim.ui.widgets.explain import Explain
from sim.ui.widgets.pick import Pick

NUMBERS = Text("Every number of the model", "模型的全部参数")
OF = Text("As used in", "所用方案")
HOW = Text(
    "Values are those that a run of the scenario uses on its first counted day, its rule book and its fit "
    "included; dated rules may bring others later. The evidence grade says what the declared value rests on; "
    "ids "
    "such as IN289 or TG009 name a published figure in the next tab.",
    "取值为该方案起始日模拟时所用的数值（含规则与校准结果），分期执行的规则此后可能变化。证据等级说明声明值的"
    "依据；"
    "IN289、TG009 等编号对应“公布数字”页中的条目。",
)
BY_EVIDENCE = Text("Numbers by what they rest on", "按证据等级统计的参数个数")
FAMILY, GRADE = Text("Part of the model", "模型部分"), Text("Evidence", "证据")
CHECKED = Text("Checked", "核对")


@solara.component
def Numbers(findings: Findings) -> None:
    """Show all declared numbers."""
    tongue = language()
    scenarios = shipped()
    name = kept("sources.scenario", "lulong-2024")
    frame = solara.use_memo(
        lambda: numbers.numbers(scenarios[name.value], findings, tongue), [name.value, id(findings), tongue]
    )
    with solara.v.Html(tag="section", class_="cc-card", attributes={"aria-label": say(NUMBERS)}):
        solara.v.Html(tag="h2", children=[say(NUMBERS)])
        with solara.v.Html(tag="div", class_="cc-row"):
            with solara.v.Html(tag="div", style_="flex: 0 1 420px"):
                Pick(say(OF), name.value, labels(scenarios, tongue), name.set)
            Explain(say(HOW))
            if say(IN_ENGLISH):  # last in its row: what follows would be made anew with each language
                solara.v.Html(tag="p", class_="cc-muted cc-small", children=[say(IN_ENGLISH)])
        with solara.v.Html(tag="details", class_="cc-explain", style_="margin: 6px 0 10px"):
            solara.v.Html(tag="summary", children=[say(BY_EVIDENCE)])
            counted = numbers.by_evidence(frame, tongue)
            Chart(counts_of(counted), say(BY_EVIDENCE), "evidence", 70 + 24 * len(counted))
        Paged(
            frame,
            numbers.shown(frame),
            f"numbers-{name.value}",
            (
                Filter("family", FAMILY, numbers.families(frame, tongue)),
                Filter("grade", GRADE, numbers.grades(frame, tongue)),
            ),
        )


@solara.component
def Figures() -> None:
    """Show the published figures."""
    tongue = language()
    frame = solara.use_memo(lambda: figures.figures(tongue), [tongue])
    with solara.v.Html(tag="section", class_="cc-card"):
        Paged(
            frame,
            figures.SHOWN,
            "figures",
            (Filter("confidence", CHECKED, figures.confidences(frame, tongue)),),
        )
