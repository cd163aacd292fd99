"""One person's story: it agrees with what the run did, and reads well in both languages."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from sim.errors import Text, UserError
from sim.experiment.circumstances import Changed
from sim.experiment.happenings import (
    PARTS,
    Admitted,
    Arose,
    Chose,
    Discharged,
    Ended,
    Event,
    Expected,
    Offer,
    Place,
    TurnedAway,
    Visited,
)
from sim.experiment.output import as_json
from sim.experiment.run import prepare, step_through
from sim.experiment.standing import KINDS, Standing, changes
from sim.experiment.story import Need, Person, Story
from sim.experiment.telling import places
from sim.experiment.trace import trace_resident
from sim.experiment.watcher import Watcher
from sim.scenario import load_scenario

SAMPLE, WATCHED = 0.01, 400
FIRST, LAST = date(2024, 1, 1), date(2024, 4, 30)


def scenario():
    return load_scenario("lulong-2024-baseline").with_dates(until=LAST)


class Crowd:
    """Many watchers in one run, and a count of what the model itself hands out."""

    wants_choices = False

    def __init__(self, model, residents):
        self.model = model
        self.watchers = {int(one): Watcher(model, int(one)) for one in residents}
        self.visited, self.billed, self.funded = Counter(), Counter(), Counter()
        self.bed_days = Counter()

    def choices(self, *seen):
        for watcher in self.watchers.values():
            watcher.choices(*seen)

    def visits(self, clock, visits):
        state = self.model.state
        logs = state.stay_log, state.end_log, state.diary
        for watcher in self.watchers.values():
            state.stay_log, state.end_log, state.diary = logs
            watcher.visits(clock, visits)
        self.wants_choices = watcher.wants_choices
        if clock.date < FIRST:
            return
        ids = state.people.id
        rows = zip(ids[visits.person].tolist(), visits.bill.tolist(), visits.fund.tolist(), strict=True)
        for one, bill, fund in rows:
            self.visited[one] += 1
            self.billed[one] += bill
            self.funded[one] += fund
        for log in logs[0]:
            days = (clock.day - log.stays["start"]).tolist()
            rows = zip(ids[log.stays["person"]].tolist(), (log.bill + log.exam).tolist(), days, strict=True)
            for one, bill, long in rows:
                self.billed[one] += bill
                self.bed_days[one] += long


@pytest.fixture(scope="module")
def crowd():
    model = prepare(scenario(), sample=SAMPLE, kernel="numpy")
    ids = model.state.people.id
    crowd = Crowd(model, ids[np.linspace(0, len(ids) - 1, WATCHED).astype(int)])
    step_through(model, None, crowd)
    return crowd


@pytest.fixture(scope="module")
def stories(crowd):
    return {one: watcher.story for one, watcher in crowd.watchers.items()}


def test_watching_changes_nothing(crowd):
    alone = prepare(scenario(), sample=SAMPLE, kernel="numpy")
    step_through(alone)
    ours, theirs = crowd.model.state.tally, alone.state.tally
    for name in ("visits", "cases", "flow", "facility", "people"):
        assert np.array_equal(getattr(ours, name), getattr(theirs, name)), name


def test_sums_are_those_of_the_model(crowd, stories):
    assert sum(crowd.visited.values()) > 3000
    for one, story in stories.items():
        (year,) = story.years()
        pharmacy = sum(event.bill for event in story.events if isinstance(event, Chose))
        assert year.visits == crowd.visited[one]
        assert year.cost - pharmacy == crowd.billed[one]
        assert year.bed_days == crowd.bed_days[one]
        visit_fund = sum(event.fund for event in story.events if isinstance(event, Visited))
        assert visit_fund == crowd.funded[one]
        assert year.own == year.cost - year.fund - year.critical - year.aid >= 0


def test_a_choice_adds_up(stories):
    choices = [event for story in stories.values() for event in story.events if isinstance(event, Chose)]
    assert len(choices) > 500
    for event in choices:
        assert sum(offer.chance for offer in event.offers) == pytest.approx(1)
        below = 0.0
        for offer in event.offers:
            assert sum(offer.parts.values()) == pytest.approx(offer.utility)
            assert offer.own_fen >= 0
            if offer.place == event.place:
                assert below - 1e-12 <= event.drawn <= below + offer.chance + 1e-12
            below += offer.chance
        assert event.place in [offer.place for offer in event.offers]
        assert event.bill == (4500 if event.place.option == "pharmacy" else 0)


def test_every_need_goes_its_way(stories):
    """After every attempt a need is expected again, in a bed or over; and nothing follows its end."""
    for story in stories.values():
        for need in story.needs:
            own = [event for event in story.events if event.need == need.number]
            assert [event.day for event in own] == sorted(event.day for event in own)
            ends = [event for event in own if isinstance(event, Ended)]
            assert len(ends) <= 1
            assert not ends or own[-1] is ends[0]
            if own and not ends:
                assert isinstance(own[-1], Expected | Admitted)
            for event, following in pairwise(own):
                if isinstance(event, Expected):
                    assert following.day == event.due
        assert len({need.number for need in story.needs}) == len(story.needs)


def test_all_sorts_of_things_happen(stories):
    kinds = Counter(event.kind for story in stories.values() for event in story.events)
    assert {"need", "choice", "visit", "admission", "discharge", "expected", "end", "turned_away"} <= set(
        kinds
    )


def test_every_story_is_told_in_both_languages(stories):
    for story in list(stories.values())[:60]:
        en, zh = story.lines("en"), story.lines("zh")
        assert len(en) == len(zh)
        assert str(story.person.resident) in en[0]
        assert str(story.person.resident) in zh[0]
        assert not any("\n" in line for line in en + zh)
        told = json.loads(as_json(story.as_dict()))
        assert len(told["events"]) == len(story.events)
        assert told["person"]["village"]["zh"] in zh[1]


def test_an_uneventful_year_is_told_as_such(stories):
    story = next(story for story in stories.values() if not story.events and story.person.alive)
    assert "No need for care came up in these days." in story.lines("en")
    assert story.lines("zh")[-1].endswith("费用 0.00 元：医保 0.00，自付 0.00。")


def test_an_unknown_resident_is_told_which_there_are():
    with pytest.raises(
        UserError, match="nobody has the id 5 in this sample; ids run from 13032400"
    ) as caught:
        trace_resident(scenario(), resident=5, sample=SAMPLE, kernel="numpy")
    assert "常年在外" in caught.value.say("zh")
    assert "--events" in caught.value.say("zh")


def test_the_same_story_alone(stories, crowd):
    one = max(stories, key=lambda resident: len(stories[resident].events))
    days = []
    alone = trace_resident(
        scenario(), resident=one, sample=SAMPLE, kernel="numpy", progress=lambda *told: days.append(told)
    )
    assert alone == stories[one]
    assert days[-1] == (crowd.model.days, crowd.model.days)


# A year made by hand, with what is rare.

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


def test_changes_tell_how_a_person_ends(stories):
    """Whoever begins with some standing and goes through the changes told ends with the last one."""
    seen = 0
    for story in stories.values():
        controlled = dict(story.person.chronic)
        for event in story.events:
            if isinstance(event, Changed) and event.what in controlled:
                controlled[event.what] = event.to == "controlled"
                seen += 1
        assert story.end.chronic == controlled
    assert seen > 20


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
