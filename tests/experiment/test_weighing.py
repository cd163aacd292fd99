"""A choice in words: what is told is what the parts of the utility say."""

from __future__ import annotations

from datetime import date

from sim.errors import Text
from sim.experiment.happenings import PARTS, Chose, Offer, Place
from sim.experiment.weighing import AGAINST, FOR, Weighing

CLINIC = Place("own_clinic", "VC-1", Text("East Clinic", "东村卫生室"))
GENERAL = Place("general", "H-1", Text("County Hospital", "县医院"))
NOTHING = Place("none", "", Text("", ""))
DAY = date(2024, 5, 1)


def offer(place: Place, chance: float, minutes: float = 0, own: int | None = 0, **parts: float) -> Offer:
    every = dict.fromkeys(PARTS, 0.0) | parts
    return Offer(place, minutes, own, every, sum(every.values()), chance)


def test_what_speaks_most_comes_first_with_its_numbers():
    offers = (
        offer(NOTHING, 0.1),
        offer(CLINIC, 0.6, 10, 1200, way=-0.1, price=-0.2, trust=0.3, habit=0.02),
        offer(GENERAL, 0.3, 40, 6050, way=-0.9, price=-0.6, trust=0.9, base=0.0),
    )
    told = Weighing("en").of(Chose(DAY, 1, offers, 0.5, CLINIC, 0))
    assert told == [
        "East Clinic was the likeliest choice (60 %), before County Hospital (30 %).",
        "For it: it is easier to reach (10 against 40 minutes); it costs the patient less (12.00 against "
        "60.50 yuan after insurance).",
        "Against it: it is trusted less in the village.",
    ]
    assert Weighing("zh").of(Chose(DAY, 1, offers, 0.5, CLINIC, 0))[1] == (
        "有利：更方便到达（10 分钟，另一处 40 分钟）；自付更低（医保报销后 12.00 元，另一处 60.50 元）。"
    )


def test_an_unlikely_choice_is_called_chance():
    offers = offer(NOTHING, 0.2), offer(CLINIC, 0.8)
    told = Weighing("en").of(Chose(DAY, 1, offers, 0.1, NOTHING, 0))
    assert told == ["East Clinic was likelier (80 %), but chance fell on no care (20 %)."]
    alone = Chose(DAY, 1, (offer(NOTHING, 1.0),), 0.1, NOTHING, 0)
    assert Weighing("zh").of(alone) == ["只有不就医可选。"]


def test_staying_without_care_has_words_of_its_own():
    offers = (
        offer(NOTHING, 0.6, 0, 0, base=-0.2),
        offer(CLINIC, 0.4, 12, 800, way=-0.3, price=-0.2, trust=0.4),
    )
    told = Weighing("en").of(Chose(DAY, 1, offers, 0.1, NOTHING, 0))
    assert told[1:] == [
        "For it: it saves the way (0 against 12 minutes); it saves the cost (0.00 against 8.00 yuan after "
        "insurance).",
        "Against it: it gives up a place that is trusted; it leaves the illness without care.",
    ]


def test_every_part_has_its_words():
    assert set(FOR) == set(AGAINST) == set(PARTS)
