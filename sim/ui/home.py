"""The first page: what the workbench is, and where planners, researchers and trainers begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import solara

from sim.errors import Text
from sim.ui.language import say

TITLE = Text("Start", "首页")
ICON = "mdi-home-outline"

LEAD = Text(
    "See who in a county goes where for care, what it costs the patient and the fund, and what a change of "
    "policy would do, before it is tried on people.",
    "看清全县居民去哪儿看病、个人和医保基金各付多少；政策调整先在这里模拟，再到县里实施。",
)
CAUTION = Text(
    "Residents here are synthetic: no real person is in the data. Results are those of a model of rules, "
    "money and choices; they carry an interval, and what could not be told apart is said so.",
    "沙盘中的居民均为合成人口，不含任何真实个人信息。结果来自对规则、资金与就医选择的模拟，附不确定区间；"
    "无法区分的差异会明确说明。",
)


@dataclass(frozen=True)
class Way:
    """A way through the pages for one kind of reader.

    Attributes
    ----------
    who : Text
    icon : str
    steps : tuple of (str, Text)
        Page and what is done there.
    """

    who: Text
    icon: str
    steps: tuple[tuple[str, Text], ...]


WAYS = (
    Way(Text("I plan", "我做决策"), "mdi-clipboard-check-outline", (
        ("scenario", Text("choose a county, change a policy", "选择县与方案，调整政策")),
        ("compare", Text("what changes, for whom, how sure", "变化多少、影响谁、把握多大")),
        ("map", Text("where it happens", "在哪里发生")),
    )),
    Way(Text("I study", "我做研究"), "mdi-flask-outline", (
        ("batch", Text("many runs, by design", "批量模拟与实验设计")),
        ("flows", Text("flows of patients and of money", "患者与资金流向")),
        ("sources", Text("fit, sources, limits", "拟合、来源与局限")),
    )),
    Way(Text("I train", "我做培训"), "mdi-school-outline", (
        ("workshop", Text("lessons, and the county game", "专题课程与县域模拟赛")),
        ("person", Text("one resident under two policies", "同一位居民，两种政策")),
        ("map", Text("the county at a glance", "全县一览")),
    )),
)  # fmt: skip


@solara.component
def Page(pages: Sequence[tuple[str, Text]]) -> None:
    """Show the three ways; steps on pages that are not there are left out.

    Parameters
    ----------
    pages
        Name and title of every page.
    """
    titles = dict(pages)
    solara.v.Html(tag="h1", children=[say(TITLE_LONG)])
    solara.v.Html(tag="p", class_="cc-lead", children=[say(LEAD)])
    with solara.v.Html(tag="div", class_="cc-grid"):
        for way in WAYS:
            steps = [(name, text) for name, text in way.steps if name in titles]
            if not steps:
                continue
            with solara.v.Html(tag="section", class_="cc-card"):
                with solara.v.Html(tag="h2"):
                    solara.v.Icon(children=[way.icon], left=True, attributes={"aria-hidden": "true"})
                    solara.Text(say(way.who))
                with solara.v.Html(tag="ol", class_="cc-path"):
                    for name, text in steps:
                        with solara.v.Html(tag="li"):
                            with solara.Link(f"/{name}"):
                                solara.Text(say(titles[name]))
                            solara.Text(" – " + say(text), classes=["cc-muted"])
    solara.v.Html(tag="p", class_="cc-notice", style_="margin-top: 16px", children=[say(CAUTION)])


TITLE_LONG = Text("The county on the table", "把全县放上沙盘")
