"""The person page: whom to follow, how an answer is put together, and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import ipyvuetify as v
import pytest
import solara

from sim.errors import Text
from sim.experiment.story import Story
from sim.experiment.wish import Wish
from sim.ui import session
from sim.ui.draft import Draft
from sim.ui.drafts import Drafts
from sim.ui.language import set_language
from sim.ui.pages.person import begin, lives, sides, tables
from sim.ui.pages.person.asking import Asking
from sim.ui.pages.person.telling import Telling, first_opened
from sim.ui.shipped import shipped
from tests.ui.lives import FORK, TITLES, alike, choice, twin
from tests.ui.written import words


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


def test_partners_are_of_the_same_county_and_days() -> None:
    known = sides.every()
    assert sides.partners(known, "lulong-2024") == ["lulong-2024-baseline"]
    assert sides.fault(known, sides.FIRST) is None
    wrong = sides.fault(known, ("lulong-2024", "beidaihe-2024"))
    assert wrong and "other places" in wrong.en and "同一县区" in wrong.zh
    same = sides.fault(known, ("lulong-2024", "lulong-2024"))
    assert same and "different" in same.en
    gone = sides.fault(known, ("A", "lulong-2024"))
    assert gone and "two policies" in gone.en
    assert len({one.title.zh for one in known.values()}) == len(known)


def test_drafts_that_change_something_can_be_chosen() -> None:
    plain = Draft.on("lulong-2024")
    changed = plain.with_number("choice.tie", {date(2024, 3, 1): 0.9})
    found = sides.own(Drafts((plain, changed)))
    assert list(found) == ["B"] and found["B"].title.zh.startswith("草案 B：卢龙县2024年")
    assert found["B"].scenario.values(date(2024, 3, 1))["choice.tie"] == 0.9
    every = found | sides.every()
    assert set(sides.partners(every, "B")) == {"lulong-2024", "lulong-2024-baseline"}


def test_the_work_follows_the_same_people_under_both() -> None:
    one = twin()
    calls: list[tuple[object, ...]] = []

    class Desk:
        def expect(self, calls: int) -> None:
            assert calls == 2

        def call(self, function: Callable[..., list[Story]], *args: object) -> list[Story]:
            assert function is lives.tell_stories
            calls.append(args)
            return [one.a] if len(calls) == 1 else [one.b]

    known = shipped()
    asked = lives.Asked(*(known[name] for name in sides.FIRST), Wish("child"), seed=4, sample=0.1)
    (found,) = lives.follow(asked)(Desk()).twins  # type: ignore[arg-type]
    assert calls == [(asked.a, Wish("child"), 4, 0.1), (asked.b, [7], 4, 0.1)]
    assert (found.a, found.b) == (one.a, one.b) and found.titles == (asked.a.title, asked.b.title)


def test_lives_that_part_come_first_and_the_lost_are_left_out() -> None:
    one, other = twin(), alike()
    assert [bool(two.parting) for two in (*lives.twins(TITLES, [one.a], [one.b]),)] == [True]
    assert sorted([other, one], key=lives._interest) == [one, other]
    assert lives.twins(TITLES, [one.a], []) == []


def test_tables() -> None:
    frame = tables.weighed(choice(FORK, tables_clinic(), 0.4), "en")
    assert frame["option"].tolist() == ["→ East Clinic", "County Hospital", "no care"]
    assert frame["own"].tolist() == [12.0, 60.5, 0.0] and frame["chance"].tolist() == [0.5, 0.3, 0.2]
    days = tables.days(twin(), "zh")
    assert days["differs"].tolist() == ["相同", "相同", "不同", "不同"]
    assert "县医院" in days["a"][2] and "东村卫生室" in days["b"][2] and "自付更低" in days["why"][2]
    sums = tables.sums(twin(), "en").set_index("what")
    assert sums.loc["own cost, yuan"].tolist() == ["1,655.00", "13.00", "≠"]
    assert "times turned away" not in sums.index and sums.loc["new needs", "mark"] == ""
    assert tables.person_label(twin(), "zh") == "女，70 岁，东村"
    assert tables.parting_label(twin(), "en") == "part 2024-05-01"
    assert tables.parting_label(alike(), "en") == "the same"


def tables_clinic() -> Any:
    from tests.ui.lives import CLINIC

    return CLINIC


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_day_on_which_the_lives_part_is_open_and_gives_its_reason(language: str) -> None:
    set_language(language)
    assert twin().rows[first_opened(twin())].day == FORK and first_opened(alike()) == 0
    _, rendered = solara.render(solara.AppLayout(children=[Telling(answer())]), handle_error=False)
    text = words(rendered)
    for part in {
        "en": ("1 of 2 people", "Under A she goes to County Hospital", "East Clinic was the likeliest choice "
        "(50 %)",
               "12.00 against 60.50 yuan after insurance", "hypertension (not controlled)", "own cost, yuan",
               "countycare twin lulong-2024-baseline lulong-2024 --resident 7 --seed 1 --sample 1"),
        "zh": ("2 人中，1 人", "方案 A 下她去县医院", "最可能选择东村卫生室（50%）", "医保报销后 12.00 元",
               "高血压（未控制）", "自付（元）"),
    }[language]:  # fmt: skip
        assert part in text, part
    rendered.find(v.Select, label={"en": "Day", "zh": "日期"}[language]).widget.v_model = "1"
    assert {"en": "The same under both.", "zh": "两种方案下相同。"}[language] in words(rendered)
    rendered.close()


def answer() -> lives.Answer:
    known = shipped()
    return lives.Answer(lives.Asked(*(known[name] for name in sides.FIRST), Wish()), [twin(), alike()])


def form_of(asked: list[lives.Asked]) -> Any:
    """Draw the form; what it asks for is added to the list."""
    return solara.render(
        solara.AppLayout(children=[Asking(begin.offered(), asked.append, busy=False)]), handle_error=False
    )[1]


def press(rendered: Any, text: str) -> None:
    next(one for one in rendered.find(v.Btn).widgets if text in one.children).click()


def test_people_of_a_village_are_looked_for_under_the_policy_of_the_map() -> None:
    seen = sides.every()["beidaihe-2024"].scenario.with_dates(until=date(2024, 6, 30))
    keys = begin.known(seen)
    assert keys == ("beidaihe-2024-baseline", "beidaihe-2024")
    begin.look_in("130304001001", Text("East", "东村"), keys)
    asked: list[lives.Asked] = []
    rendered = form_of(asked)
    assert "Only people of East" in words(rendered)
    press(rendered, "Follow them")
    assert (asked[0].a.name, asked[0].b.name) == keys and asked[0].who == Wish(village="130304001001")
    press(rendered, "Look for others")
    assert "Only people of East" not in words(rendered)
    press(rendered, "Follow them")
    assert asked[1].who == Wish()
    rendered.close()


def test_a_resident_of_a_game_is_followed_under_its_own_policies() -> None:
    every = sides.every()
    policies = (
        sides.Side(TITLES[0], every["changli-2024-baseline"].scenario),
        sides.Side(TITLES[1], every["changli-2024"].scenario),
    )
    begin.bring(begin.Brought(41, Text("Woman, 70", "女，70岁"), policies, 0.05))
    asked: list[lives.Asked] = []
    rendered = form_of(asked)
    assert "This resident: Woman, 70" in words(rendered)
    press(rendered, "Follow them")
    press(rendered, "Look for others")
    rendered.close()
    (one,) = asked
    assert (one.who, one.sample, one.titles) == (41, 0.05, TITLES)
    assert (one.a, one.b) == tuple(side.scenario for side in policies)
    assert list(begin.offered()) == list(every)
    assert session.kept("person.a", "").value == sides.FIRST[0]


def test_the_form_asks_for_what_was_chosen() -> None:
    asked: list[lives.Asked] = []
    form = Asking(sides.every(), asked.append, busy=False)
    _, rendered = solara.render(solara.AppLayout(children=[form]), handle_error=False)
    rendered.find(v.Select, label="Policy A").widget.v_model = "beidaihe-2024-baseline"
    rendered.find(v.Select, label="Somebody who is …").widget.v_model = "child"
    rendered.find(v.Select, label="Sex").widget.v_model = "woman"
    rendered.find(v.Select, label="People simulated").widget.v_model = "1"
    next(one for one in rendered.find(v.Btn).widgets if "Follow them" in one.children).click()
    (one,) = asked
    assert (one.a.name, one.b.name) == ("beidaihe-2024-baseline", "beidaihe-2024")
    assert one.who == Wish("child", woman=True) and one.sample == 1.0
    rendered.close()
