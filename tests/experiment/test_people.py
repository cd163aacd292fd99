"""People who are made once and handed out as copies."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.experiment import people as kept
from sim.experiment.people import people_of
from sim.population.make import make_people
from sim.population.people import People
from sim.scenario import Scenario, load_scenario


def same(one: People, other: People) -> bool:
    theirs = other.columns()
    return all(np.array_equal(column, theirs[name]) for name, column in one.columns().items())


def people(scenario: Scenario, seed: int = 1, sample: float = 0.01) -> People:
    values = scenario.values(scenario.begin)
    return people_of(scenario, scenario.map(values), values, seed, sample)


def test_the_second_run_has_the_people_of_the_first_and_its_own_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load_scenario("beidaihe-2024")
    values = scenario.values(scenario.begin)
    monkeypatch.setattr(kept, "_kept", [])
    plain = make_people(scenario.map(values), values, 1, 0.01)
    first = people(scenario)
    assert same(first, plain)
    first.age[:] = 0  # what a run does to its people is its own matter
    calls: list[int] = []
    monkeypatch.setattr(kept, "make_people", lambda *asked: calls.append(1) or make_people(*asked))
    again = people(scenario.with_overrides({"referral.attend": {date(2024, 3, 1): 0.7}}))
    assert same(again, plain) and not calls
    assert not same(people(scenario, seed=2), plain) and len(calls) == 1
    assert len(people(scenario, sample=0.02)) > len(plain) and len(calls) == 2
    assert not same(people(scenario.with_overrides({"population.uninsured": 0.07})), plain)
    assert len(calls) == 3


def test_a_large_sample_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_kept", [])
    monkeypatch.setattr(kept, "MOST_PEOPLE", 100)
    people(load_scenario("beidaihe-2024"))
    assert kept._kept == []
