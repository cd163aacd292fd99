"""Batches of this machine: under way, interrupted, done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import solara

from sim.declare import load_parameters
from sim.errors import Text, UserError
from sim.policy.catalogue import load_levers
from sim.ui.language import say
from sim.ui.pages.batch.shelf import Past, past, result
from sim.ui.pages.batch.work import go_on, ticket_of
from sim.ui.session import kept, session_id
from sim.ui.shipped import shipped
from sim.ui.widgets.download import XLSX_TYPE, Download
from sim.ui.widgets.explain import Notice
from sim.ui.widgets.ticket import Progress, use_ticket

HEAD = Text("Batches of this machine", "本机的批量模拟")
NOTHING = Text(
    "Nothing yet. Choose what varies above, count, and start.", "暂无。请在上方选择要改变的内容，估算后开始。"
)
GO_ON = Text("Go on", "继续")
OTHER_VERSION = Text(
    "begun by another version of the program; it can be read, not gone on with",
    "由其他版本的程序开始，可查看结果，但不能继续",
)
DONE, PART = Text("complete", "已完成"), Text("interrupted", "未完成")
WORKING = Text("under way", "进行中")
KINDS = (
    ("csv", "CSV", "text/csv"),
    ("xlsx", "Excel", XLSX_TYPE),
    ("parquet", "Parquet", "application/vnd.apache.parquet"),
)
MOST = 20
"""Batches shown, the newest."""


@solara.component
def PastBatches() -> None:
    """Show the batches, each with what can be done with it."""
    found = solara.use_memo(past, [_looks().value])
    with solara.v.Html(tag="section", class_="cc-card", attributes={"aria-labelledby": "batch-past"}):
        solara.v.Html(tag="h2", attributes={"id": "batch-past"}, children=[say(HEAD)])
        if not found:
            solara.v.Html(tag="p", class_="cc-muted", children=[say(NOTHING)])
        for one in found[:MOST]:
            _Row(one).key(one.name)


def look_again() -> None:
    """Have the batches looked for anew: one was begun or has ended."""
    _looks().set(_looks().peek() + 1)


def _looks() -> solara.Reactive[int]:
    return kept("batch.looks", 0)


@solara.component
def _Row(batch: Past) -> None:
    _ = _looks().value  # the ticket is another one as soon as it is gone on with, the batch not yet
    ticket = ticket_of(batch.name)
    view = use_ticket(ticket)
    fault, set_fault = solara.use_state(Text("", ""))
    before = solara.use_previous(view.waiting)

    def over() -> None:
        if before and not view.waiting:
            look_again()

    solara.use_effect(over, [view.waiting])

    def again() -> None:
        try:
            go_on(session_id(), batch.name)
        except UserError as error:
            set_fault(error.text)
        look_again()

    state = WORKING if view.waiting else DONE if batch.complete else PART
    with solara.v.Html(tag="div", style_="border-top: 1px solid var(--line); padding: 8px 0"):
        with solara.v.Html(tag="div", class_="cc-row"):
            solara.v.Html(tag="strong", children=[f"{batch.made:%Y-%m-%d %H:%M}"])
            solara.v.Html(tag="span", children=[_called(batch.base)])
            chip = "cc-chip" if batch.complete else "cc-chip cc-chip-warn"
            solara.v.Html(tag="span", class_=chip, children=[say(state)])
            solara.v.Spacer()
            if not batch.complete and not view.waiting and batch.same_version:
                solara.Button(say(GO_ON), icon_name="mdi-play", on_click=again, outlined=True, small=True)
            if batch.done:
                _Files(batch)
        said = f"{say(_varied(batch.factors))} · {say(_told(batch, working=view.waiting))}"
        solara.v.Html(tag="p", class_="cc-muted cc-small", style_="margin: 2px 0 0", children=[said])
        if not batch.complete and not batch.same_version:
            solara.v.Html(tag="p", class_="cc-muted cc-small", children=[say(OTHER_VERSION)])
        if view.waiting or view.state == "failed":
            Progress(ticket)
        if fault.en:
            Notice(say(fault), bad=True)


def _called(name: str) -> str:
    """Return what the scenario of a batch is called: a shipped one by its title, a draft by its file."""
    known = shipped().get(name)
    return say(known.title) if known else name


def _varied(factors: Sequence[str]) -> Text:
    """Name what a batch varies."""
    levers, numbers = load_levers(), load_parameters()
    labels = [
        (levers.get(name) or numbers[name]).label for name in factors if name in levers or name in numbers
    ]
    return Text(", ".join(one.en for one in labels), "、".join(one.zh for one in labels))


def _told(batch: Past, *, working: bool) -> Text:
    """Say how large a batch is, and how far it came; the bar tells that of one under way."""
    size = Text(
        f"{batch.points} points × {batch.replicates} replicates",
        f"{batch.points} 个设计点 × {batch.replicates} 次重复",
    )
    if working:
        return size
    runs = batch.points * batch.replicates
    failed = Text(f", {batch.failed} failed", f"，失败 {batch.failed} 次") if batch.failed else Text("", "")
    return Text(
        f"{size.en}: {batch.done} of {runs} runs done{failed.en}",
        f"{size.zh}：已完成 {batch.done}/{runs} 次模拟{failed.zh}",
    )


@solara.component
def _Files(batch: Past) -> None:
    makes = solara.use_memo(
        lambda: {kind: partial(result, batch.name, kind) for kind, _, _ in KINDS}, [batch.name, batch.done]
    )
    with solara.v.Html(tag="div", class_="cc-row"):
        for kind, label, mime in KINDS:
            Download(makes[kind], f"{batch.name[:15]}.{kind}", label, mime)
