"""What can be chosen, what is put together, and how much it costs."""

from __future__ import annotations

from datetime import date

import pytest

from sim.errors import UserError
from sim.ui.choices import Offer, offered
from sim.ui.draft import Draft
from sim.ui.pages.compare.choice import (
    first_choice,
    first_sample,
    people_of,
    put_together,
    runs_of,
    seconds_of,
)
from sim.ui.shipped import shipped
from tests.ui.pages.compare import made

DRAFT = Draft.on(made.OTHER).named("我的方案")
CHANGED = DRAFT.with_lever("contract.green_channel", ())


def test_drafts_come_first_and_are_held_against_what_they_change() -> None:
    offers = offered([DRAFT, CHANGED])
    assert [side.key for side in offers[:2]] == ["B", "lulong-2024"]  # the first differs from nothing
    assert offers[0].title.zh == "草案 B：我的方案" and offers[1].draft is None
    assert first_choice(offers) == (made.OTHER, "B")
    assert first_choice(offered([])) == ("lulong-2024-baseline", "lulong-2024")


def test_a_draft_bears_the_name_of_its_file() -> None:
    choice = made.choice(draft=True)
    assert [one.name for one in choice.comparison.scenarios] == [made.BASE, "签约扩面"]
    assert list(choice.files) == ["签约扩面"] and "base: beidaihe-2024" in choice.files["签约扩面"]


def test_scenarios_are_told_apart_by_their_titles() -> None:
    first = Draft.on(made.OTHER).with_lever("contract.green_channel", ())
    second = first.with_number("choice.tie", {date(2024, 3, 1): 0.9})
    drafts, base = offered([first, second])[:2], Offer(made.OTHER, shipped()[made.OTHER].title)
    titles = [one.title.zh for one in put_together([base, *drafts], 0.1).comparison.scenarios]
    assert titles == ["北戴河区2024年", "北戴河区2024年（调整）", "草案 B：北戴河区2024年（调整）"]


def test_the_same_twice_cannot_be_compared() -> None:
    offers = {side.key: side for side in offered([])}
    with pytest.raises(UserError, match="same scenario"):
        put_together([offers[made.OTHER], offers[made.OTHER]], 0.1)


def test_runs_people_and_time() -> None:
    assert runs_of(made.choice().comparison, 6) == 16
    assert seconds_of(16, 10.0, 3) == 60.0
    assert people_of(made.choice().comparison.scenarios[0]) == 132_759
    assert first_sample(86_000) == 0.2 and first_sample(5_000) == 1.0
