from __future__ import annotations

from datetime import date

from sim.ui.choices import choices, in_order, made, title_of
from sim.ui.draft import Draft
from sim.ui.drafts import FIRST, Drafts, drafts
from sim.ui.shipped import shipped


def test_only_drafts_with_something_of_their_own_are_offered() -> None:
    same, named = Draft.on(FIRST), Draft.on(FIRST).named("少住院")
    other = named.with_number("choice.tie", {date(2024, 3, 1): 0.9})
    assert list(made((same, named, other))) == ["C"]
    assert title_of("C", other).zh == "草案 C：少住院"


def test_drafts_stand_before_what_ships_and_the_first_county_before_others() -> None:
    held = drafts()
    before = held.value
    try:
        held.set(Drafts((Draft.on(FIRST).named("plan").with_number("choice.tie", {date(2024, 3, 1): 0.9}),)))
        names = list(choices())
        assert names[:2] == ["A", FIRST]
        assert choices()["A"].title.en == "draft A: plan"
    finally:
        held.set(before)
    assert sorted(in_order(shipped())) == sorted(shipped())
