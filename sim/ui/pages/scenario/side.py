"""Always in view: what is changed, and what it does by a preview or a full run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import solara
import solara.lab

from sim.declare import load_parameters
from sim.errors import Text
from sim.experiment.picture import Picture
from sim.policy.catalogue import load_levers
from sim.policy.wording import percent
from sim.scenario.difference import Difference
from sim.ui.draft import Draft, concerns
from sim.ui.language import language, say
from sim.ui.office import Ticket
from sim.ui.pages.scenario.faults import sentence
from sim.ui.pages.scenario.headline import Line, lines
from sim.ui.previews import ask_preview, ask_run
from sim.ui.session import kept
from sim.ui.widgets.empty import Empty
from sim.ui.widgets.explain import Explain, Notice

CHANGES = Text("What is changed", "已调整内容")
NONE = Text(
    "Nothing yet: the draft is its starting point. Open a family on the left and switch something on.",
    "尚未调整，与起点方案一致。请在左侧展开一类措施并启用或修改。",
)
TAKE_BACK = Text("Take back", "撤回")
EFFECT = Text("What it does", "效果")
PREVIEW, FULL = Text("preview", "预览"), Text("full run", "完整模拟")
STALE = Text("stale: the draft has changed since", "已过期：方案此后有改动")
RUN, CANCEL = Text("Full run", "完整模拟"), Text("Cancel", "取消")
WAITING = Text("waiting, {} before it", "排队中，前面还有 {} 项")
LEFT = Text("about {} s left", "约剩 {} 秒")
BEFORE, AFTER, DIFFERENCE = Text("start", "起点"), Text("draft", "方案"), Text("difference", "差异")
READ = Text("How to read this", "如何阅读")
HOW = Text(
    "One history of chance, the same on both sides. A preview simulates some people and, where a year "
    "would take too long, some months: it shows direction and size, not certainty. ± is how far chance alone "
    "would carry the difference (95 %, rather too wide); sums of money and means of minutes have none from "
    "one run. Compare repeats runs and tells more surely.",
    "两侧采用同一随机历史，仅模拟一次。预览只模拟部分居民；全年耗时过长时只模拟前几个月，"
    "用于判断方向和量级，不代表把握程度。±为偶然因素可能造成的差异（95%，偏宽）；"
    "金额与平均分钟数单次模拟不给出区间。要更有把握，请到“比较”页做多次重复。",
)
FIRST = Text("The preview of the starting point is being made.", "正在生成起点方案的预览。")
MEND = Text("Mend what is wrong before it can be run:", "请先更正以下问题，再开始模拟：")
PACE = 0.2
"""Seconds between two looks at a ticket."""


@dataclass(frozen=True)
class Shown:
    """A result that is shown.

    Attributes
    ----------
    fingerprints : tuple of str
        Of base and draft.
    base, draft : Picture
    """

    fingerprints: tuple[str, str]
    base: Picture
    draft: Picture


Asked = tuple[tuple[str, str] | None, Ticket[tuple[Picture, ...]] | None]
"""Fingerprints of base and draft that were asked for, and the ticket; it outlives a change of page."""


@solara.component
def Side(draft: Draft, put: Callable[[Draft], None], on_open: Callable[[str], None]) -> None:
    """Show changes and effect of a draft; `on_open` is asked to show a lever."""
    with solara.v.Html(tag="aside", class_="sc-side"):
        _Changes(draft, put, on_open)
        _Effect(draft)


@solara.component
def _Changes(draft: Draft, put: Callable[[Draft], None], on_open: Callable[[str], None]) -> None:
    with solara.v.Html(tag="section", class_="cc-card"):
        solara.v.Html(tag="h2", children=[say(CHANGES)])
        if draft.problems:
            _Problems(draft)
            return
        found = draft.what_changed()
        if not found:
            solara.v.Html(tag="p", class_="cc-muted cc-small", children=[say(NONE)])
        with solara.v.Html(tag="ul", class_="sc-changes"):
            for one in found:
                _Change(one, draft, put, on_open).key(one.id)


@solara.component
def _Change(
    one: Difference, draft: Draft, put: Callable[[Draft], None], on_open: Callable[[str], None]
) -> None:
    def take_back() -> None:
        put(draft.with_lever(one.id, None) if one.group == "levers" else draft.with_number(one.id, None))

    with solara.v.Html(tag="li"):
        if one.group == "levers":
            _ToLever(one.sentence.say(language()), lambda: on_open(one.id))
        else:
            solara.v.Html(tag="span", children=[one.sentence.say(language())])
        if one.group in ("levers", "numbers"):
            solara.Button(
                icon_name="mdi-undo-variant", icon=True, x_small=True, on_click=take_back,
                attributes={
                    "aria-label": f"{say(TAKE_BACK)}: {say(one.label)}", "title": say(TAKE_BACK),
                    "style": "margin-left: auto",
                },
            )  # fmt: skip


@solara.component
def _ToLever(words: str, on_open: Callable[[], None]) -> None:
    """What is changed of a lever, as a way to its numbers."""
    link = solara.v.Html(tag="a", attributes={"href": "#", "role": "button"}, children=[words])
    solara.v.use_event(link, "click.prevent.stop", lambda *_: on_open())


@solara.component
def _Problems(draft: Draft) -> None:
    Notice(say(MEND), bad=True)
    with solara.v.Html(tag="ul", class_="sc-changes"):
        for problem in draft.problems:
            place = name_of_place(concerns(problem))
            told = sentence(problem).say(language())
            with solara.v.Html(tag="li"):
                solara.v.Html(tag="span", children=[f"{say(place)} · {told}" if place.en else told])


@solara.component
def _Effect(draft: Draft) -> None:
    held: solara.Reactive[Shown | None] = kept("scenario.shown", None)
    asked_for: solara.Reactive[Asked] = kept("scenario.asked", (None, None))
    asked, ticket = asked_for.value
    told, set_told = solara.use_state(Text("", ""))
    sound = not draft.problems
    now = (draft.base.hash, draft.scenario().hash) if sound else None
    shown = held.value
    up_to_date = shown is not None and shown.fingerprints == now

    def ask(how: Callable[[Draft], Ticket[tuple[Picture, ...]]]) -> None:
        if ticket is not None:
            ticket.cancel()
        asked_for.set((now, how(draft)))

    def preview() -> None:
        under_way = asked == now and ticket is not None and not ticket.over
        if sound and not up_to_date and not under_way:
            ask(ask_preview)

    solara.use_effect(preview, [now])

    def follow() -> None:
        if ticket is None or asked is None:
            return
        seen: object = None
        while not ticket.wait(PACE):
            state = (ticket.state, round(ticket.share, 2), ticket.ahead)
            if state != seen:
                seen = state
                set_told(progress(ticket))
        set_told(Text("", ""))
        if ticket.result is not None:
            held.set(Shown(asked, *ticket.result))
        elif ticket.error is not None:
            set_told(ticket.error)

    solara.lab.use_task(follow, dependencies=[ticket], raise_error=False)
    busy = ticket is not None and not ticket.over
    with solara.v.Html(tag="section", class_="cc-card", attributes={"aria-live": "polite"}):
        with solara.v.Html(tag="div", class_="cc-row"):
            solara.v.Html(tag="h2", children=[say(EFFECT)])
            if shown is not None:
                kind = PREVIEW if shown.draft.meta.is_preview else FULL
                people = f"{shown.draft.meta.people:,}"
                until = f"{shown.draft.meta.until:%Y-%m}"
                told_of = Text(
                    f"{kind.en} · {people} people · to {until}", f"{kind.zh} · {people} 人 · 至 {until}"
                )
                solara.v.Html(tag="span", class_="cc-chip cc-chip-warn", children=[say(told_of)])
        if shown is None:
            Empty(say(FIRST))
        else:
            stale = "" if up_to_date else "sc-stale"
            solara.HTML(
                tag="div", unsafe_innerHTML=table(lines(shown.base, shown.draft), language()), classes=[stale]
            )  # fmt: skip
            solara.v.Html(
                tag="p", class_="cc-small",
                children=[] if up_to_date else [solara.v.Html(tag="span", class_="cc-chip cc-chip-warn",
                                                              children=[say(STALE)])],
            )  # fmt: skip
        with solara.v.Html(tag="div", class_="cc-row sc-run"):
            if busy and ticket is not None:
                solara.Button(say(CANCEL), small=True, outlined=True, on_click=ticket.cancel)
            else:
                solara.Button(
                    say(RUN), small=True, color="primary", disabled=not sound, on_click=lambda: ask(ask_run)
                )  # fmt: skip
            solara.v.Html(tag="span", class_="cc-small cc-muted", children=[say(told)])
        Explain(say(HOW), title=say(READ))


def name_of_place(id_: str) -> Text:
    """Name of the lever or number that a problem is about."""
    if id_ in load_levers():
        return load_levers()[id_].label
    return load_parameters()[id_].label if id_ in load_parameters() else Text(id_, id_)


def progress(ticket: Ticket[object]) -> Text:
    """How far a piece of work is, in words."""
    if ticket.state == "queued":
        return Text(WAITING.en.format(ticket.ahead), WAITING.zh.format(ticket.ahead))
    share = percent(ticket.share, 0)
    left = ticket.seconds_left
    if left is None:
        return share
    seconds = f"{left:.0f}"
    return Text(f"{share.en}, {LEFT.en.format(seconds)}", f"{share.zh}，{LEFT.zh.format(seconds)}")


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
        f'<br><small class="sc-{one.tone or "unsure"}">{escape(one.verdict.say(language))}</small></td></tr>'
        for one in rows
    )
    head = f"<thead><tr><th></th>{head}</tr></thead>"
    return f'<table class="cc-table sc-headline">{head}<tbody>{body}</tbody></table>'
