"""The bar over pages that show runs: which pictures stand there, and a run of another scenario."""

from __future__ import annotations

from collections.abc import Sequence

import solara
import solara.lab

from sim.errors import Text
from sim.experiment.picture import Picture
from sim.ui import pictures
from sim.ui.choices import choices
from sim.ui.language import language, say
from sim.ui.office import Ticket
from sim.ui.session import kept
from sim.ui.shipped import labels
from sim.ui.widgets.explain import Notice

SCENARIO, BESIDE = Text("Scenario", "方案"), Text("Beside it", "并列对照")
NOTHING = Text("nothing", "无")
PEOPLE = Text("People simulated", "推演人口")
RUN, CANCEL = Text("Run", "运行"), Text("Cancel", "取消")
SAMPLES = {
    0.02: Text("2 % sample (preview)", "2% 抽样（预览）"),
    0.1: Text("10 % sample", "10% 抽样"),
    1.0: Text("everybody", "全部居民"),
}
PREVIEW = Text("Preview: {share:.0%} of people", "预览：{share:.0%} 居民")
WHOLE = Text("everybody simulated", "全部居民")
PROGRESS = Text("{share:.0%} done", "已完成 {share:.0%}")
LEFT = Text(", about {seconds:.0f} s left", "，约剩 {seconds:.0f} 秒")
WAITS = Text("waits for its turn; {ahead} before it", "排队中，前面还有 {ahead} 项")
GONE = Text("Cancelled.", "已取消。")
LOOK = 0.4
"""Seconds between two looks at a ticket."""


@solara.component
def RunBar(title: str) -> None:
    """Name the page, and choose a scenario (and one beside it), run them, and see how far they are."""
    offered = choices()
    name, beside = kept("runs.scenario", next(iter(offered))), kept("runs.beside", "")
    sample = kept("runs.sample", min(SAMPLES))
    ticket: solara.Reactive[Ticket[tuple[pictures.Made, ...]] | None] = kept("runs.ticket", None)
    named = labels(offered, language())

    def start() -> None:
        chosen = [offered[one] for one in (beside.value, name.value) if one in offered]
        ticket.set(pictures.ask(chosen, 1, sample.value))

    with solara.v.Html(tag="div", class_="cc-row cc-noprint"):
        solara.v.Html(tag="h1", children=[title], style_="margin-right: 10px")
        Choice(say(SCENARIO), named, name)
        Choice(say(BESIDE), {"": say(NOTHING), **named}, beside)
        Choice(say(PEOPLE), {one: say(text) for one, text in SAMPLES.items()}, sample, width=200)
        busy = name.value not in offered or (ticket.value is not None and not ticket.value.over)
        solara.Button(say(RUN), on_click=start, disabled=busy, color="primary", icon_name="mdi-play")
        if ticket.value is not None:
            _Progress(ticket.value).key(f"ticket-{id(ticket.value)}")


@solara.component
def Choice(
    label: str, named: dict[str, str] | dict[float, str], value: solara.Reactive, width: int = 210
) -> None:
    """Show a named list of choices for a variable."""
    items = [{"text": text, "value": key} for key, text in named.items()]
    solara.v.Select(
        label=label, items=items, v_model=value.value, on_v_model=value.set, dense=True, outlined=True,
        hide_details=True, style_=f"max-width: {width}px", attributes={"aria-label": label},
    )  # fmt: skip


@solara.component
def _Progress(ticket: Ticket[tuple[pictures.Made, ...]]) -> None:
    """How far a ticket is; its pictures are shown when it is done."""
    _, look = solara.use_state(0)

    def watch() -> None:
        turn = 0
        while not ticket.wait(LOOK):
            turn += 1
            look(turn)
        if ticket.state == "done":
            for picture, scenario in ticket.result or ():
                pictures.show(picture, scenario)
        look(-1)

    solara.lab.use_task(watch, dependencies=[id(ticket)], raise_error=False)
    if ticket.state == "failed" and ticket.error:
        Notice(say(ticket.error), bad=True)
        return
    with solara.v.Html(tag="span", class_="cc-small cc-muted", attributes={"role": "status"}):
        solara.Text(_said(ticket, language()))
    if not ticket.over:
        solara.Button(say(CANCEL), on_click=ticket.cancel, text=True, small=True)


def _said(ticket: Ticket[tuple[pictures.Made, ...]], tongue: str) -> str:
    """Return how far a ticket is, in words."""
    if ticket.state == "queued":
        return WAITS.say(tongue).format(ahead=ticket.ahead)
    if ticket.state == "running":
        left = ticket.seconds_left
        more = LEFT.say(tongue).format(seconds=left) if left is not None else ""
        return PROGRESS.say(tongue).format(share=ticket.share) + more
    return GONE.say(tongue) if ticket.state == "cancelled" else ""


def caption(picture: Picture, tongue: str) -> str:
    """Return what a picture is of: its scenario, its time, and whether it is a preview."""
    meta = picture.meta
    part = PREVIEW.say(tongue).format(share=meta.sample) if meta.sample < 1 else WHOLE.say(tongue)
    return f"{meta.title.say(tongue)} · {meta.start} – {meta.until} · {part}"


@solara.component
def Captions(shown: Sequence[Picture]) -> None:
    """Say of each picture on the page what it is of."""
    with solara.v.Html(tag="div", class_="cc-row"):
        for one in shown:
            preview = " cc-chip-warn" if one.meta.sample < 1 else ""
            solara.v.Html(tag="span", class_=f"cc-chip{preview}", children=[caption(one, language())])
