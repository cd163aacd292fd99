"""One person's story: it agrees with what the run did, and is told without a fault."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from sim.errors import UserError
from sim.experiment.circumstances import Changed
from sim.experiment.happenings import (
    Admitted,
    Chose,
    Ended,
    Expected,
    Visited,
)
from sim.experiment.output import as_json
from sim.experiment.run import prepare, step_through
from sim.experiment.trace import trace_resident
from tests.experiment.crowd import SAMPLE, WATCHED, Crowd, scenario


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
