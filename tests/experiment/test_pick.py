"""People picked by kind are of the kind, the same in every run, and missing kinds are said to be missing."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import UserError
from sim.experiment.examples import EXAMPLES
from sim.experiment.pick import pick
from sim.experiment.wish import of_kind
from sim.geography.map import Option
from sim.policy.groups import Trait
from tests.small import county


@pytest.fixture(scope="module")
def model():
    return county()


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_middle_one_of_the_kind(model, example):
    model.state.codes[::50] |= np.uint8(Trait.BEDBOUND)  # whether or not this county has any
    people, kind = model.state.people, of_kind(model, example)
    row = int(np.flatnonzero(people.id == pick(model, example))[0])
    assert kind[row] and people.alive[row]
    ids = np.sort(people.id[kind])
    assert (ids < people.id[row]).sum() == len(ids) // 2


def test_kinds_are_what_they_say(model):
    people = model.state.people
    far = of_kind(model, "old-hypertensive-far")
    road = model.map.road_km[people.village, Option.GENERAL]
    assert people.age[far].min() >= 60 and (people.chronic[far] & 1).all()
    assert road[far].min() > np.median(road[~people.away])
    assert people.away[of_kind(model, "away")].all()
    assert (people.sex[of_kind(model, "pregnant")] == 1).all()
    assert people.age[of_kind(model, "child")].max() < 10


def test_nobody_of_the_kind_is_one_sentence():
    model = county()
    model.state.codes &= ~np.uint8(Trait.POOR)
    with pytest.raises(UserError, match="nobody here is of this kind") as caught:
        pick(model, "poor")
    assert "--sample" in caught.value.say("zh")
