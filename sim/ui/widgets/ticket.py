"""A ticket on the page: how far the work is, how long it still takes, and a button to give it up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import solara

from sim.errors import Text
from sim.experiment.duration import in_words
from sim.policy.wording import percent
from sim.ui.language import say
from sim.ui.office import Ticket
from sim.ui.widgets.explain import Notice

CANCEL = Text("Cancel", "取消")
CANCELLED = Text("Cancelled.", "已取消。")
EVERY = 0.25
"""Least seconds between two drawings of a ticket."""


@dataclass(frozen=True)
class View:
    """A ticket at one moment.

    Attributes
    ----------
    state, share, seconds_left, ahead, result, error
        As of `sim.ui.office.Ticket`; the state is ``""`` without a ticket.
    """

    state: str = ""
    share: float = 0.0
    seconds_left: float | None = None
    ahead: int = 0
    result: Any = None
    error: Text | None = None

    @property
    def waiting(self) -> bool:
        """Whether there is still something to wait for."""
        return self.state in ("queued", "running")


def view_of(ticket: Ticket[Any] | None) -> View:
    """Return a ticket as it is now."""
    if ticket is None:
        return View()
    return View(
        ticket.state, ticket.share, ticket.seconds_left, ticket.ahead, ticket.result, ticket.error
    )  # fmt: skip


def use_ticket(ticket: Ticket[Any] | None) -> View:
    """Return a ticket as it is now, and draw who asks again when it changes; a hook."""
    _, draw = solara.use_state(0)
    seen = view_of(ticket)

    def follow() -> Callable[[], None] | None:
        if ticket is None or ticket.over:
            if seen.waiting:  # over between the drawing and this: a result that was kept comes at once
                draw(lambda count: count + 1)
            return None
        news, gone = threading.Event(), threading.Event()
        forget = ticket.on_change(news.set)

        def look() -> None:
            while not gone.is_set() and not ticket.over:
                news.wait()
                news.clear()
                draw(lambda count: count + 1)
                gone.wait(EVERY)
            if not gone.is_set():
                draw(lambda count: count + 1)

        def end() -> None:
            forget()
            gone.set()
            news.set()

        if ticket.over:  # since it was asked
            news.set()
        threading.Thread(target=look, daemon=True).start()
        return end

    solara.use_effect(follow, [ticket])
    return seen


def told(view: View) -> Text:
    """Say where a ticket stands."""
    if view.state == "queued":
        if view.ahead:
            return Text(f"Waiting: {view.ahead} before this", f"排队中：前面还有 {view.ahead} 项")
        return Text("Waiting for its turn", "排队中")
    done = percent(view.share, 0)
    if view.seconds_left is None:
        return Text(f"Running: {done.en}", f"正在模拟：{done.zh}")
    left = in_words(view.seconds_left)
    return Text(f"Running: {done.en}, about {left.en} left", f"正在模拟：{done.zh}，约剩{left.zh}")


@solara.component
def Progress(ticket: Ticket[Any] | None) -> None:
    """Show how far a ticket is, with a button to cancel it; its error when it failed; nothing when done."""
    view = use_ticket(ticket)
    if ticket is None or view.state == "done":
        return
    if view.state == "failed":
        Notice(say(view.error or Text("", "")), bad=True)
        return
    if view.state == "cancelled":
        solara.v.Html(tag="p", class_="cc-muted", children=[say(CANCELLED)], attributes={"role": "status"})
        return
    with solara.v.Html(
        tag="div", class_="cc-row", style_="flex: 1 1 auto; min-width: 18em; flex-wrap: nowrap"
    ):
        solara.v.ProgressLinear(
            value=100 * view.share, indeterminate=view.state == "queued", height=8, rounded=True,
            style_="min-width: 60px", attributes={"aria-label": say(ticket.title)},
        )  # fmt: skip
        solara.v.Html(
            tag="span", class_="cc-small", style_="white-space: nowrap", children=[say(told(view))]
        )  # fmt: skip
        solara.Button(
            say(CANCEL), icon_name="mdi-close", on_click=ticket.cancel, text=True, small=True,
            attributes={"aria-label": f"{say(CANCEL)}: {say(ticket.title)}"},
        )  # fmt: skip
