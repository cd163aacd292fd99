"""The scenarios that pages offer: what the session has made of one, then what ships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sim.errors import Text
from sim.scenario import Scenario
from sim.ui.draft import Draft
from sim.ui.drafts import FIRST, LETTERS, drafts
from sim.ui.shipped import shipped


def made(of: Sequence[Draft]) -> dict[str, Draft]:
    """Return the drafts that differ from all that ships and that can be run, by letter."""
    known = {one.hash for one in shipped().values()}
    return {
        letter: one
        for letter, one in zip(LETTERS, of, strict=False)
        if not one.problems and one.scenario().hash not in known
    }


def title_of(letter: str, draft: Draft) -> Text:
    """Return what a draft is called where scenarios that ship stand beside it."""
    return Text(f"draft {letter}: {draft.name.en}", f"草案 {letter}：{draft.name.zh}")


def choices() -> dict[str, Scenario]:
    """Return the scenarios of this session by key, its drafts first; who asks is drawn again on a change."""
    mine = made(drafts().value.all)
    own = {key: replace(one.scenario(), title=title_of(key, one)) for key, one in mine.items()}
    return own | in_order(shipped())


def in_order(scenarios: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Return scenarios that ship, those of the county that a session begins with first."""
    return dict(sorted(scenarios.items(), key=lambda one: (not one[0].startswith(FIRST), one[0])))
