"""Tables are made anew exactly where something has changed that they were made from."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import pytest

from sim.policy.kept import Kept
from sim.policy.regimes import Regimes

PEOPLE, FACILITIES = np.zeros((2, 256), np.int16), np.array([0, 1, 1], np.int16)


def regimes(*values: Mapping[str, float], people: np.ndarray = PEOPLE) -> Regimes:
    return Regimes(values, people, FACILITIES)


class Counted:
    """Functions under test, and how often each was really called."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def price(self, at: Regimes) -> np.ndarray:
        self.calls.append("price")
        return at.by_facility("price")

    def beds(self, at: Mapping[str, float], more: np.ndarray) -> np.ndarray:
        self.calls.append("beds")
        return at["beds"] + more

    def everything(self, at: Regimes) -> float:
        self.calls.append("everything")
        return sum(at.values[0].values())

    def lazily(self, ask: Callable[[], np.ndarray]) -> float:
        self.calls.append("lazily")
        return float(ask().sum())


@pytest.fixture
def counted() -> Counted:
    return Counted()


FIRST = {"price": 1.0, "beds": 2.0}, {"price": 3.0, "beds": 2.0}


def test_what_reads_a_changed_value_is_made_anew_and_the_rest_is_kept(counted: Counted) -> None:
    before = Kept(regimes(*FIRST))
    old = before(counted.price, before.regimes), before(counted.beds, before.regimes.county, np.ones(2))
    now = Kept(regimes({"price": 1.0, "beds": 5.0}, {"price": 3.0, "beds": 5.0}), before)
    assert now(counted.price, now.regimes) is old[0]
    assert now(counted.beds, now.regimes.county, np.ones(2)).tolist() == [6.0, 6.0]
    assert counted.calls == ["price", "beds", "beds"]


def test_an_argument_that_is_different_counts(counted: Counted) -> None:
    before = Kept(regimes(*FIRST))
    before(counted.beds, before.regimes.county, np.ones(2))
    now = Kept(regimes(*FIRST), before)
    assert now(counted.beds, now.regimes.county, np.zeros(2)).tolist() == [2.0, 2.0]


def test_one_regime_that_changes_is_enough(counted: Counted) -> None:
    before = Kept(regimes(*FIRST))
    before(counted.price, before.regimes)
    now = Kept(regimes(FIRST[0], {"price": 4.0, "beds": 2.0}), before)
    assert now(counted.price, now.regimes).tolist() == [1.0, 4.0, 4.0]


def test_nothing_stands_when_other_people_have_the_values(counted: Counted) -> None:
    before = Kept(regimes(*FIRST))
    before(counted.price, before.regimes)
    now = Kept(regimes(*FIRST, people=PEOPLE + np.int16(1)), before)
    now(counted.price, now.regimes)
    assert counted.calls == ["price", "price"]


def test_who_goes_through_all_values_depends_on_all(counted: Counted) -> None:
    before = Kept(regimes(*FIRST))
    before(counted.everything, before.regimes)
    now = Kept(regimes({"price": 1.0, "beds": 3.0}, FIRST[1]), before)
    assert now(counted.everything, now.regimes) == 4.0


def test_what_is_asked_for_on_the_way_counts_as_read_also_when_it_was_kept(counted: Counted) -> None:
    first = Kept(regimes(*FIRST))
    first(counted.price, first.regimes)
    first(counted.lazily, partial(first, counted.price, first.regimes))
    second = Kept(regimes(*FIRST), first)
    second(counted.lazily, partial(second, counted.price, second.regimes))
    assert counted.calls == ["price", "lazily"]
    third = Kept(regimes({"price": 2.0, "beds": 2.0}, FIRST[1]), second)
    assert third(counted.lazily, partial(third, counted.price, third.regimes)) == 8.0


def test_what_has_stood_for_several_changes_still_knows_what_it_reads(counted: Counted) -> None:
    kept = Kept(regimes(*FIRST))
    kept(counted.price, kept.regimes)
    for beds in (3.0, 4.0):
        kept = Kept(regimes({"price": 1.0, "beds": beds}, {"price": 3.0, "beds": beds}), kept)
        kept(counted.price, kept.regimes)
    assert counted.calls == ["price"]
    kept = Kept(regimes({"price": 9.0, "beds": 4.0}, {"price": 3.0, "beds": 4.0}), kept)
    assert kept(counted.price, kept.regimes).tolist() == [9.0, 3.0, 3.0]


def test_what_is_not_asked_for_again_is_let_go(counted: Counted) -> None:
    first = Kept(regimes(*FIRST))
    gone = weakref.ref(first(counted.price, first.regimes))
    first(counted.lazily, partial(first, counted.price, first.regimes))
    second = Kept(regimes(*FIRST), first)
    second(counted.lazily, partial(second, counted.price, second.regimes))
    second.close()
    assert gone() is None
