"""The person page."""

from __future__ import annotations

import solara

from sim.errors import Text
from sim.ui.language import say
from sim.ui.office import Ticket, office
from sim.ui.pages.person import begin
from sim.ui.pages.person.asking import Asking
from sim.ui.pages.person.lives import TITLE as WORK
from sim.ui.pages.person.lives import Answer, Asked, follow
from sim.ui.pages.person.telling import Telling
from sim.ui.session import kept, session_id
from sim.ui.widgets.empty import Empty
from sim.ui.widgets.ticket import Progress, use_ticket

TITLE = Text("Person", "一个人的一年")
ICON = "mdi-account-heart-outline"
LEAD = Text(
    "The same resident under two policies: same illnesses, same chance, another policy. See where the two "
    "lives "
    "part, and why.",
    "同一个居民、同样的患病与偶然，不同的政策：看两种经历在哪里分岔、为什么。",
)
STALE = Text("Below: the last answer, until the new one is there", "以下为上一次的结果，新结果完成后替换")
NOTHING_YET = Text(
    "Choose two policies and a kind of person, then follow them. Lives that differ most come first.",
    "选择两个方案和一类人，然后开始跟踪；差别最大的排在最前。",
)


@solara.component
def Page() -> None:
    """Show the form, how far the runs are, and the last answer."""
    ticket: solara.Reactive[Ticket[Answer] | None] = kept("person.ticket", None)
    answer: solara.Reactive[Answer | None] = kept("person.answer", None)
    view = use_ticket(ticket.value)

    def keep() -> None:
        if view.state == "done":
            answer.set(view.result)

    solara.use_effect(keep, [ticket.value, view.state])

    def ask(asked: Asked) -> None:
        ticket.set(office().submit(session_id(), follow(asked), title=WORK))

    solara.v.Html(tag="h1", children=[say(TITLE)])
    solara.v.Html(tag="p", class_="cc-lead", children=[say(LEAD)])
    Asking(begin.offered(), ask, view.waiting)
    Progress(ticket.value)
    if answer.value:
        if view.waiting:
            solara.v.Html(tag="div", children=[
                solara.v.Html(tag="span", class_="cc-chip cc-chip-warn", children=[say(STALE)])
            ])  # fmt: skip
        Telling(answer.value)
    elif not view.waiting:
        Empty(say(NOTHING_YET), "mdi-account-search-outline")
