"""The bar over pages that show runs: which pictures stand there, and a run of another scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara

from sim.errors import Text
from sim.experiment.picture import Picture
from sim.policy.wording import percent
from sim.scenario import Scenario
from sim.ui import pictures, previews
from sim.ui.choices import choices
from sim.ui.language import language, say
from sim.ui.office import Ticket, office
from sim.ui.session import kept, session_id
from sim.ui.shipped import labels
from sim.ui.widgets.empty import Empty
from sim.ui.widgets.pick import Pick
from sim.ui.widgets.ticket import Progress, use_ticket

SCENARIO, BESIDE = Text("Scenario", "方案"), Text("Beside it", "并列对照")
NOTHING = Text("nothing", "无")
PEOPLE = Text("People simulated", "模拟人口")
RUN = Text("Run", "开始模拟")
TITLE = Text("Run for map and flows", "地图与流向模拟")
SAMPLES = {
    0.02: Text("2 % sample (preview)", "2% 抽样（预览）"),
    0.1: Text("10 % sample", "10% 抽样"),
    1.0: Text("everybody", "全部居民"),
}
PREVIEW = Text("Preview: {} of the people", "预览：{} 居民")
WHOLE = Text("everybody simulated", "全部居民")

Asked = tuple[Ticket[tuple[Picture, ...]], tuple[Scenario, ...]]
"""A ticket, and the scenarios it was asked for."""


@solara.component
def RunBar(title: str) -> None:
    """Name the page, and choose a scenario (and one beside it), run them, and see how far they are."""
    offered = choices()
    name, beside = kept("runs.scenario", next(iter(offered))), kept("runs.beside", "")
    sample = kept("runs.sample", min(SAMPLES))
    asked: solara.Reactive[Asked | None] = kept("runs.asked", None)
    named = labels(offered, language())
    view = use_ticket(asked.value[0] if asked.value else None)

    def show() -> None:
        if asked.value and view.state == "done":
            for picture, scenario in zip(asked.value[0].result or (), asked.value[1], strict=True):
                pictures.show(picture, scenario)
            kept("runs.together", 1).set(len(asked.value[1]))
            asked.set(None)  # once: who comes back from another page sees what was made there

    solara.use_effect(show, [asked.value, view.state])

    def start() -> None:
        plans = tuple(offered[one] for one in (beside.value, name.value) if one in offered)
        asked.set((ask(plans, sample.value), plans))

    with solara.v.Html(tag="div", class_="cc-row cc-noprint"):
        solara.v.Html(tag="h1", children=[title], style_="margin-right: 10px")
        Choice(say(SCENARIO), named, name)
        Choice(say(BESIDE), {"": say(NOTHING), **named}, beside)
        Choice(say(PEOPLE), {one: say(text) for one, text in SAMPLES.items()}, sample, width=16)
        solara.Button(
            say(RUN), on_click=start, disabled=view.waiting or name.value not in offered, color="primary",
            icon_name="mdi-play",
        )  # fmt: skip
        if asked.value:
            Progress(asked.value[0])


def ask(plans: Sequence[Scenario], sample: float) -> Ticket[tuple[Picture, ...]]:
    """Ask the office for pictures of some scenarios."""
    is_preview = sample < 1
    return office().submit(
        session_id(), lambda desk: previews.pictures(desk, plans, sample, is_preview=is_preview),
        title=TITLE, urgent=is_preview,
    )  # fmt: skip


@solara.component
def Choice(label: str, named: Mapping[Any, str], value: solara.Reactive[Any], width: int = 14) -> None:
    """Show a named list of choices for a variable, as wide as so many letters."""
    Pick(label, value.value, named, value.set, width=width)


@solara.component
def OfRuns(title: Text, nothing: Text, icon: str, draw: Callable[[list[Picture]], Any]) -> None:
    """Show a page of pictures: the bar, then what is drawn of the run, and of the one beside it if any.

    Parameters
    ----------
    nothing
        What to do for a picture where there is none yet.
    draw
        Draws one or two pictures, the latest first.
    """
    shown = list(pictures.pictures().value[: kept("runs.together", 1).value])
    RunBar(say(title))
    if shown:
        draw(shown)
    else:
        Empty(say(nothing), icon)


def caption(picture: Picture, tongue: str) -> str:
    """Return what a picture is of: its scenario, its time, and whether it is a preview."""
    meta = picture.meta
    part = (
        PREVIEW.say(tongue).format(percent(meta.sample).say(tongue)) if meta.is_preview else WHOLE.say(tongue)
    )
    return f"{meta.title.say(tongue)} · {meta.start} – {meta.until} · {part}"


@solara.component
def Captions(shown: Sequence[Picture]) -> None:
    """Say of each picture on the page what it is of."""
    with solara.v.Html(tag="div", class_="cc-row"):
        for one in shown:
            preview = " cc-chip-warn" if one.meta.is_preview else ""
            solara.v.Html(tag="span", class_=f"cc-chip{preview}", children=[caption(one, language())])
