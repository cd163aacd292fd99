"""One day of both lives, opened: what happened, what was weighed, and why they differ."""

from __future__ import annotations

import solara

from sim.errors import Text
from sim.experiment.facing import Page as Facing
from sim.experiment.happenings import Event
from sim.experiment.reasons import choice_of
from sim.experiment.twin import Twin
from sim.experiment.weighing import Weighing
from sim.ui.language import language, say
from sim.ui.pages.person.tables import WEIGHED, weighed
from sim.ui.widgets.explain import Explain
from sim.ui.widgets.table import DataTable

WHY = Text("Why: ", "原因：")
NUMBERS = Text("What was weighed, option by option", "各选项的权衡")
READ = Text(
    "Parts speak for (+) or against (−) an option; together they are its utility. Price: expected own cost "
    "after "
    "insurance, a stay that may follow included. Trust: how cases of the village fared there. Wait: recent "
    "waits. "
    "Contract: the family doctor's team. Habit: where they went last. Base: liking for the place with this "
    "illness, less what it lacks in skill.",
    "各部分为正表示有利、为负表示不利，合计即该选项的效用。价格：报销后的预期自付（含可能的住院）；信任：本村"
    "病人在"
    "那里的经历；候诊：近期候诊；签约：家庭医生团队；习惯：上次去的地方；基础：此病情下对该机构的偏好，减去其"
    "能力不足。",
)
SAME = Text("The same under both.", "两种方案下相同。")


@solara.component
def Day(twin: Twin, at: int) -> None:
    """Show row `at` of both lives side by side."""
    tongue = language()
    row, page = twin.rows[at], Facing(twin, tongue)
    difference, why = page.contrast.difference(row), page.contrast.why(row)
    solara.v.Html(tag="h2", children=[f"{row.day} · {page.heading(row)}"])
    solara.v.Html(tag="p", children=[difference or say(SAME)])
    if why:
        solara.v.Html(tag="p", children=[solara.v.Html(tag="strong", children=[say(WHY)]), why])
    with solara.v.Html(tag="div", class_="cc-grid"):
        for side, events in enumerate((row.a, row.b)):
            with solara.v.Html(tag="div", attributes={"aria-label": "AB"[side]}):
                solara.v.Html(tag="h3", children=[f"{'AB'[side]} · {twin.titles[side].say(tongue)}"])
                for line in page.side(side, row, events):
                    solara.v.Html(tag="div", children=[line])
                choice = choice_of(events)
                for line in Weighing(tongue).of(choice) if choice else ():
                    solara.v.Html(tag="div", class_="cc-muted", children=[line])
    for letter, events in zip("AB", (row.a, row.b), strict=True):
        Weighed(letter, events)


@solara.component
def Weighed(letter: str, events: tuple[Event, ...]) -> None:
    """Show what was weighed in the choice among these events, if there is one, on demand."""
    choice = choice_of(events)
    if choice is None:
        return
    with solara.v.Html(tag="details", class_="cc-explain", style_="margin-top: 6px"):
        solara.v.Html(tag="summary", children=[f"{letter} · {say(NUMBERS)}"])
        DataTable(weighed(choice, language()), "weighed", WEIGHED, downloads=False)
        Explain(say(READ))
