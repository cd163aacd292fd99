"""The page Compare without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ipyvuetify as v
import pytest
import solara

from sim.ui import session
from sim.ui.language import set_language
from sim.ui.office import Ticket
from sim.ui.pages.compare import page, setup
from sim.ui.session import kept
from tests.ui.pages.compare import made
from tests.ui.written import words


class Asked:
    """Stands in for the office: keeps what is asked of it, does nothing."""

    def __init__(self) -> None:
        self.tickets: list[Ticket[Any]] = []

    def submit(self, name: str, work: Any, *, title: Any, urgent: bool = False) -> Ticket[Any]:
        ticket: Ticket[Any] = Ticket(name, title, lambda one: None, lambda one: 0)
        self.tickets.append(ticket)
        return ticket


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    session._kept.set({})
    office = Asked()
    for module in (page, setup):
        monkeypatch.setattr(module, "office", lambda: office)
    yield office
    session._kept.set({})
    set_language("zh")


def drawn() -> Any:
    return solara.render(solara.AppLayout(children=[page.Page()]), handle_error=False)[1]


def test_runs_and_replicates_are_told_before_the_start(asked: Asked) -> None:
    set_language("zh")
    rc = drawn()
    assert "请在上方选择方案并点击“开始对比”" in words(rc)
    # two scenarios, 6 histories with draws each and 3 with central values, the first of them drawn already
    assert "共 16 次模拟，正在测算用时…" in words(rc)
    timing = asked.tickets[0]
    timing.settle("done", setup.Timing(10.0, 2))
    rc.close()
    rc = drawn()
    assert "共 16 次模拟，约需 80 秒" in words(rc)
    rc.close()


def test_a_comparison_is_started_shown_and_marked_stale(asked: Asked) -> None:
    set_language("en")
    rc = drawn()
    start = next(one for one in rc.find(v.Btn).widgets if "Compare" in one.children)
    start.click()
    ticket = asked.tickets[-1]
    assert kept("compare.ticket", None).value is ticket
    ticket.settle("done", made.found())
    rc.close()
    rc = drawn()
    said = words(rc)
    assert "✓ Better: " in said and "Month by month" in said
    assert "Something above has changed" in said  # other people and replicates than those chosen
    rc.close()


def test_what_cannot_be_compared_is_told(asked: Asked) -> None:
    set_language("en")
    kept("compare.chosen", ("beidaihe-2024", "changli-2024"))
    rc = drawn()
    assert "other places" in words(rc)
    assert next(one for one in rc.find(v.Btn).widgets if "Compare" in one.children).disabled
    rc.close()
