"""A box for a day: taken as soon as it is one, refused with what would be right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import solara

from sim.errors import Text
from sim.reading import FIRST_YEAR, LAST_YEAR, as_date
from sim.ui.language import say

NO_DAY = Text(
    f"write a day from {FIRST_YEAR} to {LAST_YEAR}", f"请输入 {FIRST_YEAR} 至 {LAST_YEAR} 年内的日期"
)  # fmt: skip
FINE = Text("", "")


@solara.component
def Day(label: str, value: date | None, on_day: Callable[[date | None], Text | None]) -> None:
    """Show a day to be typed or picked.

    Parameters
    ----------
    label
        Name of the day in the session's language.
    value
        None for an empty box.
    on_day
        Takes the day, None when the box was emptied; returns what is wrong with it when it is not taken.
    """
    typed, set_typed = solara.use_state("")
    fault, set_fault = solara.use_state(FINE)

    def follow() -> None:
        set_typed(value.isoformat() if value else "")
        set_fault(FINE)

    solara.use_memo(follow, [value])

    def take(text: str) -> None:
        day = as_date(text)
        set_fault(NO_DAY if text and day is None else on_day(day) or FINE)

    def typing(text: str | None) -> None:
        set_typed(text or "")
        if as_date(text or ""):
            take(text or "")

    box = solara.v.TextField(
        v_model=typed, on_v_model=typing, label=label, type="date", dense=True, outlined=True,
        hide_details="auto", error_messages=[say(fault)] if fault.en else [],
        attributes={"aria-label": label},
    )  # fmt: skip
    solara.v.use_event(box, "change", lambda _widget, _event, text: take(str(text or "")))
