from __future__ import annotations

import time
from typing import Any

import ipyvuetify as v
import solara

from sim.errors import Text
from sim.ui.office import Ticket
from sim.ui.widgets.ticket import Progress, View, told, use_ticket

TITLE = Text("Work", "工作")


def test_where_a_ticket_stands_is_told() -> None:
    assert told(View("queued", ahead=3)).zh == "排队中：前面还有 3 项"
    assert told(View("running", 0.25, 90.0)) == Text(
        "Running: 25 %, about 90 s left", "正在模拟：25%，约剩 90 秒"
    )
    assert told(View("running", 0.0)).en == "Running: 0 %"


def test_a_ticket_is_drawn_again_as_it_moves_and_is_cancelled_by_its_button() -> None:
    dropped: list[Ticket[Any]] = []
    ticket: Ticket[Any] = Ticket("a", TITLE, dropped.append, lambda one: 2)
    _, rc = solara.render(Progress(ticket), handle_error=False)
    assert rc.find(v.ProgressLinear).widget.indeterminate
    ticket.advance(0.0)
    ticket.advance(0.4)
    rc.find(v.ProgressLinear, value=40).wait_for(timeout=10)
    began = time.monotonic()
    rc.find(v.Btn).widget.click()
    assert ticket.state == "cancelled" and dropped == [ticket]
    rc.find(v.Html, children=["已取消。"]).wait_for(timeout=10)
    assert time.monotonic() - began < 10
    rc.close()


def test_a_ticket_that_is_over_before_it_is_followed_is_drawn_as_over() -> None:
    ticket: Ticket[Any] = Ticket("a", TITLE, lambda one: None, lambda one: 0)

    @solara.component
    def Late() -> None:
        view = use_ticket(ticket)
        ticket.settle("done", result=3)  # after it was looked at, before it is followed
        solara.v.Html(tag="p", children=[f"{view.state}: {view.result}"])

    _, rc = solara.render(Late(), handle_error=False)
    rc.find(v.Html, children=["done: 3"]).assert_single()
    rc.close()


def test_a_failed_ticket_says_why() -> None:
    ticket: Ticket[Any] = Ticket("a", TITLE, lambda one: None, lambda one: 0)
    ticket.settle("failed", error=Text("no such county", "没有这个县"))
    _, rc = solara.render(Progress(ticket), handle_error=False)
    rc.find(v.Html, children=["没有这个县"]).assert_single()
    rc.close()
