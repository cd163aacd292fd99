from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.agents import Patient
from sim.geography.map import Option
from sim.needs.catalogue import Catalogue
from tests.small import county, outcome, small_people, walk

FREE = {"care.unlimited": 1, "learning.rate": 0.0}  # nobody's outcome hangs on anybody else's


@pytest.fixture(scope="module")
def model():
    return walk(county(share=0.01), 3)


# The one door to people


def test_a_patient_is_a_view_of_a_row(model):
    people = model.state.people
    for row in (0, 17, len(people) - 1):
        patient = model.patients[row]
        for name, column in people.columns().items():
            assert getattr(patient, name) == column[row].item(), name
        assert patient.row == row
        assert patient.model is model
    assert isinstance(model.patients[0].age, int)
    assert isinstance(model.patients[0].alive, bool)


def test_writing_writes_the_row():
    model = county(share=0.01)
    patient = model.patients[5]
    for name, value in (("signed", True), ("signed", False), ("habit", Option.TCM), ("income", 4)):
        patient.set(name, value)
        assert getattr(patient, name) == value == model.state.people.columns()[name][5]
    assert model.patients[5].income == 4


def test_plain_assignment_writes_too():
    patient = county(share=0.01).patients[5]
    before = patient.income
    patient.income = (before + 1) % 5
    assert patient.model.state.people.income[5] == (before + 1) % 5


def test_views_follow_the_arrays_over_new_year():
    model = county({"conditions.delivery.rate": 2.0}, share=0.01, start=date(2023, 12, 1))
    patient, before = model.patients[3], len(model.patients)
    age = patient.age
    walk(model, 125)
    assert len(model.patients) > before  # children were born
    assert patient.age == age + 1
    assert model.patients[before].age == 0


def test_views_do_not_register(model):
    before = len(model.agents)
    kept = [model.patients[row] for row in range(50)]
    assert len(kept) == 50
    assert len(model.agents) == before
    assert Patient not in model.agents_by_type


def test_what_is_not_there(model):
    with pytest.raises(AttributeError, match="no 'height'"):
        _ = model.patients[0].height
    with pytest.raises(AttributeError):
        _ = model.patients[0].columns  # of the people, not of a person
    for row in (len(model.patients), -len(model.patients) - 1):
        with pytest.raises(IndexError, match="there are"):
            _ = model.patients[row]


def test_people_by_row_mask_and_id(model):
    people = model.state.people
    assert len(model.patients) == len(people)
    assert model.patients[-1].row == len(people) - 1
    assert [patient.row for patient in model.patients] == list(range(len(people)))
    old = [patient.row for patient in model.patients.where(people.age > 80)]
    assert old == np.flatnonzero(people.age > 80).tolist()
    assert model.patients.get("age") is people.age
    assert model.patients.row_of(int(people.id[12])) == 12
    assert model.patients.row_of(42) is None


# Decisions of one's own


class Agreeing(Patient):
    """Does what the model drew."""

    asked = 0

    def choose(self, need, utility, drawn):
        Agreeing.asked += 1
        assert drawn in utility
        assert Option.NONE in utility
        assert need.severity in (0, 1, 2)
        assert self.alive
        return drawn


def test_whoever_agrees_with_the_model_changes_nothing():
    plain, agreeing = walk(county(), 100), walk(county(agents={Patient: Agreeing}), 100)
    assert Agreeing.asked > 5_000
    assert outcome(agreeing) == outcome(plain)


class Loyal(Patient):
    """One in five people: always goes to the own clinic where that is possible."""

    @classmethod
    def applies_to(cls, people):
        return people.id % np.uint64(5) == 0

    def choose(self, need, utility, drawn):
        assert self.id % 5 == 0
        return Option.OWN_CLINIC if Option.OWN_CLINIC in utility else drawn


class Eye:
    """Remembers who went where."""

    wants_choices = False

    def __init__(self):
        self.seen = []

    def visits(self, clock, visits):
        self.seen.append(
            np.stack([np.full(len(visits.row), clock.day), visits.person, visits.row, visits.place])
        )

    def choices(self, cases, parts, option):
        """See nothing."""

    def of(self, mask):
        """Visits of these people, one column each."""
        table = np.concatenate(self.seen, axis=1)
        return table[:, mask[table[1]]]


def test_a_decision_of_some_changes_theirs_and_no_other():
    runs = []
    for agents in ({}, {Patient: Loyal}):
        model, eye = county(FREE, sample=1.0, agents=agents), Eye()
        model.observers.append(eye)
        walk(model, 120)
        loyal = model.state.people.id % np.uint64(5) == 0
        others = {name: column[~loyal].tobytes() for name, column in model.state.people.columns().items()}
        runs.append((others, eye.of(~loyal), eye.of(loyal)))
    (columns, rest, before), (columns_again, rest_again, after) = runs
    assert columns == columns_again
    assert rest.tobytes() == rest_again.tobytes()
    own = [np.mean(visits[3] == Option.OWN_CLINIC) for visits in (before, after)]
    assert own[1] > 0.8 > own[0]


def test_needs_are_told_in_words(catalogue: Catalogue):
    met = set()

    class Curious(Patient):
        def choose(self, need, utility, drawn):
            met.add(need.condition)
            assert need.step >= 0
            assert all(np.isfinite(list(utility.values())))
            return drawn

    walk(county(share=0.01, agents={Patient: Curious}), 20)
    assert met <= set(catalogue.ids)
    assert len(met) > 10


class Impossible(Patient):
    """Wants what cannot be reached."""

    def choose(self, need, utility, drawn):
        return next(option for option in Option if option not in utility)


class Lost(Patient):
    """Chooses nothing that exists."""

    def choose(self, need, utility, drawn):
        return None


@pytest.mark.parametrize("kind", [Impossible, Lost])
def test_an_impossible_choice_is_refused(kind):
    with pytest.raises(ValueError, match=f"{kind.__name__} chose"):
        walk(county(share=0.01, agents={Patient: kind}), 5)


def test_every_patient_is_of_the_class_given():
    model = county(share=0.01, agents={Patient: Loyal})
    assert type(model.patients[0]) is Loyal
    assert model.patients.kind is Loyal


def test_an_observer_sees_choices_and_changes_nothing():
    plain, watched = county(share=0.01), county(share=0.01)
    met = []

    class Watcher:
        wants_choices = True

        def choices(self, cases, parts, option):
            met.append(len(cases))
            assert parts.fixed.shape == (len(cases), len(Option))
            assert len(option) == len(cases)

        def visits(self, clock, visits):
            assert clock.day == len(met) - 1

    watched.observers.append(Watcher())
    walk(plain, 40)
    walk(watched, 40)
    assert sum(met) > 500
    assert outcome(watched) == outcome(plain)


def test_people_given_are_used_as_they_are():
    people = small_people(share=0.01)
    assert county(people=people, share=0.01).state.people is people
