"""Who moves by an own decision and who through others."""

from __future__ import annotations

import numpy as np
import pytest

from sim.experiment.attribution.movers import OWN, Movers, count_movers
from sim.geography.kinds import Option
from sim.scenario import Scenario, load_scenario


def short(plan: Scenario) -> Scenario:
    return plan.with_dates(until=plan.start.replace(day=20))


@pytest.fixture(scope="module")
def base() -> Scenario:
    return short(load_scenario("beidaihe-2024"))


def test_nothing_differs_between_a_scenario_and_itself(base: Scenario) -> None:
    found = count_movers(base, base, sample=0.05)
    assert found.choices == found.first_choices == found.matched > 100
    assert not found.own.any() and not found.others.any()
    assert (found.change, found.by_own_decision) == (0.0, 0.0)


def test_rules_move_people_by_their_own_decision(base: Scenario) -> None:
    """A coefficient of the choice changes what people decide themselves, in the county as it is."""
    near = base.with_overrides({"choice.travel_minute.common": {base.start: -0.01}})
    found = count_movers(base, near, sample=0.05)
    assert found.own.sum() > found.others.sum() > 0
    assert np.trace(found.own) == 0 == np.trace(found.others)
    table = found.table()
    assert table["choices"].sum() == found.own.sum() + found.others.sum()
    # the parts add up: the rules' part and what comes through others
    assert found.by_own_decision == pytest.approx((found.inside - found.as_if) / found.choices)


def test_trust_moves_people_through_others(base: Scenario) -> None:
    """How well centres treat is no rule of the choice: it reaches people through what villages tell."""
    worse = base.with_overrides({"care.capability.township": {base.start: 1.75}})
    found = count_movers(base, worse, sample=0.1)
    assert found.others.sum() > 0


def test_a_table_by_hand() -> None:
    found = Movers(choices=100, first_choices=100, inside=80, first_inside=70, as_if=74, matched=90)
    found.own[Option.CITY, Option.GENERAL] = 6
    assert found.change == pytest.approx(0.10) and found.by_own_decision == pytest.approx(0.06)
    assert found.table().to_dict("records") == [
        {"why": OWN, "from": "city", "to": "general", "choices": 6, "per_1000": 60.0}
    ]
