"""What a policy or another person does not touch does not move, to the bit."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from sim.indicators.tally import Flow
from sim.model import CountyModel
from tests.small import Diary, Overrides, county, outcome, scenario, small_map, small_people, walk

FREE = {"care.unlimited": 1, "learning.rate": 0.0}
BEGIN, END = date(2023, 10, 3), date(2024, 1, 31)
DAYS = (END - BEGIN).days + 1
LEVERS = {
    "insurance.residents.outpatient_ratio.county": 0.0,
    "insurance.residents.inpatient_deductible.county": 600_00,
    "prices.visit.village": 4000,
    "referral.catalogue": 0.5,
    "care.service_minutes.township": 15,
    "care.capability.village": 1.65,
    "choice.trust": 4.0,
    "learning.rate": 0.1,
    "needs.scale": 1.0,
    "conditions.hypertension.rate": 12.0,
    "care.control_gain": 0.1,
}


def old(path: str) -> float:
    """Value in force on the first day."""
    return scenario().values(BEGIN)[path]


def run_of(changes: Overrides, days: int = DAYS) -> tuple[CountyModel, Diary]:
    """Run a crowded county to the end of January, or some days of it."""
    plan = scenario(changes).with_dates(until=END)
    model = CountyModel(plan, seed=1, sample=0.012, map_=small_map(), people=small_people(share=0.02))
    diary = Diary(wants_choices=True)
    model.observers.append(diary)
    return walk(model, days), diary


@pytest.fixture(scope="module")
def baseline():
    """Run of the crowded county as it is."""
    return run_of({})


@pytest.mark.parametrize("path", LEVERS)
def test_a_lever_changes_nothing_before_its_day(baseline, path):
    """Bit for bit: visits and utilities of every day before; and then something."""
    day = date(2023, 11, 10)  # in the middle of a block of needs
    before = (day - BEGIN).days
    model, diary = run_of({path: {day: LEVERS[path]}})
    assert diary.days[:before] == baseline[1].days[:before]
    assert diary.drawn[:before] == baseline[1].drawn[:before]
    assert outcome(model) != outcome(baseline[0])


AT_ONCE = [path for path in LEVERS if path not in ("referral.catalogue", "learning.rate", "care.control_gain",
                                                      "care.service_minutes.township")]  # fmt: skip


@pytest.mark.parametrize("path", AT_ONCE)
def test_a_lever_acts_on_its_day(baseline, path):
    """Whom it reaches at once chooses by other utilities, or has other needs, on the very day."""
    day = date(2023, 11, 10)
    _, diary = run_of({path: {day: LEVERS[path]}}, (day - BEGIN).days + 1)
    assert diary.drawn[:-1] == baseline[1].drawn[: len(diary.drawn) - 1]
    assert diary.drawn[-1] != baseline[1].drawn[len(diary.drawn) - 1]


def test_levers_after_the_end_change_nothing(baseline):
    model, diary = run_of({path: {END + timedelta(days=1): value} for path, value in LEVERS.items()})
    assert diary.days == baseline[1].days
    assert diary.drawn == baseline[1].drawn
    assert outcome(model) == outcome(baseline[0])


def test_levers_that_set_what_is_in_force_change_nothing(baseline):
    """Tables are compiled anew and needs drawn again in the middle of a block: nothing moves."""
    day, here = date(2023, 11, 10), scenario().timeline
    same = {path: {day: old(path)} for path in LEVERS if path not in here}
    assert len(same) > 8
    model, diary = run_of(same)
    assert day in model.scenario.change_dates
    assert diary.days == baseline[1].days
    assert outcome(model) == outcome(baseline[0])


def test_beds_that_close_empty_as_their_patients_leave():
    """Nobody is put out, nobody new comes in, and the books stay balanced."""
    day = date(2023, 11, 10)
    model = county({"care.unlimited": {date(2020, 1, 1): 1, day: 0}}, sample=0.002)
    walk(model, (day - BEGIN).days)
    before = model.state.occupied.copy()
    walk(model, 1)
    beds = model.tables.sites.beds
    over = before > beds
    assert over.any()
    assert (model.state.occupied[over] <= before[over]).all()
    assert (model.state.occupied[over] > beds[over]).any()
    walk(model, 100)
    assert (model.state.occupied <= beds).all()


def test_one_more_resident_changes_nobodys_outcome():
    """With unlimited capacity and no learning: everybody else's columns are the same to the bit."""
    people = small_people()
    busiest = np.argsort(-np.bitwise_count(people.chronic).astype(int), kind="stable")[:1]
    stranger = people.take(busiest)
    stranger.id[:] = 42
    stranger.household[:] = people.household.max() + 1
    alone, joined = county(FREE, sample=1.0), county(FREE, sample=1.0, people=people.append(stranger))
    for model in (alone, joined):
        walk(model, 200)  # over New Year, when children are appended after the stranger
    mine, theirs = alone.state.people, joined.state.people
    known = joined.state.people.id != 42
    assert known.sum() == len(mine)
    assert joined.state.people.habit[~known][0] > 0  # the stranger was ill and was seen
    for name, column in mine.columns().items():
        assert np.array_equal(column, theirs.columns()[name][known]), name
    extra = joined.state.tally.flow - alone.state.tally.flow
    assert (extra >= 0).all()
    assert 0 < extra[Flow.OUTPATIENT_COUNT].sum() < 200


def test_one_more_resident_is_felt_where_places_are_few():
    """The test above can fail: where capacity binds, somebody is turned away for the stranger."""
    people = small_people()
    strangers = people.take(np.arange(400))
    strangers.id += np.uint64(2**40)
    alone, joined = county(sample=0.01), county(sample=0.01, people=people.append(strangers))
    walk(alone, 60)
    walk(joined, 60)
    assert not np.array_equal(alone.state.people.habit, joined.state.people.habit[: len(people)])


def test_the_people_of_a_sample_live_alike_at_any_size():
    """A person's needs and draws are the same among few and among many."""
    few, many = county(FREE, share=0.01, sample=1.0), county(FREE, share=0.03, sample=1.0)
    walk(few, 80)
    walk(many, 80)
    both = np.isin(many.state.people.id, few.state.people.id)
    assert both.sum() == len(few.state.people)
    for name, column in few.state.people.columns().items():
        assert np.array_equal(column, many.state.people.columns()[name][both]), name
