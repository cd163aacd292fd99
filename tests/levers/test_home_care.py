"""Home care: which way it moves the decision it acts on.

The same people and the same draws, with the lever and without.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.care.team import CARRIED, HOME_CARE, TEAM
from sim.choice.choose import probabilities, total_utility, utility_parts
from sim.day.choice import Going, as_choosers, felt_places, go
from sim.day.clinics import attend
from sim.day.followup import effective_ways, home_visits
from sim.geography.map import Option
from sim.indicators.tally import Person
from tests.day.made import cases, counted
from tests.levers.team_care import MANY_BEDBOUND, VISIT, morning


def test_a_bed_bound_resident_chooses_the_own_team_more_and_nobody_else_changes():
    model, lever = morning(MANY_BEDBOUND), morning(VISIT | MANY_BEDBOUND)
    state, tables = model.state, model.tables
    case = cases(model, np.arange(len(state.people)), "musculoskeletal", severity=1)

    def wishes() -> np.ndarray:
        felt, who = felt_places(state, tables), as_choosers(state, case)
        return total_utility(utility_parts(tables.choice, tables.rules, tables.minutes, felt, who))

    bedbound, without = state.way == CARRIED, wishes()
    assert not (state.way == HOME_CARE).any()
    state.way = effective_ways(state, lever.tables)
    visited, with_lever = state.way == HOME_CARE, wishes()
    assert np.array_equal(visited, bedbound & state.people.signed)
    own = [probabilities(utility)[visited][:, TEAM].sum(axis=1) for utility in (with_lever, without)]
    assert visited.sum() > 20
    assert (own[0] > own[1]).all()
    assert (~visited & bedbound).any()  # who has not signed is carried as before
    assert np.array_equal(with_lever[~visited], without[~visited])


@pytest.mark.parametrize("kernel", ["numpy", "numba"])
def test_both_kernels_send_the_bed_bound_alike(kernel, interpreted):
    model = morning(VISIT | MANY_BEDBOUND, kernel=kernel)
    case = cases(model, np.arange(len(model.state.people)), "musculoskeletal", severity=1)
    go(model.state, model.tables, case)
    slow = morning(VISIT | MANY_BEDBOUND)
    other = cases(slow, np.arange(len(slow.state.people)), "musculoskeletal", severity=1)
    go(slow.state, slow.tables, other)
    assert np.array_equal(case["place"], other["place"])


def test_a_home_visit_takes_no_travel_and_costs_the_team_its_way():
    model = morning(VISIT | MANY_BEDBOUND | {"care.unlimited": 1})
    who = np.flatnonzero(model.state.way == HOME_CARE)
    case = cases(model, who, "musculoskeletal", place=Option.OWN_CENTRE)
    none = case[:0]
    visits, _ = attend(model.state, model.clock, model.tables, Going(case, none, none, none))
    assert len(visits.case) == len(who)
    assert not visits.minutes.any()
    home_visits(model.state, model.clock, model.tables, visits)
    assert counted(model, Person.HOME_VISITS) == len(who)
    assert model.state.owed.sum() == model.tables.values["contract.home_care.minutes"] * len(who)
