from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.agents import Community, EmergencyService, Insurer
from sim.geography.map import Kind
from sim.indicators.tally import Flow, Person
from tests import small
from tests.small import county, walk


@pytest.fixture(scope="module")
def model():
    return walk(county(), 60)


def test_the_community_and_its_members(model):
    (community,) = model.agents_by_type[Community]
    names = model.map.facilities["community"]
    assert community.members == np.flatnonzero(names == community.name).tolist()
    kinds = {model.facilities[at].kind for at in community.members}
    assert {Kind.VILLAGE_CLINIC, Kind.TOWNSHIP_CENTRE, Kind.COUNTY_GENERAL} <= kinds
    assert kinds.isdisjoint({Kind.NEIGHBOUR, Kind.CITY, Kind.FAR})


def test_the_insurer_has_paid_what_the_tally_holds(model):
    (insurer,) = model.agents_by_type[Insurer]
    flow = model.state.tally.flow.sum(axis=1)
    assert (
        insurer.paid_fen == flow[Flow.OUTPATIENT_FUND] + flow[Flow.INPATIENT_FUND] + flow[Flow.CRITICAL] > 0
    )


def test_a_community_and_the_insurer_read_the_ledger():
    start = date(2024, 1, 1)
    plan = small.scenario({"pay_provider.global_budget.on": {start: 1}}).with_dates(until=date(2024, 2, 29))
    model = small.CountyModel(
        plan, seed=1, sample=small.SHARE, map_=small.small_map(), people=small.small_people()
    )
    (community,), (insurer,) = model.agents_by_type[Community], model.agents_by_type[Insurer]
    walk(model, 90)
    assert (community.budget_fen, community.budget_spent_fen, community.settlements) == (None, None, [])
    before = community.spent_fen
    walk(model, 31)
    assert community.budget_fen > 0
    assert community.budget_spent_fen == community.spent_fen - before > 0
    assert 0 < insurer.advanced_fen < community.budget_fen
    assert community.kappa == 1
    walk(model, 29)
    (end,) = community.settlements
    assert insurer.settled_fen == end.kept - end.borne != 0
    assert insurer.advanced_fen == 0


def test_the_emergency_service_counts_its_calls():
    model = walk(county({"conditions.ami.rate": 0.01}), 20)
    (service,) = model.agents_by_type[EmergencyService]
    assert service.calls == model.state.tally.people[Person.EMERGENCIES].sum() > 0


def test_institutions_can_be_subclassed():
    class Auditor(Insurer):
        def audit(self):
            return self.paid_fen

    model = county(share=0.01, agents={Insurer: Auditor})
    assert [insurer.audit() for insurer in model.agents_by_type[Auditor]] == [0]
