"""Always in view: what is changed, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import solara

from sim.declare import load_parameters
from sim.errors import Text
from sim.policy.catalogue import load_levers
from sim.scenario.difference import Difference
from sim.ui.draft import Draft, concerns
from sim.ui.language import language, say
from sim.ui.pages.scenario.effect import Effect
from sim.ui.pages.scenario.faults import sentence
from sim.ui.widgets.explain import Notice

CHANGES = Text("What is changed", "已调整内容")
NONE = Text(
    "Nothing yet: the draft is its starting point. Open a family on the left and switch something on.",
    "尚未调整，与起点方案一致。请在左侧展开一类措施并启用或修改。",
)
DAYS = ("start", "until")
TAKE_BACK = Text("Take back", "撤回")
MEND = Text("Mend what is wrong before it can be run:", "请先更正以下问题，再开始模拟：")


@solara.component
def Side(draft: Draft, put: Callable[[Draft], None], on_open: Callable[[str], None]) -> None:
    """Show changes and effect of a draft; `on_open` is asked to show a lever or a number."""
    with solara.v.Html(tag="aside", class_="sc-side"):
        _Changes(draft, put, on_open)
        Effect(draft)


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
    head = replace(one, details=()) if one.b else one
    with solara.v.Html(tag="li"):
        with solara.v.Html(tag="span"):
            if one.group in ("levers", "numbers"):
                _Way(head.sentence.say(language()), lambda: on_open(one.id))
            else:
                solara.v.Html(tag="span", children=[head.sentence.say(language())])
            for detail in one.details if one.b else ():
                solara.v.Html(tag="small", children=[detail.sentence.say(language())])
        if one.group in ("levers", "numbers") or one.id in DAYS:
            solara.Button(
                icon_name="mdi-undo-variant", icon=True, small=True,
                on_click=lambda: put(without(draft, one)),
                attributes={
                    "aria-label": f"{say(TAKE_BACK)}: {say(one.label)}", "title": say(TAKE_BACK),
                    "style": "margin-left: auto",
                },
            )  # fmt: skip


def without(draft: Draft, one: Difference) -> Draft:
    """Draft without one of its changes."""
    if one.group == "levers":
        return draft.with_lever(one.id, None)
    if one.group == "numbers":
        return draft.with_number(one.id, None)
    own = draft.changes
    return draft.with_dates(
        None if one.id == "start" else own.start, None if one.id == "until" else own.until
    )  # fmt: skip


@solara.component
def _Way(words: str, on_open: Callable[[], None]) -> None:
    """What is changed, as a way to where it is set."""
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


def name_of_place(id_: str) -> Text:
    """Name of the lever or number that a problem is about."""
    if id_ in load_levers():
        return load_levers()[id_].label
    return load_parameters()[id_].label if id_ in load_parameters() else Text(id_, id_)
