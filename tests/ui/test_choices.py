from __future__ import annotations

from sim.ui.choices import choices, in_order, made, title_of
from sim.ui.draft import Draft
from sim.ui.drafts import FIRST, Drafts, drafts
from sim.ui.shipped import shipped


def test_only_drafts_with_something_of_their_own_are_offered() -> None:
    same, other = Draft.on(FIRST), Draft.on(FIRST).named("少住院")
    assert list(made((same, other))) == ["draft:B"]
    assert title_of("draft:B", other).zh == "B · 少住院（我的草稿）"


def test_drafts_stand_before_what_ships_and_the_first_county_before_others() -> None:
    held = drafts()
    before = held.value
    try:
        held.set(Drafts((Draft.on(FIRST).named("plan"),)))
        names = list(choices())
        assert names[:2] == ["draft:A", FIRST]
        assert choices()["draft:A"].title.en == "A · plan (my draft)"
    finally:
        held.set(before)
    assert sorted(in_order(shipped())) == sorted(shipped())
