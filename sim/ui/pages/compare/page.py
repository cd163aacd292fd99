"""The page: choose, run, read, take away."""

from __future__ import annotations

from typing import Any

import solara

from sim.errors import Text, UserError
from sim.ui.choices import Offer, offered
from sim.ui.drafts import drafts
from sim.ui.language import say
from sim.ui.office import Ticket, office
from sim.ui.pages.compare import work
from sim.ui.pages.compare.choice import (
    Choice,
    first_choice,
    first_sample,
    people_of,
    put_together,
)
from sim.ui.pages.compare.results import Results
from sim.ui.pages.compare.setup import Setup
from sim.ui.session import kept, session_id
from sim.ui.widgets.empty import Empty
from sim.ui.widgets.explain import Notice
from sim.ui.widgets.ticket import use_ticket

TITLE = Text("Compare", "方案对比")
ICON = "mdi-compare"
LEAD = Text(
    "What differs from the baseline, for whom, and how sure. All scenarios live through the same random "
    "histories with the same draws of the uncertain numbers.",
    "与基准相比差在哪里、影响谁、把握多大。各方案经历相同的随机历史与同一组不确定参数。",
)
NOTHING = Text(
    "Choose scenarios above and press Compare. The first one is the baseline.",
    "请在上方选择方案并点击“开始对比”。第一个方案为基准。",
)
STALE = Text(
    "Something above has changed since this comparison was made: it shows the earlier choice.",
    "上方设置已改动：以下仍为改动前的对比结果。",
)
RUNNING = Text("Comparison", "方案对比")
REPLICATES = 6


@solara.component
def Page() -> None:
    """Show the page."""
    offers = offered(drafts().value.all)
    chosen = kept("compare.chosen", tuple[str, ...]())
    replicates = kept("compare.replicates", REPLICATES)
    sample = kept("compare.sample", 0.0)
    ticket = kept("compare.ticket", _none())
    found = kept("compare.found", _nothing())
    view = use_ticket(ticket.value)

    def keep() -> None:
        if view.state == "done":
            found.set(view.result)

    solara.use_effect(keep, [ticket.value, view.state])
    here = _still_there(offers, chosen.value or first_choice(offers))
    choice, fault = solara.use_memo(lambda: _compiled(here, sample.value), [_marks(here), sample.value])

    def run() -> None:
        if choice is not None:
            asked = work.comparing(session_id(), choice, replicates.value)
            ticket.set(office().submit(session_id(), asked, title=RUNNING))

    solara.v.Html(tag="h1", children=[say(TITLE)])
    solara.v.Html(tag="p", class_="cc-lead", children=[say(LEAD)])
    Setup(offers, here, chosen.set, choice, replicates, sample, run, ticket.value)
    if fault is not None:
        Notice(say(fault), bad=True)
    if found.value is None:
        Empty(say(NOTHING), "mdi-compare")
        return
    if not found.value.is_of(choice, replicates.value):
        Notice(say(STALE))
    Results(found.value)


def _still_there(offers: list[Offer], chosen: tuple[str, ...]) -> list[Offer]:
    """What was chosen and is still there; a draft may have gone."""
    known = {one.key: one for one in offers}
    return [known[key] for key in chosen if key in known]


def _marks(offers: list[Offer]) -> tuple[object, ...]:
    return tuple((one.key, one.draft.changes if one.draft else None) for one in offers)


def _compiled(offers: list[Offer], sample: float) -> tuple[Choice | None, Text | None]:
    """What is to be compared, or why it cannot be."""
    try:
        whole = put_together(offers, 1.0)
        if sample:
            return put_together(offers, sample), None
        people = people_of(whole.comparison.scenarios[0])
        return put_together(offers, first_sample(people)), None
    except UserError as error:
        return None, error.text


def _none() -> Ticket[Any] | None:
    return None


def _nothing() -> work.Found | None:
    return None
