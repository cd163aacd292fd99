"""Stories made by hand, with what is rare: they read well in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sim.errors import Text
from sim.experiment.circumstances import Changed
from sim.experiment.happenings import (
    Admitted,
    Arose,
    Chose,
    Discharged,
    Ended,
    Expected,
    Place,
    TurnedAway,
    Visited,
)
from sim.experiment.standing import KINDS, Standing, changes
from sim.experiment.telling import places
from tests.experiment.made_stories import CENTRE, CLINIC, FIRST, GENERAL, NOTHING, WOMAN, made, offer, told


def test_a_choice_as_it_is_told():
    day = date(2024, 5, 1)
    offers = (offer(NOTHING, 0, 0, 0.25), offer(CLINIC, 12.4, 1234, 0.75))
    story = made(Arose(day, 1, 1, 0, True), Chose(day, 1, offers, 0.5, CLINIC, 0))
    lines = story.lines("en")
    at = lines.index("2024-05-01  Need 1: stroke, moderate")
    head, none, clinic, sentence = lines[at + 1 : at + 5]
    assert none.split() == ["25.0", "%", "1.00", "1.00", *["0.00"] * 6, "0", "0.00", "no", "care"]
    assert clinic.split()[:13] == ["→", "75.0", "%", "1.00", "1.00", *["0.00"] * 6, "12", "12.34"]
    assert clinic.endswith("own clinic: East Clinic")
    assert head.index("option") == clinic.index("own clinic")
    assert sentence.strip() == "Random number 50.0 % falls in 25.0 %–100.0 %: East Clinic."
    zh = story.lines("zh")
    head, none, clinic, sentence = zh[zh.index("2024-05-01  就医需要 1：脑卒中，中度") + 1 :][:4]
    assert places(head.partition("选项")[0]) == places(clinic.partition("本村卫生室")[0])
    assert sentence.strip() == "随机数 50.0% 落在 25.0%–100.0%：东村卫生室。"


def test_rare_events_as_they_are_told():
    day, due = date(2024, 5, 1), date(2024, 5, 2)
    visit = Visited(day, 1, CLINIC, "new", 5, 3, False, "slip", 1000, 0, "deductible")
    story = made(
        visit,
        Expected(day, 1, "slip", due, 2, GENERAL),
        TurnedAway(due, 1, GENERAL),
        Expected(due, 1, "bed", due, 2, GENERAL),
        replace(visit, day=due, origin="emergency", minutes=41, place=GENERAL, decision="admitted"),
        Admitted(due, 1, GENERAL),
        Discharged(due, 1, GENERAL, 9, 2_000_000, 1_000_000, 250_050, "bed"),
        Admitted(due, 1, CENTRE, "down"),
        Expected(due, 1, "follow_up", date(2024, 6, 1), 0, CENTRE),
        Ended(due, 1, "no_show"),
        Ended(date(2024, 6, 2), 0, "death"),
    )
    assert told(story, "en") == [
        "Went to East Clinic: 5 minutes on foot, waited 3 minutes.",
        "It could not treat this adequately and wrote a referral slip.",
        "Bill 10.00 yuan: fund 0.00, own 10.00 (within the year's deductible).",
        "Takes the slip to County Hospital, expected there on 2024-05-02.",
        "Came to County Hospital, but was turned away: the day's list was full.",
        "No bed is free at County Hospital; asks again on 2024-05-02.",
        "Called 120; reached County Hospital 41 minutes after the call.",
        "It could not treat this adequately; a stay is needed.",
        "Bill 10.00 yuan: fund 0.00, own 10.00 (within the year's deductible).",
        "Admitted to County Hospital.",
        "Stable after 9 days at County Hospital.",
        "Bill 20,000.00 yuan: fund 10,000.00, critical-illness insurance 2,500.50, own 7,499.50.",
        "Moved to a bed of Town Centre to recover.",
        "Follow-up on 2024-06-01 at Town Centre.",
        "Took the slip but did not go; the need is left unsolved.",
    ]
    assert "2024-06-02  Died of a cause outside the catalogue of conditions." in story.lines("en")
    zh = told(story, "zh")
    assert zh[6] == "呼叫 120，41 分钟后送达县医院。"
    assert zh[11] == "费用 20,000.00 元：医保 10,000.00，大病保险 2,500.50，自付 7,499.50。"
    (year,) = story.years()
    assert (year.visits, year.stays, year.bed_days, year.own) == (2, 1, 9, 2000 + 749_950)
    en = story.lines("en")
    assert en[1] == (
        "Woman of 70; East, Town, County; household income in fifth 1 of 5 (1 is the poorest); residents' "
        "medical insurance; travels on foot; diabetes (not controlled); COPD (controlled); certificate for "
        "chronic outpatient care; contract with a family doctor; lives there all year."
    )


def test_how_somebody_stands_is_told_when_it_changes():
    story = made(
        Changed(FIRST, 0, "signed", "gained"),
        Changed(FIRST, 0, "diabetes", "controlled"),
        Ended(FIRST, 0, "death"),
    )
    lines = story.lines("en")
    at = lines.index("2024-01-01  How the person stands")
    assert lines[at + 1].strip() == "Signs with a family doctor."
    assert lines[at + 2].strip() == "Control of diabetes is won."
    assert lines[at + 3] == "2024-01-01  Died of a cause outside the catalogue of conditions."
    assert "糖尿病得到控制。" in told(story, "zh")


def test_kinds_of_contract_are_told():
    before = Standing("plain", True, 3, 1)
    assert list(changes(before, before._replace(contract="first_contact"))) == [("contract", "first_contact")]
    assert list(changes(before, before._replace(contract="", controlled=3))) == [
        ("signed", "lost"),
        ("diabetes", "controlled"),
    ]
    signed = replace(made(), person=replace(WOMAN, contract="first_contact", groups=("elderly", "bedbound")))
    assert "contract with a family doctor (first contact)" in signed.lines("en")[1]
    assert "已签约家庭医生（首诊型）" in signed.lines("zh")[1]
    assert "bed-bound; " in signed.lines("en")[1]
    for kind in KINDS:
        assert told(made(Changed(FIRST, 0, "contract", kind)), "zh")


def test_every_payer_is_told():
    story = made(Discharged(FIRST, 1, GENERAL, 9, 2_000_000, 1_000_000, 250_050, "", 50_000))
    assert (
        "Bill 20,000.00 yuan: fund 10,000.00, critical-illness insurance 2,500.50, medical aid 500.00, "
        "own 6,999.50."
    ) in told(story, "en")
    (year,) = story.years()
    assert (year.aid, year.own) == (50_000, 699_950)
    assert story.lines("zh")[-1].endswith("大病保险 2,500.50，医疗救助 500.00，自付 6,999.50。")


def test_people_who_live_away():
    at_home = replace(WOMAN, away=True, home=(date(2024, 2, 5), date(2024, 2, 20)))
    story = replace(made(), person=at_home)
    assert story.lines("zh")[1].endswith("常年在外，2024-02-05 至 2024-02-20 在家。")
    story = replace(made(), person=replace(at_home, home=None))
    assert story.lines("en")[1].endswith("lives elsewhere, not home for Spring Festival.")
    elsewhere = Place("elsewhere", "", Text("", ""))
    story.events = [Visited(FIRST, 1, elsewhere, "new", 0, 0, True, "kept", 100, 40, "")]
    assert told(story, "en")[0] == "Went to a hospital where they live."
