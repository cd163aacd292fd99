from __future__ import annotations

import numpy as np
import pytest

from sim.care.learning import updated_belief
from sim.care.treatment import ADMIT, ADVISE, KEEP, SLIP
from sim.day.resolve import learn, resolve_home, resolve_visits
from sim.day.visits import new_visits
from sim.geography.map import Option
from sim.indicators.tally import ELSEWHERE, Flow, Person
from sim.needs.cases import Origin
from tests.day.made import cases, counted, due, flow, morning

pytestmark = pytest.mark.usefixtures("each_kernel")


def seen(model, person, place=Option.OWN_CENTRE, condition="gastro", act=KEEP, adequate=True, **fields):
    """Visits of which it was decided what to do."""
    case = cases(model, person, condition, place=place, **fields)
    n = len(case)
    visits = new_visits(case, case["place"].astype(np.int64), np.zeros(n, int), np.zeros(n, bool), np.ones(n))
    visits.adequate[:], visits.act[:] = adequate, act
    return visits


def resolve(model, visits):
    resolve_visits(model.state, model.clock, model.tables, visits)


def test_cured_people_are_done():
    model = morning({"conditions.gastro.cure": 1.0})
    resolve(model, seen(model, np.arange(50)))
    assert counted(model, Person.ENDED_WELL) == 50
    assert len(model.state.agenda) == 0
    assert (model.state.people.habit[:50] == Option.OWN_CENTRE).all()


def test_others_come_back_on_a_later_day_and_choose_anew():
    model = morning({"conditions.gastro.cure": 0.0, "conditions.gastro.return_days": 10.0})
    resolve(model, seen(model, np.arange(500), origin=Origin.BOOKED, tries=2, avoid=3))
    assert len(model.state.agenda) == 500
    days = {day - model.clock.day for day, _ in model.state.agenda.filed()}
    assert days == set(range(5, 16))
    back = np.concatenate([records for _, records in model.state.agenda.filed()])
    for name, value in {
        "target": -1,
        "place": 0,
        "tries": 0,
        "avoid": 0,
        "step": 1,
        "origin": Origin.RETURN,
    }.items():
        assert (back[name] == value).all(), name
    worse = model.tables.outcome.worsen[0]
    assert abs((back["severity"] > 0).mean() - worse) < 4 * np.sqrt(worse / 500)


def test_a_need_that_came_up_too_often_is_left_unsolved():
    model = morning({"conditions.gastro.cure": 0.0})
    resolve(model, seen(model, np.arange(20), step=model.tables.outcome.max_steps))
    assert counted(model, Person.ENDED_UNSOLVED) == 20
    assert len(model.state.agenda) == 0


def test_treatment_beyond_the_capability():
    """It seldom helps, can kill the severe, and spoils the habit."""
    model = morning({"conditions.other_internal.death_untreated": 0.5, "conditions.other_internal.cure": 1.0})
    model.state.people.habit[:] = Option.OWN_CENTRE
    severity = np.repeat([1, 2], 300)
    resolve(model, seen(model, np.arange(600), condition="other_internal", adequate=False, severity=severity))
    dead = ~model.state.people.alive[:600]
    assert not dead[:300].any()
    assert abs(dead[300:].mean() - 0.5) < 4 * np.sqrt(0.25 / 300)
    assert flow(model, Flow.DEATHS) == counted(model, Person.ENDED_DEATH) == dead.sum()
    assert flow(model, Flow.KEPT_BEYOND) == 300
    assert (model.state.people.habit[:600] == Option.NONE).all()


def test_admitted_and_referred_needs_stay_open():
    model = morning({"conditions.gastro.cure": 1.0})
    resolve(model, seen(model, np.arange(10), act=ADMIT))
    resolve(model, seen(model, np.arange(10, 20), act=SLIP))
    for measure in (Person.ENDED_WELL, Person.ENDED_UNSOLVED, Person.ENDED_DEATH):
        assert counted(model, measure) == 0
    assert len(model.state.agenda) == 0  # filed by the steps that admitted and referred them


def test_who_was_told_to_go_higher_looks_higher_tomorrow():
    model = morning()
    steps = np.repeat([0, model.tables.outcome.max_steps], 10)
    visits = seen(model, np.arange(20), act=ADVISE, adequate=False, step=steps, severity=1)
    resolve(model, visits)
    again = due(model, model.clock.day + 1)
    assert again["person"].tolist() == list(range(10))
    assert (again["avoid"] == -Option.OWN_CENTRE).all()
    assert (again["step"] == 1).all()
    assert (again["target"] == -1).all()
    assert (visits.act[10:] == KEEP).all()


def test_control_follows_visits():
    model = morning({"care.control_gain": 1.0, "care.control_gain_signed": 1.0, "care.control_lapse": 0.0})
    people = model.state.people
    people.chronic[:20], people.controlled[:20] = 2, 0
    resolve(model, seen(model, np.arange(10), condition="diabetes"))
    resolve(model, seen(model, np.arange(10, 20), condition="diabetes", adequate=False))
    assert people.controlled[:20].tolist() == [2] * 10 + [0] * 10


# At home


def test_needs_met_at_home():
    model = morning({"prices.pharmacy": 4000, "conditions.gastro.self_limiting": 1.0})
    place = np.repeat([Option.NONE, Option.PHARMACY], [30, 20])
    home = cases(model, np.arange(50))
    home["place"], home["severity"][:10] = place, 1
    resolve_home(model.state, model.clock, model.tables, home)
    assert counted(model, Person.SELF_CARE) == 30
    assert counted(model, Person.PHARMACY) == 20
    assert counted(model, Person.PHARMACY_BILL) == 80_000
    assert counted(model, Person.FORGONE) == 10  # moderate or severe, and no care
    assert counted(model, Person.ENDED_WELL) + len(model.state.agenda) == 50
    assert counted(model, Person.ENDED_WELL) >= 40


def test_severe_needs_left_at_home_can_kill():
    model = morning({"conditions.other_internal.death_untreated": 0.5})
    home = cases(model, np.arange(400), "other_internal")
    home["severity"] = np.repeat([2, 1], 200)
    resolve_home(model.state, model.clock, model.tables, home)
    dead = ~model.state.people.alive[:400]
    assert abs(dead[:200].mean() - 0.5) < 4 * np.sqrt(0.25 / 200)
    assert not dead[200:].any()
    assert counted(model, Person.DEATHS_UNTREATED) == counted(model, Person.ENDED_DEATH) == dead.sum()
    assert counted(model, Person.ENDED_WELL) + dead.sum() + len(model.state.agenda) == 400


# Learning


@pytest.mark.parametrize("rate", [0.02, 0.1])
def test_villages_learn_as_the_pure_function_says(rate):
    """Many cases of few villages: those seen with their outcome, those turned away as bad ones."""
    model = morning({"learning.rate": rate})
    state = model.state
    rng = np.random.default_rng(1)
    n = 900
    visits = seen(model, np.arange(n), place=rng.choice([2, 4, 6], n), condition="hypertension")
    visits.adequate[:] = rng.random(n) < 0.6
    away = cases(model, np.arange(200), place=Option.OWN_CENTRE, tries=1)
    good, count = np.zeros(state.belief.shape, int), np.zeros(state.belief.shape, int)
    kind = model.tables.catalogue.kind
    for person, place, condition, fine in zip(
        visits.person, visits.place, visits.case["condition"], visits.adequate, strict=True
    ):
        cell = kind[condition], state.people.village[person], place
        good[cell] += fine
        count[cell] += 1 if fine or place == Option.GENERAL else 2  # a first contact that failed
    for case in away:
        count[kind[case["condition"]], state.people.village[case["person"]], case["place"]] += 2
    before = state.belief.copy()
    learn(state, model.tables, visits, away)
    assert state.belief == pytest.approx(updated_belief(before, good, count, rate), abs=1e-15)
    assert (state.belief != before).sum() == (count > 0).sum() > 50


def test_emergencies_and_care_elsewhere_teach_nothing():
    model = morning()
    visits = seen(model, np.arange(40), adequate=False)
    visits.place[:20], visits.emergency[20:] = ELSEWHERE, True
    before = model.state.belief.copy()
    learn(model.state, model.tables, visits, cases(model, []))
    assert np.array_equal(model.state.belief, before)


def test_without_learning_beliefs_stay():
    model = morning({"learning.rate": 0.0})
    before = model.state.belief.copy()
    learn(model.state, model.tables, seen(model, np.arange(40), adequate=False), cases(model, []))
    assert np.array_equal(model.state.belief, before)
