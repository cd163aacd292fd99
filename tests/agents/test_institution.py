from __future__ import annotations

import numpy as np
import pytest

from sim.agents import Community, EmergencyService, Insurer
from sim.geography.map import Kind
from sim.indicators.tally import Flow, Person
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
