"""People are picked by what they are like; filters narrow, and nobody is said to be nobody."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import UserError
from sim.experiment.wish import Wish, people_like
from sim.geography.map import Option
from tests.small import county


@pytest.fixture(scope="module")
def model():
    return county()


def test_every_filter_narrows_to_those_who_are_so(model):
    people = model.state.people
    road = model.map.road_km[people.village, Option.GENERAL]
    for wish, holds in (
        (Wish(age=(40, 49)), (people.age >= 40) & (people.age <= 49)),
        (Wish(woman=True), people.sex == 1),
        (Wish(woman=False, signed=True), (people.sex == 0) & people.signed),
        (Wish(chronic=("hypertension", "diabetes")), (people.chronic & 3) == 3),
        (Wish(income=1), people.income == 0),
        (Wish(insurance="employees"), people.insurance == 2),
        (Wish(away=True), people.away),
        (Wish(village=model.map.villages["code"].iloc[1]), people.village == 1),
    ):
        assert np.array_equal(wish.among(model), holds & people.alive) and holds.any()
    far, near = (Wish(road=one, away=False).among(model) for one in ("far", "near"))
    assert far.any() and near.any() and road[far].min() > road[near].max()
    both = Wish(example="old-hypertensive-far", woman=True).among(model)
    assert (people.sex[both] == 1).all() and people.age[both].min() >= 60


def test_those_picked_are_spread_over_all_and_always_the_same(model):
    wish = Wish(age=(60, 79))
    ids = np.sort(model.state.people.id[wish.among(model)]).tolist()
    assert people_like(model, wish, 1) == [ids[len(ids) // 2]]
    three = people_like(model, wish, 3)
    assert three == [ids[(2 * k + 1) * len(ids) // 6] for k in range(3)] == people_like(model, wish, 3)
    assert people_like(model, wish, len(ids) + 5) == ids


def test_nobody_is_one_sentence(model):
    with pytest.raises(UserError, match="nobody here is as described") as caught:
        people_like(model, Wish(age=(119, 120)), 1)
    assert "没有" in caught.value.say("zh")
