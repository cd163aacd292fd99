"""Two made-up lives of one woman: the same visit, then a hospital under A and the own clinic under B."""

from __future__ import annotations

from datetime import date

from sim.errors import Text
from sim.experiment.circumstances import Changed
from sim.experiment.happenings import (
    PARTS,
    Admitted,
    Arose,
    Chose,
    Discharged,
    Ended,
    Event,
    Offer,
    Place,
    Visited,
)
from sim.experiment.story import Need, Person, Story
from sim.experiment.twin import Twin

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
EARLY, FORK, OUT = date(2024, 2, 1), date(2024, 5, 1), date(2024, 5, 9)
CLINIC = Place("own_clinic", "VC-1", Text("East Clinic", "东村卫生室"))
GENERAL = Place("general", "H-1", Text("County Hospital", "县医院"))
NOTHING = Place("none", "", Text("", ""))
WOMAN = Person(
    7, 70, True, Text("East", "东村"), Text("Town", "东镇"), Text("County", "某县"), 1, "residents", "walk",
    {"hypertension": False}, True, True, False, None, True,
)  # fmt: skip
TITLES = Text("without", "无政策"), Text("with", "有政策")


def visit(day: date, place: Place, bill: int, fund: int) -> Visited:
    return Visited(day, 1, place, "new", 12, 8, True, "kept", bill, fund, "")


def choice(day: date, place: Place, cheap: float) -> Chose:
    """Chance of the own clinic by how much its price speaks for it."""
    base = dict.fromkeys(PARTS, 0.0)
    offers = (
        Offer(NOTHING, 0.0, 0, base, 0.0, 0.2),
        Offer(CLINIC, 10.0, 1200, base | {"price": cheap, "way": -0.1}, cheap - 0.1, 0.3 + cheap / 2),
        Offer(GENERAL, 40.0, 6050, base | {"price": -0.6, "way": -0.4}, -1.0, 0.5 - cheap / 2),
    )
    return Chose(day, 1, offers, 0.45, place, 0)


def story(name: str, *events: Event) -> Story:
    needs = [Need(1, "stroke", Text("stroke", "脑卒中"), False, "key")]
    return Story(name, 3, FIRST, LAST, WOMAN, needs, [], list(events), end=WOMAN)


def twin() -> Twin:
    same = (
        Changed(FIRST, 0, "signed", "gained"),
        Arose(EARLY, 1, 0, 0, True),
        visit(EARLY, CLINIC, 1000, 500),
    )
    a = (
        choice(FORK, GENERAL, 0.0), visit(FORK, GENERAL, 20_000, 5_000), Admitted(FORK, 1, GENERAL),
        Discharged(OUT, 1, GENERAL, 8, 600_000, 400_000, 50_000), Ended(OUT, 1, "solved"),
    )  # fmt: skip
    b = choice(FORK, CLINIC, 0.4), visit(FORK, CLINIC, 2_000, 1_200), Ended(FORK, 1, "solved")
    return Twin(TITLES, story("off", *same, *a), story("on", *same, *b))


def alike() -> Twin:
    one = twin().a
    return Twin(TITLES, one, one)
