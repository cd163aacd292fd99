"""The workshop drawn without a browser, and one lesson with two browsers."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipyvuetify as v
import pytest
import solara
from playwright.sync_api import Browser, Page, expect

from sim.experiment.batch.outcome import Key
from sim.experiment.examples import EXAMPLES
from sim.experiment.game.read import shipped_game
from sim.experiment.lessons.lesson import Lesson
from sim.experiment.lessons.read import lesson_named
from sim.ui.language import set_language
from sim.ui.pages import workshop
from sim.ui.pages.person.begin import brought
from sim.ui.pages.workshop.seat import Seat, seat, use_room
from sim.ui.workshop.game import IDLE
from sim.ui.workshop.keep import keys_of_game, packed
from sim.ui.workshop.rooms import Rooms, rooms
from sim.ui.workshop.store import Store
from sim.ui.workshop.twins import name_of_result
from tests.ui.conftest import PATIENCE
from tests.ui.written import words

GROUPS = [f"income_{k}" for k in range(1, 6)]
MONTHS = ["2024-01", "2024-02"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rooms]:
    """Rooms of a folder of the test's own, with nobody in them."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    seat().set(None)
    yield rooms()
    seat().set(None)


def _runs(lesson: Lesson) -> dict[str, list[dict[Key, float]]]:
    """Values of three histories in which every scenario has a little more than the one before."""
    keys = {one.about.key for one in lesson.questions} | {one.about.key for one in lesson.debrief.shows}
    for one in lesson.reveal:
        keys |= {one.key, *(one.key._replace(period=month) for month in MONTHS)}
        keys |= {one.key._replace(group=group) for group in GROUPS}
    return {
        side.id: [dict.fromkeys(keys, 0.1 + 0.1 * k + 0.001 * seed) for seed in range(3)]
        for k, side in enumerate(lesson.sides)
    }


def _keep_answer(room: Rooms, code: str, lesson: Lesson) -> None:
    runs = _runs(lesson)
    room.keep(code, {"runs": packed(runs, list(next(iter(runs.values()))[0]))}, "reveal")


def _drawn() -> tuple[Any, str]:
    """Draw the page; return it with all that it says."""
    _, rc = solara.render(solara.AppLayout(children=[workshop.Page()]), handle_error=False)
    return rc, words(rc)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_lesson_is_led_from_brief_to_debrief(here: Rooms, language: str) -> None:
    set_language(language)
    lesson = lesson_named("nothing-for-free")
    room = here.open("lesson", lesson.id, "alone")
    here.join(room.code, "a", "老王")
    seat().set(Seat(room.code, True))
    for phase in ("brief", "predict", "run"):
        here.move(room.code, phase)
        rc, said = _drawn()
        assert lesson.title.say(language) in said
        rc.close()
    _keep_answer(here, room.code, lesson)
    for phase, text in (("reveal", lesson.questions[0].ask), ("debrief", lesson.debrief.discuss)):
        here.move(room.code, phase)
        rc, said = _drawn()
        assert text.say(language) in said
        rc.close()


def test_a_participant_guesses_and_sees_the_answer(here: Rooms) -> None:
    set_language("en")
    lesson = lesson_named("tiers")
    room = here.open("lesson", lesson.id, "somebody else")
    here.join(room.code, "alone", "Anna")
    here.move(room.code, "predict")
    seat().set(Seat(room.code, False))
    rc, _ = _drawn()
    rc.find(v.Btn, children=["Send my guesses"]).widget.click()
    assert here.guesses(room.code) == {"visits": {"alone": 50}, "fund": {"alone": 50}, "stays": {"alone": 0}}
    rc.close()
    _keep_answer(here, room.code, lesson)
    rc, said = _drawn()
    assert "One guess: 50. The model's answer is 10.10 %" in said
    assert "Close the room" not in said  # that is for who leads
    rc.close()


def test_a_team_buys_within_its_purse(here: Rooms) -> None:
    set_language("en")
    game = shipped_game()
    room = here.open("game", game.id, "somebody else")
    here.join(room.code, "alone", "Anna", "Blue")
    here.move(room.code, "orders", 1)
    seat().set(Seat(room.code, False))
    rc, _ = _drawn()

    def tick(label: str) -> None:
        rc.find(v.Checkbox, label=label).widget.v_model = True

    tick(game.offers[0].lever.label.en)
    assert here.orders(room.code)["Blue"][1].levers == {game.offers[0].id}
    dear = next(one for one in game.offers if one.once + one.yearly > game.purse.yuan)
    tick(dear.lever.label.en)
    assert here.orders(room.code)["Blue"][1].levers == {game.offers[0].id}
    rc.close()
    _, said = _drawn()
    assert "spent 700,000 yuan" in said


@pytest.mark.parametrize("leads", [True, False])
def test_the_board_stands_for_both(here: Rooms, leads: bool) -> None:
    set_language("zh")
    game = shipped_game()
    room = here.open("game", game.id, "somebody")
    here.join(room.code, "alone", "老王", "<b>红队</b>")
    here.move(room.code, "orders", 1)
    keys = keys_of_game(game)
    runs = {IDLE: [dict.fromkeys(keys, 0.3)] * 2, "<b>红队</b>": [dict.fromkeys(keys, 0.4)] * 2}
    here.keep(room.code, {"round-1": packed(runs, keys)}, "results")
    seat().set(Seat(room.code, leads))
    rc, said = _drawn()
    assert "平稳的一年" in said
    assert '<th scope="col" class="cc-number">&lt;b&gt;红队&lt;/b&gt;</th>' in said
    rc.close()


def test_a_resident_of_the_debrief_is_taken_to_the_page_of_a_person(here: Rooms) -> None:
    set_language("en")
    game = shipped_game()
    room = here.open("game", game.id, "alone")
    here.join(room.code, "a", "老王", "Reds")
    told = {"resident": 41, "age": 70, "woman": True, "days": [], "more": 0}
    here.keep(room.code, {name_of_result("Reds", next(iter(EXAMPLES))): told}, "debrief")
    seat().set(Seat(room.code, True))
    rc, said = _drawn()
    assert "Nothing differs for this resident" in said
    link = next(one for one in rc.find(v.Btn).widgets if "The whole life, day by day" in one.children)
    link.click()
    rc.close()
    found = brought().value
    assert found is not None
    assert (found.resident, found.called.zh, found.sample) == (41, "女，70岁", game.sample)
    assert [one.title.en for one in found.policies] == ["Nobody acts", "team Reds"]
    assert {one.scenario.start for one in found.policies} == {found.policies[0].scenario.start}


def test_one_cannot_sit_in_a_room_that_is_closed(here: Rooms) -> None:
    set_language("en")
    seat().set(Seat("GONE", True))
    rc, _ = _drawn()
    rc.find(v.Btn, children=["Leave this room"]).widget.click()
    assert seat().value is None
    rc.close()


def test_what_changes_while_a_room_is_drawn_is_not_missed(here: Rooms) -> None:
    room = here.open("lesson", "tiers", "somebody else")
    drawn: list[str] = []
    seen_closed = threading.Event()

    @solara.component
    def Looks() -> None:
        seen = use_room(room.code)
        drawn.append(seen.room.phase if seen else "closed")
        if seen is None:
            seen_closed.set()
        elif seen.room.phase == "brief":
            here.move(room.code, "predict")  # by who leads, before this drawing is done
        else:
            here.close(room.code)
        solara.Text(drawn[-1])

    _, rc = solara.render(Looks(), handle_error=False)
    assert seen_closed.wait(PATIENCE)
    rc.close()
    assert drawn == ["brief", "predict", "closed"]


@pytest.mark.slow
@pytest.mark.usefixtures("no_outside_request", "no_console_error")
def test_a_lesson_with_two_browsers(page: Page, browser: Browser, server: str, state: str) -> None:
    """Who leads and who takes part see each other's steps; the answer comes from another process."""
    page.goto(f"{server}/workshop")
    page.get_by_role("button", name=re.compile("开课.*各级机构")).click()
    shown = page.get_by_text(re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$"))
    expect(shown).to_be_visible()
    code = shown.inner_text()
    with browser.new_context(locale="en-GB", viewport={"width": 1366, "height": 768}) as other:
        guest = other.new_page()
        guest.set_default_timeout(1000 * PATIENCE)
        guest.goto(f"{server}/workshop")
        guest.get_by_label("Code on the screen").fill(code.lower())
        guest.get_by_label("Your name").fill("Anna")
        guest.get_by_role("button", name="Join", exact=True).click()
        expect(page.get_by_text("已加入 1: Anna")).to_be_visible()
        page.get_by_role("button", name="开始预测").click()
        box = guest.get_by_role("textbox", name="Guess 1 %")
        box.fill("45")
        box.press("Enter")
        guest.get_by_role("button", name="Send my guesses").click()
        expect(page.get_by_text("已作答 1 / 1")).to_be_visible()
        outside = Rooms(Store(Path(state) / "countycare"))
        _keep_answer(outside, code.replace("-", ""), lesson_named("tiers"))
        expect(guest.get_by_text("One guess: 45.")).to_be_visible()
        expect(page.get_by_text("1 人作答：45。")).to_be_visible()
        expect(page.locator("canvas").first).to_be_visible()
        page.get_by_role("button", name="进入讨论").click()
        expect(guest.get_by_text("For the group")).to_be_visible()
        guest.reload()
        guest.get_by_role("button", name=re.compile(code)).click()
        expect(guest.get_by_text("For the group")).to_be_visible()
