"""What a draft does: a preview after every change, a full run when it is asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import solara

from sim.errors import Text
from sim.experiment.picture import Picture
from sim.scenario import Scenario
from sim.ui import pictures
from sim.ui.draft import Draft
from sim.ui.language import language, say
from sim.ui.office import Ticket
from sim.ui.pages.scenario.headline import Line, lines
from sim.ui.pages.scenario.period import seed
from sim.ui.previews import ask_preview, ask_run
from sim.ui.session import kept
from sim.ui.widgets.empty import Empty
from sim.ui.widgets.explain import Explain
from sim.ui.widgets.ticket import Progress, use_ticket

EFFECT = Text("Effect", "效果")
PREVIEW, FULL = Text("preview", "预览"), Text("full run", "完整模拟")
KIND = Text("{} · {:,} people · to {:%Y-%m}", "{} · {:,} 人 · 至 {:%Y-%m}")
STALE = Text("stale: changed since", "已过期：方案有改动")
RUN, AGAIN = Text("Full run", "完整模拟"), Text("Preview", "预览")
BEFORE, AFTER, DIFFERENCE = Text("start", "起点"), Text("draft", "方案"), Text("difference", "差异")
READ = Text("How to read this", "如何阅读")
HOW = Text(
    "One history of chance, the same on both sides. A preview simulates some people and, where a year "
    "would take too long, some months: it shows direction and size, not certainty. ± is how far chance alone "
    "would carry the difference (95 %, rather too wide); sums of money and means of minutes have none from "
    "one run. Compare repeats runs and tells more surely. Map and Flows show the same result.",
    "两侧采用同一随机历史，仅模拟一次。预览只模拟部分居民；全年耗时过长时只模拟前几个月，"
    "用于判断方向和量级，不代表把握程度。±为偶然因素可能造成的差异（95%，偏宽）；"
    "金额与平均分钟数单次模拟不给出区间。要更有把握，请到“比较”页做多次重复。“地图”“流向”页显示同一结果。",
)
FIRST = Text("The preview of the draft is being made.", "正在生成方案预览。")
NOTHING = Text("No result of this draft yet.", "该方案尚无模拟结果。")


Key = tuple[str, str, int]
"""Fingerprints of base and draft, and the seed of their random history."""


@dataclass(frozen=True)
class Shown:
    """A result that is shown.

    Attributes
    ----------
    fingerprints : tuple of (str, str, int)
        Of base and draft, and the seed.
    base, draft : Picture
    """

    fingerprints: Key
    base: Picture
    draft: Picture


Made = Ticket[tuple[Picture, ...]]
"""Ticket for the pictures of a base and of a draft."""
Asked = tuple[Key | None, Made | None]
"""What was asked for, and the ticket; it outlives a change of page."""


@solara.component
def Effect(draft: Draft) -> None:
    """Show what a draft does beside its base, and ask for a preview when what is shown is of another."""
    shown = kept_result().value
    asked_for: solara.Reactive[Asked] = kept("scenario.asked", (None, None))
    asked, ticket = asked_for.value
    sound = not draft.problems
    both = (draft.base, draft.scenario()) if sound else None
    number = seed().value
    now = (both[0].hash, both[1].hash, number) if both else None
    up_to_date = shown is not None and shown.fingerprints == now
    busy = use_ticket(ticket).waiting

    def ask(how: Callable[[Draft, int], Made]) -> None:
        if ticket is not None:
            ticket.cancel()
        if both and now:
            made = how(draft, number)
            asked_for.set((now, made))
            hand_over(made, both, now)

    def preview() -> None:
        under_way = asked == now and ticket is not None and not ticket.over
        if not up_to_date and not under_way:
            ask(ask_preview)

    solara.use_effect(preview, [now])

    with solara.v.Html(tag="section", class_="cc-card"):
        with solara.v.Html(tag="div", class_="cc-row"):
            solara.v.Html(tag="h2", children=[say(EFFECT)])
            solara.v.Html(
                tag="span", class_="cc-chip cc-chip-warn" if shown else "", attributes={"role": "status"},
                children=[kind_of(shown.draft)] if shown else [],
            )  # fmt: skip
            solara.v.Spacer()
            solara.Button(
                say(RUN), small=True, color="primary", disabled=busy or not sound,
                on_click=lambda: ask(ask_run),
            )  # fmt: skip
        with solara.v.Html(tag="div", class_="cc-row sc-run"):
            if not up_to_date and shown is not None:
                solara.v.Html(tag="span", class_="cc-chip cc-chip-warn", children=[say(STALE)])
            if not up_to_date and not busy:
                solara.Button(
                    say(AGAIN), small=True, outlined=True, disabled=not sound,
                    on_click=lambda: ask(ask_preview),
                )  # fmt: skip
            Progress(ticket)
        if shown is None:
            Empty(say(FIRST if busy else NOTHING))
        else:
            solara.HTML(
                tag="div", unsafe_innerHTML=table(lines(shown.base, shown.draft), language()),
                classes=[] if up_to_date else ["sc-stale"],
            )  # fmt: skip
        Explain(say(HOW), title=say(READ))


def kept_result() -> solara.Reactive[Shown | None]:
    """Return the last result of the session."""
    return kept("scenario.shown", None)


def hand_over(ticket: Made, scenarios: tuple[Scenario, Scenario], asked: Key) -> threading.Thread:
    """Show the pictures of a base and of a draft once they are made, here and on the pages of runs.

    It waits beside the page, so that they arrive also where the reader has gone on to another one.
    """

    def wait() -> None:
        ticket.wait()
        if ticket.result is None:
            return
        base, draft = ticket.result
        kept_result().set(Shown(asked, base, draft))
        for picture, scenario in zip(ticket.result, scenarios, strict=True):
            pictures.show(picture, scenario.with_dates(until=picture.meta.until))

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    return waiting


def kind_of(picture: Picture) -> str:
    """Say whether a picture is a preview, of how many people, and to which month."""
    meta = picture.meta
    return say(KIND).format(say(PREVIEW if meta.is_preview else FULL), meta.people, meta.until)


def _verdict(one: Line, language: str) -> str:
    """Write the verdict under a difference; nothing where there is none."""
    words = escape(one.verdict.say(language))
    line = "<br>" if one.difference else ""
    return f'{line}<small class="sc-{one.tone or "unsure"}">{words}</small>' if words else ""


def table(rows: list[Line], language: str) -> str:
    """Headline numbers as HTML: a line each, the difference with sign, margin and verdict in words."""
    head = "".join(
        f'<th scope="col" class="cc-number">{escape(one.say(language))}</th>'
        for one in (BEFORE, AFTER, DIFFERENCE)
    )
    body = "".join(
        f'<tr><td>{escape(one.label.say(language))} <small class="cc-muted">{escape(one.unit.say(language))}'
        f'</small></td><td class="cc-number">{escape(one.before)}</td>'
        f'<td class="cc-number">{escape(one.after)}</td><td class="cc-number">{escape(one.difference)}'
        f"{f' ± {escape(one.margin)}' if one.margin else ''}"
        f"{_verdict(one, language)}</td></tr>"
        for one in rows
    )
    head = f"<thead><tr><th></th>{head}</tr></thead>"
    return f'<table class="cc-table sc-headline">{head}<tbody>{body}</tbody></table>'
