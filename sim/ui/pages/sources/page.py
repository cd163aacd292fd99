"""The page of calibration and sources."""

from __future__ import annotations

from functools import lru_cache

import solara

from sim.calibration.findings import Findings, read_findings
from sim.errors import Text
from sim.ui.language import say
from sim.ui.pages.sources import limits
from sim.ui.pages.sources.calibration import Fit, Identifiability, Validation
from sim.ui.pages.sources.declared import Figures, Numbers
from sim.ui.session import kept

TITLE = Text("Calibration and sources", "校准与来源")
ICON = "mdi-scale-balance"
LEAD = Text(
    "How well the model meets published figures, what they can tell, what stays an assumption, and where "
    "every number "
    "comes from.",
    "模型与公布指标的符合程度、能识别什么、哪些仍是假设，以及每个数字的出处。",
)
TABS = {
    "limits": Text("Limits", "局限"),
    "fit": Text("Fit", "拟合"),
    "identified": Text("Identifiability", "可识别性"),
    "board": Text("Validation", "验证"),
    "numbers": Text("Numbers", "参数"),
    "figures": Text("Published figures", "公布数字"),
}


@lru_cache(maxsize=1)
def shipped_findings() -> Findings:
    """Return what the shipped calibration found; whatever of it is there."""
    return read_findings()


@solara.component
def Page() -> None:
    """Show one tab at a time."""
    found = shipped_findings()
    tab = kept("sources.tab", "limits")
    solara.v.Html(tag="h1", children=[say(TITLE)])
    solara.v.Html(tag="p", class_="cc-lead", children=[say(LEAD)])
    names = list(TABS)
    with solara.v.Tabs(
        v_model=names.index(tab.value),
        on_v_model=lambda at: tab.set(names[at]),
        show_arrows=True,
        style_="margin-bottom: 12px",
        background_color="transparent",
    ):
        for words in TABS.values():
            solara.v.Tab(children=[say(words)], style_="text-transform: none; letter-spacing: 0")
    match tab.value:
        case "fit":
            Fit(found)
        case "identified":
            Identifiability(found)
        case "board":
            Validation(found)
        case "numbers":
            Numbers(found)
        case "figures":
            Figures()
        case _:
            Limits(found)


@solara.component
def Limits(findings: Findings) -> None:
    """Show what the model cannot do."""
    with solara.v.Html(tag="section", class_="cc-card"):
        for text in (*limits.FIRST, *limits.in_numbers(findings)):
            solara.v.Html(tag="p", style_="font-weight: 600", children=[say(text)])
    with solara.v.Html(tag="div", class_="cc-grid", style_="--cell: 420px"):
        for title, texts in limits.GROUPS.items():
            with solara.v.Html(tag="section", class_="cc-card", attributes={"aria-label": say(title)}):
                solara.v.Html(tag="h2", children=[say(title)])
                with solara.v.Html(tag="ul"):
                    for text in texts:
                        solara.v.Html(tag="li", children=[say(text)])
