"""The page: drafts above, levers by family on the left, what they change and do on the right."""

from __future__ import annotations

from collections.abc import Callable

import solara

from sim.errors import Text, UserError
from sim.policy.catalogue import load_levers
from sim.policy.lever import Lever
from sim.policy.wording import FAMILIES
from sim.ui.draft import Draft
from sim.ui.drafts import drafts
from sim.ui.language import say
from sim.ui.pages.scenario.catalogue import families, search_levers, search_numbers
from sim.ui.pages.scenario.faults import Refusal
from sim.ui.pages.scenario.lever import LeverRow
from sim.ui.pages.scenario.number_row import NumberRow
from sim.ui.pages.scenario.period import MOST_SEED, seed
from sim.ui.pages.scenario.side import Side
from sim.ui.pages.scenario.top import Top
from sim.ui.pages.scenario.uses import uses_of
from sim.ui.session import kept, use_query
from sim.ui.share import from_share_text

HEADING = Text("Design a scenario", "方案设计")
LEAD = Text(
    "Choose a county, move a lever, see what it does. Up to four drafts stand side by side to be compared.",
    "先选县域与起点，再调整措施，右侧即时显示效果；最多可并列四个方案供比较。",
)
LEVERS = Text("Policy levers", "政策措施")
SEARCH = Text("Search levers and numbers", "搜索措施或参数")
IN_USE = Text("{} of {} in use", "启用 {}/{}")
ADJUSTED = Text("{} changed", "已调整 {}")
NOTHING = Text("No lever or number has these words in its name.", "没有名称含有这些词的措施或参数。")
NUMBERS = Text("Numbers of the model", "模型参数")
REFUSED = Text("This cannot be chosen:", "不能这样选择：")
BAD_LINK = Text("The draft of the link cannot be opened:", "链接中的方案无法打开：")


@solara.component
def Page() -> None:
    """Show the page."""
    held = drafts()
    draft = held.value.current
    family = kept("scenario.family", "")
    lever = kept("scenario.lever", "")
    query = kept("scenario.query", "")
    fault = _use_link()
    refused: solara.Reactive[UserError | None] = solara.use_reactive(None)

    def put(changed: Draft) -> None:
        try:
            _ = changed.base  # what it says cannot be shown where not even its starting point can be made
        except UserError as error:
            refused.set(error)
        else:
            refused.set(None)
            held.set(held.peek().put(changed))

    def show(id_: str) -> None:
        if id_ not in load_levers():
            query.set(id_)
            return
        query.set("")
        family.set(id_.partition(".")[0])
        lever.set(id_)

    solara.v.Html(tag="h1", children=[say(HEADING)])
    solara.v.Html(tag="p", class_="cc-lead cc-small", children=[say(LEAD)])
    if fault:
        Refusal(BAD_LINK, fault)
    if refused.value:
        Refusal(REFUSED, refused.value)
    with solara.v.Html(tag="div", class_="sc-page"):
        with solara.v.Html(tag="div"):
            Top(put)
            with solara.v.Html(tag="section", class_="cc-card"):
                with solara.v.Html(tag="div", class_="cc-row"):
                    solara.v.Html(tag="h2", children=[say(LEVERS)])
                    solara.v.Spacer()
                    solara.v.TextField(
                        v_model=query.value, on_v_model=lambda text: query.set(text or ""), dense=True,
                        label=say(SEARCH), outlined=True, hide_details=True, clearable=True,
                        prepend_inner_icon="mdi-magnify", class_="sc-search",
                    )  # fmt: skip
                if query.value.strip():
                    _Found(query.value, draft, put, lever)
                else:
                    for name, members in families().items():
                        _Family(name, members, draft, put, family, lever).key(name)
        Side(draft, put, show)


@solara.component
def _Family(
    name: str,
    members: list[Lever],
    draft: Draft,
    put: Callable[[Draft], None],
    family: solara.Reactive[str],
    lever: solara.Reactive[str],
) -> None:
    """One family of levers, folded unless it is the chosen one."""
    is_open = family.value == name
    used = sum(bool(uses_of(draft, one.id)) for one in members)
    changed = sum(draft.changes.uses(one.id) is not None for one in members)
    with solara.v.Html(tag="div", class_="sc-family"):
        head = solara.v.Html(
            tag="button", attributes={"type": "button", "aria-expanded": str(is_open).lower()},
            children=[
                solara.v.Icon(
                    children=["mdi-chevron-down" if is_open else "mdi-chevron-right"],
                    attributes={"aria-hidden": "true"},
                ),
                solara.v.Html(tag="span", children=[say(FAMILIES.get(name, Text(name, name)))]),
                solara.v.Html(
                    tag="span", class_="cc-muted cc-small", children=[say(IN_USE).format(used, len(members))]
                ),
                solara.v.Html(
                    tag="span", class_="cc-chip sc-changed" if changed else "",
                    children=[say(ADJUSTED).format(changed)] if changed else [],
                ),
            ],
        )  # fmt: skip
        solara.v.use_event(head, "click", lambda *_: family.set("" if is_open else name))
        if is_open:
            ordered = sorted(members, key=lambda one: not uses_of(draft.reset(), one.id))
            for one in ordered:
                _Row(one.id, draft, put, lever).key(one.id)


@solara.component
def _Row(id_: str, draft: Draft, put: Callable[[Draft], None], lever: solara.Reactive[str]) -> None:
    is_open = lever.value == id_
    LeverRow(id_, draft, put, is_open, lambda: lever.set("" if is_open else id_))


@solara.component
def _Found(query: str, draft: Draft, put: Callable[[Draft], None], lever: solara.Reactive[str]) -> None:
    """Levers and numbers that a search finds."""
    levers, numbers = search_levers(query), search_numbers(query)
    for one in levers:
        _Row(one.id, draft, put, lever).key(one.id)
    if numbers:
        solara.v.Html(tag="h3", children=[say(NUMBERS)])
    for number in numbers:
        NumberRow(number, draft, put).key(number.path)
    if not levers and not numbers:
        solara.v.Html(tag="p", class_="cc-muted", children=[say(NOTHING)])


def _use_link() -> UserError | None:
    """Open the draft of the address once; return what is wrong with it."""
    seen = kept("scenario.link", "")
    held, number = drafts(), seed()
    text, given = use_query("draft"), use_query("seed")

    def read() -> UserError | None:
        if not text or text == seen.peek():
            return None
        seen.set(text)
        if given.isdecimal() and int(given) <= MOST_SEED:
            number.set(int(given))
        try:
            found = from_share_text(text)
        except UserError as error:
            return error
        untouched = held.peek().all == (Draft.on(held.peek().current.changes.base),)
        held.set(held.peek().put(found) if untouched else held.peek().added(found))
        return None

    fault: UserError | None = solara.use_memo(read, [text])
    return fault
