"""Places kept for the signed, and trust after a first contact at primary care."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.care.clinic import Reserve, kept_places, on_the_list
from sim.day.resolve import learn
from sim.geography.map import Option
from tests.day.made import cases, morning, visits_of

# Kept places


@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.sampled_from([1, 2, 3, 4]), st.booleans()), min_size=1, max_size=40
    ),
    st.integers(0, 12),
    st.floats(0, 1),
)
def test_more_kept_places_never_turn_a_member_away(people, slots, release):
    unit, rank, member = (np.array(column) for column in zip(*people, strict=True))
    tie = np.random.default_rng(3).integers(0, 2**63, len(unit)).astype(np.uint64)
    places, before = np.full(2, slots), None
    for share in (0.0, 0.2, 0.4, 0.8, 1.0):
        reserve = Reserve(member, np.full(2, share), np.full(2, release))
        seen = on_the_list(unit, rank, tie, places, reserve)
        assert (np.bincount(unit[seen], minlength=2) <= places).all()
        if before is None:
            assert np.array_equal(seen, on_the_list(unit, rank, tie, places))
        else:
            assert (seen[member] >= before[member]).all()
        before = seen
    assert kept_places(np.array([15]), np.array([0.2])).tolist() == [3]


# First contact


@pytest.mark.parametrize(("place", "lower"), [(Option.OWN_CLINIC, True), (Option.GENERAL, False)])
def test_a_failed_first_contact_at_primary_care_costs_more_trust(place, lower):
    trust = {}
    for step in (0, 1):
        model = morning()
        visits = visits_of(model, place, 1, step=step)
        learn(model.state, model.tables, visits, cases(model, []))
        group = model.tables.catalogue.kind[visits.case["condition"][0]]
        trust[step] = model.state.belief[group, model.state.people.village[0], place]
    assert (trust[0] < trust[1]) == lower


def test_a_first_contact_that_went_well_counts_as_any_other():
    beliefs = []
    for step in (0, 1):
        model = morning()
        visits = visits_of(model, Option.OWN_CLINIC, 1, step=step)
        visits.adequate[:] = True
        learn(model.state, model.tables, visits, cases(model, []))
        beliefs.append(model.state.belief)
    assert np.array_equal(*beliefs)
