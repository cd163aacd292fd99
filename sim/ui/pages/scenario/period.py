"""The days of the run and its random history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import solara

from sim.errors import Text, UserError
from sim.ui.draft import Draft
from sim.ui.language import say
from sim.ui.pages.scenario.day import Day
from sim.ui.previews import SEED
from sim.ui.session import kept
from sim.ui.widgets.number import number_within

START, UNTIL = Text("First counted day", "统计起始日"), Text("Last day", "最后一天")
SEED_LABEL = Text("Random seed", "随机种子")
WHOLE = Text("a whole number from 0 to {:,}", "须为 0 至 {:,} 的整数")
HELP = Text(
    "Months are counted from the first day on, after a warm-up; empty days are those of the starting point. "
    "Another seed is another history of chance, the same on both sides.",
    "自起始日（某月一日）起统计，此前为预热期；日期留空即按起点方案。换一个随机种子就是换一种随机历史，两侧始终相同。",
)
MOST_SEED = 999_999


def seed() -> solara.Reactive[int]:
    """Return the random seed of the session's previews and single runs."""
    return kept("scenario.seed", SEED)


def with_days(draft: Draft, start: date | None, until: date | None) -> Draft:
    """Draft with other days of the run; those of its starting point are left to it.

    Raises
    ------
    UserError
        When the run would have no days, begin within a month, or leave the years whose holidays are known.
    """
    begun = draft.with_dates(None, None).base
    changed = begun.with_dates(start, until)
    return draft.with_dates(
        None if changed.start == begun.start else start, None if changed.until == begun.until else until
    )


@solara.component
def Period(draft: Draft, put: Callable[[Draft], None]) -> None:
    """Show the days of the run and the seed; `put` takes the changed draft."""
    base, own = draft.base, draft.changes
    number = seed()
    typed, set_typed = solara.use_state("")
    fault, set_fault = solara.use_state(Text("", ""))
    solara.use_memo(lambda: set_typed(str(number.value)), [number.value])

    wanted = solara.use_memo(lambda: {"start": own.start, "until": own.until}, [own.start, own.until])

    def day(key: str, given: date | None) -> Text | None:
        wanted[key] = given  # kept when it is refused: it may be right with the other day
        try:
            put(with_days(draft, wanted["start"], wanted["until"]))
        except UserError as error:
            return error.text
        return None

    def take(text: str) -> None:
        found = number_within(text, 0, MOST_SEED)
        if isinstance(found, Text) or found % 1:
            set_fault(Text(WHOLE.en.format(MOST_SEED), WHOLE.zh.format(MOST_SEED)))
            return
        set_fault(Text("", ""))
        number.set(int(found))

    with solara.v.Html(tag="div", class_="cc-row sc-days sc-period"):
        Day(say(START), base.start, partial(day, "start"))
        Day(say(UNTIL), base.until, partial(day, "until"))
        box = solara.v.TextField(
            v_model=typed, on_v_model=set_typed, label=say(SEED_LABEL), dense=True, outlined=True,
            hide_details="auto", error_messages=[say(fault)] if fault.en else [],
            attributes={"aria-label": say(SEED_LABEL), "inputmode": "numeric"},
        )  # fmt: skip
        solara.v.use_event(box, "change", lambda _widget, _event, text: take(str(text or "")))
    solara.v.Html(tag="p", class_="cc-small cc-muted", children=[say(HELP)])
