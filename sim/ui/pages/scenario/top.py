"""The head of the page: drafts side by side, county and preset, undo and redo, files and links."""

from __future__ import annotations

from collections.abc import Callable

import solara

from sim.errors import Text, UserError
from sim.ui.draft import Draft
from sim.ui.drafts import LETTERS, MOST, Drafts, drafts
from sim.ui.language import language, say
from sim.ui.pages.scenario.catalogue import place_of, places
from sim.ui.pages.scenario.faults import Refusal
from sim.ui.pages.scenario.period import Period, seed
from sim.ui.previews import SEED
from sim.ui.share import share_text
from sim.ui.widgets.copy_link import CopyLink
from sim.ui.widgets.download import Download
from sim.ui.widgets.explain import Notice
from sim.ui.widgets.pick import Pick
from sim.ui.widgets.upload import Upload

COUNTY, PRESET, NAME = Text("County", "县域"), Text("Begin with", "起点方案"), Text("Name", "方案名称")
UNDO, REDO, RESET = Text("Undo", "撤销"), Text("Redo", "重做"), Text("Start over", "恢复起点")
OPEN, SAVE, LINK = Text("Open", "打开"), Text("Save", "保存"), Text("Link", "链接")
NEW = Text("Another draft", "再加一个方案")
CLOSE = Text("Close draft", "关闭方案")
PERIOD = Text("Days of the run and random seed", "模拟时段与随机种子")
DRAFTS = Text("Drafts, to be compared", "并列方案（供比较）")
IN_FILE = Text("This is no scenario that can be opened here:", "此文件不能作为方案打开：")


@solara.component_vue("keys.vue")
def Keys(event_undo: Callable[[object], None], event_redo: Callable[[object], None]) -> None:
    """Undo and redo by keyboard."""


@solara.component
def Top(put: Callable[[Draft], None]) -> None:
    """Show the head of the page; `put` takes the changed draft in hand."""
    held = drafts()
    draft = held.value.current
    linked, set_linked = solara.use_state(False)
    timed, set_timed = solara.use_state(False)
    fault: solara.Reactive[UserError | None] = solara.use_reactive(None)
    place = place_of(draft.changes.base) if draft.changes.base else None

    def opened(_name: str, raw: bytes) -> None:
        fault.set(None)
        try:
            held.set(held.peek().added(Draft.from_yaml(raw)))
        except UserError as error:
            fault.set(error)

    _Tabs(held)
    with solara.v.Html(tag="div", class_="cc-card"):
        with solara.v.Html(tag="div", class_="sc-top"):
            Pick(
                say(COUNTY), place.key if place else "", {one.key: say(one.label) for one in places()},
                lambda key: put(draft.on_base(_like(draft, key))),
            )  # fmt: skip
            Pick(
                say(PRESET), draft.changes.base,
                {name: say(text) for name, text in (place.presets if place else ())},
                lambda name: put(draft.on_base(name)),
            )  # fmt: skip
            _Name(draft, put)
        with solara.v.Html(tag="div", class_="sc-tools"):
            for text, icon, act, can in (
                (UNDO, "mdi-undo", draft.undo, draft.past),
                (REDO, "mdi-redo", draft.redo, draft.future),
                (RESET, "mdi-restore", draft.reset, draft.reset() is not draft),
            ):
                solara.Button(
                    say(text), icon_name=icon, text=True, small=True, disabled=not can,
                    on_click=lambda act=act: put(act()),
                )  # fmt: skip
            solara.Button(
                f"{draft.base.start:%Y-%m} – {draft.base.until:%Y-%m}",
                icon_name="mdi-calendar-range", text=True, small=True, on_click=lambda: set_timed(not timed),
                attributes={
                    "aria-expanded": str(timed).lower(), "title": say(PERIOD),
                    "aria-label": f"{say(PERIOD)}: {draft.base.start} – {draft.base.until}",
                },
            )  # fmt: skip
            solara.v.Spacer()
            Upload(say(OPEN), opened, fault.set)
            _Save(draft)
            solara.Button(
                say(LINK), icon_name="mdi-link-variant", text=True, small=True,
                on_click=lambda: set_linked(not linked), attributes={"aria-expanded": str(linked).lower()},
            )  # fmt: skip
        if timed:
            Period(draft, put)
        if linked:
            _Link(draft)
        if fault.value:
            Refusal(IN_FILE, fault.value)
    Keys(
        event_undo=lambda *_: put(held.peek().current.undo()),
        event_redo=lambda *_: put(held.peek().current.redo()),
    )


def _like(draft: Draft, place: str) -> str:
    """Preset of a place that is like the one of a draft: with or without the policies of its time."""
    presets = dict(next(one.presets for one in places() if one.key == place))
    other = f"{place}-baseline"
    return other if draft.changes.base.endswith("-baseline") and other in presets else place


@solara.component
def _Tabs(held: solara.Reactive[Drafts]) -> None:
    now = held.value
    with solara.v.Html(
        tag="div", class_="sc-tabs", attributes={"role": "tablist", "aria-label": say(DRAFTS)}
    ):
        for at, one in enumerate(now.all):
            solara.Button(
                f"{LETTERS[at]} · {say(one.name)}", text=True, small=True, outlined=at == now.at,
                on_click=lambda at=at: held.set(held.peek().chosen(at)),
                attributes={"role": "tab", "aria-selected": str(at == now.at).lower()},
            )  # fmt: skip
        if len(now.all) < MOST:
            solara.Button(
                say(NEW), icon_name="mdi-plus", text=True, small=True,
                on_click=lambda: held.set(held.peek().added(Draft(held.peek().current.changes))),
            )  # fmt: skip
        if len(now.all) > 1:
            solara.Button(
                f"{say(CLOSE)} {LETTERS[now.at]}", icon_name="mdi-close", text=True, small=True,
                on_click=lambda: held.set(held.peek().closed(held.peek().at)),
            )  # fmt: skip


@solara.component
def _Name(draft: Draft, put: Callable[[Draft], None]) -> None:
    """Name of the draft; taken when the box is left."""
    given = say(draft.changes.title) if draft.changes.title else ""
    box = solara.v.TextField(
        v_model=given, label=say(NAME), placeholder=say(draft.name), dense=True, outlined=True,
        hide_details=True, attributes={"maxlength": "60"},
    )  # fmt: skip
    solara.v.use_event(box, "change", lambda _widget, _event, name: put(draft.named(str(name or ""))))


@solara.component
def _Save(draft: Draft) -> None:
    make = solara.use_memo(lambda: lambda: draft.to_yaml().encode(), [draft.changes])
    Download(make, "scenario.yaml", say(SAVE), "application/yaml")


@solara.component
def _Link(draft: Draft) -> None:
    try:
        text = share_text(draft)
    except UserError as error:
        Notice(error.say(language()), bad=True)
        return
    number = seed().value
    CopyLink(f"/scenario?draft={text}" + (f"&seed={number}" if number != SEED else ""))
