"""The Batch page: choose what varies, count, start, and what was done before."""

from __future__ import annotations

from functools import partial

import solara

from sim.errors import Text, UserError
from sim.experiment.duration import in_words
from sim.ui.choices import offered
from sim.ui.drafts import drafts
from sim.ui.language import say
from sim.ui.office import Ticket, office
from sim.ui.pages.batch.form import Form
from sim.ui.pages.batch.past import PastBatches, look_again
from sim.ui.pages.batch.plan import Plan, command, python
from sim.ui.pages.batch.work import COUNTING, Count, count, start
from sim.ui.session import kept, session_id
from sim.ui.widgets.download import Download
from sim.ui.widgets.explain import Notice
from sim.ui.widgets.ticket import Progress, use_ticket

TITLE = Text("Batch", "批量模拟")
ICON = "mdi-grid"
LEAD = Text(
    "Many runs by design: switch levers, vary their numbers, repeat with other random histories. Finished "
    "runs are kept on this machine; a batch that was interrupted goes on where it stopped.",
    "按设计批量模拟：组合杠杆开关与取值，并用不同随机过程重复。已完成的模拟保存在本机，中断后可从断点继续。",
)
COST = Text("How much it is", "规模与时间")
FIRST = Text("Count the runs and the time they take, then start.", "先估算次数与时间，再开始。")
COUNT = Text("Count runs and time", "估算次数与时间")
START = Text("Start", "开始")
LEFT_OUT = Text("Combinations that are no valid scenario and are left out", "以下组合不构成有效方案，已略去")
STALE = Text("The design has changed; count again.", "设计已改动，请重新估算。")
SAME = Text("The same on the command line and in Python", "用命令行或 Python 运行同一设计")
SHARED = Text(
    "Runs of all who use this server take turns; with others at work it takes longer.",
    "本服务器的所有用户轮流使用计算资源；他人同时使用时所需时间更长。",
)
COLUMNS = "grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); margin-bottom: 14px"


@solara.component
def Page() -> None:
    """Show the page."""
    offers = {one.key: one for one in offered(drafts().value.all)}
    first = next(iter(offers.values()))
    chosen = kept("batch.plan", Plan(first.key))
    plan = chosen.value.on(offers.get(chosen.value.base, first))
    solara.v.Html(tag="h1", children=[say(TITLE)])
    solara.v.Html(tag="p", class_="cc-lead", children=[say(LEAD)])
    with solara.v.Html(tag="div", class_="cc-grid", style_=COLUMNS):
        Form(plan, offers, chosen.set)
        _Cost(plan)
    PastBatches()


@solara.component
def _Cost(plan: Plan) -> None:
    counted = kept("batch.counted", (plan, None))
    fault, set_fault = solara.use_state(Text("", ""))
    of, ticket = counted.value
    view = use_ticket(ticket)

    def ask() -> None:
        set_fault(Text("", ""))
        asked: Ticket[Count] = office().submit(
            session_id(), lambda desk: count(desk, plan), title=COUNTING, urgent=True
        )
        counted.set((plan, asked))

    def begin() -> None:
        try:
            start(session_id(), plan)
        except UserError as error:
            set_fault(error.text)
            return
        counted.set((plan, None))
        look_again()

    with solara.v.Html(tag="section", class_="cc-card", attributes={"aria-labelledby": "batch-cost"}):
        solara.v.Html(tag="h2", attributes={"id": "batch-cost"}, children=[say(COST)])
        if plan.fault is not None:
            solara.v.Html(tag="p", class_="cc-muted", children=[say(plan.fault)])
        elif view.state != "done":
            solara.v.Html(tag="p", class_="cc-muted", children=[say(FIRST)])
        elif of != plan:
            Notice(say(STALE))
        if view.waiting or view.state == "failed":
            Progress(ticket)
        good = view.state == "done" and of == plan and plan.fault is None
        if good:
            _Counted(view.result)
        if fault.en:
            Notice(say(fault), bad=True)
        with solara.v.Html(tag="div", class_="cc-row", style_="margin: 8px 0 12px"):
            solara.Button(
                say(COUNT), icon_name="mdi-timer", on_click=ask, outlined=good, color="primary",
                disabled=plan.fault is not None or view.waiting,
            )  # fmt: skip
            solara.Button(
                say(START), icon_name="mdi-play", on_click=begin, color="primary",
                disabled=not good or not view.result.runs,
            )  # fmt: skip
        if plan.fault is None:
            _Elsewhere(plan)


@solara.component
def _Counted(counted: Count) -> None:
    time, each = in_words(counted.seconds), in_words(counted.seconds_each)
    workers = office().workers
    solara.v.Html(tag="p", style_="font-size: 1.13rem; font-weight: 600", children=[say(Text(
        f"{counted.runs} runs at {counted.points} points, about {time.en}",
        f"{counted.points} 个设计点，共 {counted.runs} 次模拟，约需{time.zh}",
    ))])  # fmt: skip
    solara.v.Html(tag="p", class_="cc-small cc-muted", children=[say(Text(
        f"About {each.en} a run, {workers} at a time. ", f"每次约{each.zh}，{workers} 个同时进行。",
    )) + say(SHARED)])  # fmt: skip
    if counted.left_out:
        with solara.v.Html(tag="details", class_="cc-explain"):
            solara.v.Html(tag="summary", children=[f"{say(LEFT_OUT)} ({len(counted.left_out)})"])
            with solara.v.Html(tag="ul"):
                for point, why in counted.left_out[:20]:
                    named = ", ".join(f"{name} = {level}" for name, level in point.items())
                    solara.v.Html(tag="li", class_="cc-small", children=[f"{named}: {say(why)}"])


@solara.component
def _Elsewhere(plan: Plan) -> None:
    makes = solara.use_memo(
        lambda: {name: partial(str.encode, text) for name, text in plan.files.items()}, [plan]
    )
    with solara.v.Html(tag="details", class_="cc-explain"):
        solara.v.Html(tag="summary", children=[say(SAME)])
        for code in (plan.to_yaml(), command(office().workers), python(office().workers)):
            solara.v.Html(
                tag="pre", class_="cc-code", style_="white-space: pre-wrap; margin: 6px 0", children=[code]
            )
        with solara.v.Html(tag="div", class_="cc-row"):
            for name, make in makes.items():
                Download(make, name, name, "application/yaml").key(name)
