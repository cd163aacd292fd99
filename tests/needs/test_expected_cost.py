"""Expected cost of a year: by hand, and against the needs that arise."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from sim.declare import defaults
from sim.needs.catalogue import read_catalogue
from sim.needs.expected_cost import cost_of_need, cost_of_people, expected_cost, yearly_needs
from sim.needs.onset import MASKS, hazards, profile
from sim.population.people import Chronic
from tests.small import small_people

VALUES = defaults()
CATALOGUE = read_catalogue(VALUES)
TABLE = hazards(CATALOGUE, VALUES)


def test_needs_a_year_are_the_declared_rates():
    """Of a man of 50 with uncontrolled hypertension, and of the same man in control."""
    kind, at = (2 * 2 + 0) * MASKS + Chronic.HYPERTENSION, CATALOGUE.index("ami")
    base = VALUES["conditions.ami.rate"] * VALUES["conditions.ami.age_45_64"] * VALUES["needs.scale"]
    worse = VALUES["conditions.ami.uncontrolled"]
    assert CATALOGUE.risk[at] & Chronic.HYPERTENSION and worse > 1
    needs = yearly_needs(TABLE)[:, kind, at]
    assert needs == pytest.approx([base * worse, base])


def test_cost_of_a_need_by_hand():
    """30 % moderate and 10 % severe; half of the moderate and all severe stay."""
    one = SimpleNamespace(moderate=np.array([0.3]), severe=np.array([0.1]))
    cost = cost_of_need(one, np.array([10, 20, 30]), np.array([0, 100, 200]), np.array([0, 0.5, 1.0]))
    assert cost == pytest.approx([0.6 * 10 + 0.3 * (20 + 50) + 0.1 * (30 + 200)])


def test_people_cost_more_with_age_disease_and_without_control():
    people = small_people()
    table = expected_cost(TABLE, np.ones(len(CATALOGUE)))
    cost = cost_of_people(people, table)
    assert (table[0] >= table[1]).all()
    sick = people.chronic > 0
    assert cost[sick].mean() > 1.5 * cost[~sick].mean()
    out = (people.chronic & ~people.controlled) > 0
    np.testing.assert_array_equal(cost[out], table[0][profile(people)[out]])
    np.testing.assert_array_equal(cost[~out], table[1][profile(people)[~out]])
