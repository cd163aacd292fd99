"""Two neighbouring units simulated together: each the other's neighbour, one population, shared hospitals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.agents import Community
from sim.geography.map import Kind, Option, build_map
from sim.indicators.tally import Flow, Person
from sim.model import CountyModel
from sim.population.make import make_people
from tests.day.watch import guarded
from tests.small import outcome, scenario, walk

PLAN = replace(scenario({"referral.catalogue": 0.5}), counties=("130303", "130304"))


@pytest.fixture(scope="module")
def both():
    """Their map and people."""
    values = PLAN.values(PLAN.begin)
    map_ = build_map(PLAN.counties, values)
    return map_, make_people(map_, values, 1, 0.015)


def model_of(both, kernel="numpy"):
    map_, people = both
    people = people.take(np.arange(len(people)))
    return CountyModel(PLAN, seed=1, sample=0.015, map_=map_, people=people, kernel=kernel)


@pytest.fixture(scope="module")
def run(both):
    model = model_of(both)
    _, books = guarded(model)
    return walk(model, 110, books)


def test_every_day_is_in_order_in_both(run):
    needs = run.state.tally.people_table(Person.NEEDS).sum(axis=0)
    people = np.bincount(run.state.people.county)
    assert (needs > people).all()  # more than one need a head in a hundred days


def test_people_use_what_is_theirs(run):
    """Primary care of the own county; its general hospital is a neighbour's for the other."""
    state, county = run.state, run.tables.sites.county
    assert set(run.agents_by_type[Community].get("name")) == set(run.map.facilities["community"]) - {""}
    generals = np.flatnonzero((run.tables.sites.kind == Kind.COUNTY_GENERAL) & (county >= 0))
    assert len(generals) == 2
    options, home = run.map.options, run.map.villages["county"].to_numpy()
    for one in generals:
        mine = home == county[one]
        assert (options[mine, Option.GENERAL] == one).all()
        assert not (options[~mine, Option.GENERAL] == one).any()
    primary = state.tally.flow_table(Flow.OUTPATIENT_COUNT)[:, :, 2:6].sum(axis=(0, 2, 3))
    at_primary = state.tally.facility_table(Flow.OUTPATIENT_COUNT).sum(axis=0)
    at_primary = np.where(run.tables.sites.kind < Kind.COUNTY_GENERAL, at_primary, 0)
    by_county = np.bincount(np.maximum(county, 0), at_primary, minlength=2)
    assert primary.tolist() == by_county.tolist()


def test_month_ends_count_each_county(run):
    residents = run.snapshots["residents"][2]
    people = run.state.people
    expected = np.bincount(people.county[~people.away], minlength=2)
    assert (np.abs(residents - expected) < 0.02 * expected).all()
    assert residents[0] > residents[1] * 0.5


def test_both_kernels_agree_on_two_counties(both, interpreted):
    pytest.importorskip("numba")
    runs = [walk(model_of(both, kernel), 60) for kernel in ("numpy", "numba")]
    assert outcome(runs[0]) == outcome(runs[1])
