"""The scenario page, drawn without a browser."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import ipyvuetify as v
import pandas as pd
import pytest
import solara

from sim.errors import Text
from sim.experiment.comparison.select import BOARD
from sim.policy.catalogue import load_levers
from sim.ui import pictures
from sim.ui.draft import Draft
from sim.ui.drafts import Drafts, drafts
from sim.ui.language import language, set_language
from sim.ui.office import Ticket
from sim.ui.pages.scenario import Page, effect
from sim.ui.pages.scenario.effect import hand_over, table
from sim.ui.pages.scenario.headline import lines
from sim.ui.pages.scenario.uses import switched
from sim.ui.session import kept
from tests.ui.written import words

BASE = "beidaihe-2024"


def picture(fingerprint: str, share: float, cases: int = 100) -> Any:
    """Picture of a run in which every headline indicator has the same value."""

    def of(scope: str, **asked: str) -> pd.DataFrame:
        return pd.DataFrame(
            {"value": [share], "low": [share - 0.03], "high": [share + 0.03], "denominator": [cases / 0.05]}
        )

    last = date(2024, 6, 30)
    meta = SimpleNamespace(
        is_preview=True, people=3000, main="2024", fingerprint=fingerprint, until=last, seed=1, sample=0.05
    )
    return SimpleNamespace(meta=meta, of=of)


@pytest.fixture
def tickets(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Ticket[Any]]]:
    """Tickets asked for by the page, none of which is worked on."""
    asked: list[Ticket[Any]] = []

    def ask(draft: Draft, seed: int) -> Ticket[Any]:
        asked.append(Ticket("alone", Text("Preview", "预览"), lambda ticket: None, lambda ticket: 2))
        return asked[-1]

    monkeypatch.setattr(effect, "ask_preview", ask)
    monkeypatch.setattr(effect, "ask_run", ask)
    kept("scenario.asked", (None, None)).set((None, None))
    yield asked
    for one in asked:
        one.cancel()


@pytest.fixture
def drawn(tickets: list[Ticket[Any]]) -> Iterator[Any]:
    """The page over a small county, in English, with the family of contracts open."""
    before = language()
    set_language("en")
    drafts().set(Drafts((Draft.on(BASE),)))
    kept("scenario.shown", None).set(None)
    kept("scenario.family", "").set("contract")
    kept("scenario.lever", "").set("contract.coverage")
    _, found = solara.render(solara.AppLayout(children=[Page()]), handle_error=False)
    yield found
    found.close()
    set_language(before)


def button(found: Any, label: str) -> Any:
    return next(one for one in found.find(v.Btn).widgets if any(label == child for child in one.children))


def switch(found: Any, label: str) -> Any:
    return next(one for one in found.find(v.Switch).widgets if one.label == label)


def wait(true: Callable[[], bool]) -> None:
    """Wait until something becomes true: a page may be drawn anew beside the test."""
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_lever_is_switched_told_and_taken_back(drawn: Any) -> None:
    label = load_levers()["contract.coverage"].label.en
    assert "Nothing yet" in words(drawn)
    switch(drawn, label).v_model = True
    wait(lambda: f"{label}: on, from 2024-01-01, everywhere" in words(drawn))
    wait(lambda: "Share of people outside the key groups who want a family-doctor contract" in words(drawn))
    button(drawn, "Undo").click()
    assert drafts().peek().current.changes == Draft.on(BASE).changes
    wait(lambda: not button(drawn, "Redo").disabled)
    button(drawn, "Redo").click()
    set_language("zh")
    wait(lambda: "家庭医生签约覆盖：启用，自 2024-01-01 起，全域" in words(drawn))


def test_what_is_missing_is_told_at_the_lever_and_mended_at_a_click(drawn: Any) -> None:
    benefit, kind = (load_levers()[one].label.en for one in ("contract.benefit", "contract.kind"))
    fault = f"Needs “{kind}”, which is not in force"
    switch(drawn, benefit).v_model = True
    wait(lambda: fault in words(drawn))
    button(drawn, f"Switch on too: {kind}").click()
    assert drafts().peek().current.problems == ()
    wait(lambda: fault not in words(drawn))


def test_a_change_asks_for_a_preview_and_gives_up_the_one_before(
    drawn: Any, tickets: list[Ticket[Any]]
) -> None:
    wait(lambda: len(tickets) == 1)
    switch(drawn, load_levers()["contract.coverage"].label.en).v_model = True
    wait(lambda: len(tickets) == 2)
    assert tickets[0].state == "cancelled"
    tickets[1].settle("done", (picture("a", 0.5), picture("b", 0.6)))
    wait(lambda: "preview · 3,000 people" in words(drawn))
    assert "stale: changed since" not in words(drawn)
    drafts().set(drafts().peek().put(switched(drafts().peek().current, "contract.coverage", False)))
    wait(lambda: "stale: changed since" in words(drawn) and len(tickets) == 3)


def test_a_result_is_handed_to_map_and_flows_with_the_days_it_was_made_of() -> None:
    ticket: Ticket[Any] = Ticket("alone", Text("Preview", "预览"), lambda one: None, lambda one: 0)
    both = Draft.on(BASE).base, switched(Draft.on(BASE), "contract.coverage", True).scenario()
    waiting = hand_over(ticket, both, ("", "", 1))
    ticket.settle("done", (picture("a", 0.5), picture("b", 0.6)))
    waiting.join(20)
    assert [one.meta.fingerprint for one in pictures.pictures().peek()] == ["b", "a"]
    shown = pictures.scenarios().peek()["b"]
    assert shown.until == date(2024, 6, 30) and shown.levers == both[1].levers


def test_what_was_given_up_is_handed_to_nobody() -> None:
    ticket: Ticket[Any] = Ticket("alone", Text("Preview", "预览"), lambda one: None, lambda one: 0)
    waiting = hand_over(ticket, (Draft.on(BASE).base, Draft.on(BASE).base), ("", "", 1))
    ticket.cancel()
    waiting.join(20)
    assert pictures.pictures().peek() == () and not waiting.is_alive()


def test_headline_numbers_stand_with_difference_margin_and_verdict() -> None:
    found = lines(picture("a", 0.5), picture("b", 0.6))
    assert [one.id for one in found] == list(BOARD)
    first = found[0]
    assert (first.before, first.after, first.difference) == ("50.0", "60.0", "+10.0")
    assert first.margin == "4.2"  # the square root of 3² + 3²
    assert first.verdict.en == "better" and first.tone == "good"
    html = table(found[:1], "en")
    assert "+10.0 ± 4.2" in html and ">better<" in html
    same = lines(picture("a", 0.5), picture("a", 0.5))[0]
    assert same.difference == "" and same.verdict.en == ""
    less = lines(picture("a", 0.5), picture("b", 0.4997))[0]
    assert less.difference == "0.0" and less.verdict.en == "cannot be told apart"


def test_a_share_of_a_few_cases_is_not_told() -> None:
    few = lines(picture("a", 1.0, 100), picture("b", 0.0, 29))[0]
    assert (few.before, few.after, few.difference, few.verdict.zh) == ("–", "–", "", "样本过小：仅 29 例")
    assert "too few: 29 cases" in table([few], "en")
