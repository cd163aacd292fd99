"""Places, a person and stories made by hand."""

from __future__ import annotations

from datetime import date

from sim.errors import Text
from sim.experiment.happenings import (
    PARTS,
    Event,
    Offer,
    Place,
)
from sim.experiment.story import Need, Person, Story

FIRST = date(2024, 1, 1)
CLINIC = Place("own_clinic", "VC-1", Text("East Clinic", "东村卫生室"))
CENTRE = Place("own_centre", "TC-1", Text("Town Centre", "镇卫生院"))
GENERAL = Place("general", "H-1", Text("County Hospital", "县医院"))
NOTHING = Place("none", "", Text("", ""))
WOMAN = Person(
    7, 70, True, Text("East", "东村"), Text("Town", "东镇"), Text("County", "某县"), 1, "residents", "walk",
    {"diabetes": False, "copd": True}, True, True, False, None, True,
)  # fmt: skip


def offer(place: Place, minutes: float, own: int | None, chance: float) -> Offer:
    parts = dict.fromkeys(PARTS, 0.0) | {"base": 1.0, "way": -0.001}
    return Offer(place, minutes, own, parts, 0.999, chance)


def made(*events: Event) -> Story:
    needs = [Need(1, "stroke", Text("stroke", "脑卒中"), False)]
    return Story("mine", 3, FIRST, date(2024, 12, 31), WOMAN, needs, [], list(events))


def told(story: Story, language: str) -> list[str]:
    return [line.strip() for line in story.lines(language) if line.startswith("    ")]
