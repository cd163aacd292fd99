from __future__ import annotations

import numpy as np
import pytest

from sim.agents import CountyHospital, OutsideHospital, TownshipCenter, VillageClinic
from sim.care.treatment import ADMIT, KEEP, SLIP
from sim.geography.map import Kind
from sim.indicators.funnel import Fate, Way
from sim.indicators.tally import Flow, Person
from tests.small import county, outcome, walk

OPEN = {"referral.catalogue": 0.5}  # slips enough to see


@pytest.fixture(scope="module")
def model():
    return walk(county(), 30)


def test_every_facility_is_a_registered_agent(model):
    kind = model.map.facilities["kind"].to_numpy()
    number = {
        VillageClinic: (kind == Kind.VILLAGE_CLINIC).sum(),
        TownshipCenter: (kind == Kind.TOWNSHIP_CENTRE).sum(),
        CountyHospital: ((kind >= Kind.COUNTY_GENERAL) & (kind <= Kind.OTHER_HOSPITAL)).sum(),
        OutsideHospital: (kind >= Kind.NEIGHBOUR).sum(),
    }
    for one, expected in number.items():
        assert len(model.agents_by_type[one]) == expected > 0, one.__name__
    assert [facility.index for facility in model.facilities] == list(range(len(kind)))
    assert all(facility in model.agents for facility in model.facilities)


def test_a_facility_reads_map_and_state(model):
    table, tally = model.map.facilities, model.state.tally
    visits = tally.facility_table(Flow.OUTPATIENT_COUNT).sum(axis=0)
    for facility in model.facilities:
        at = facility.index
        assert facility.id == table["id"][at]
        assert facility.kind == Kind(table["kind"][at])
        assert facility.fact("beds") == table["beds"][at]
        assert facility.occupied == model.state.occupied[at]
        assert facility.wait == model.state.wait[at]
        assert facility.visits == visits[at]
    assert sum(facility.visits for facility in model.facilities) == visits.sum() > 0
    with pytest.raises(KeyError):
        model.facilities[0].fact("colour")


def test_the_hospital_whose_decision_stands_changes_nothing():
    class Agreeing:
        asked = 0

        def refer(self, need, patient, decided):
            Agreeing.asked += 1
            assert self.model.patients[patient].alive
            assert decided in (0, 1, 2, 3)
            return decided

    agents = {
        base: type(f"Own{base.__name__}", (Agreeing, base), {})
        for base in (VillageClinic, TownshipCenter, CountyHospital, OutsideHospital)
    }
    plain, agreeing = walk(county(OPEN), 100), walk(county(OPEN, agents=agents), 100)
    assert Agreeing.asked > 5_000
    assert outcome(agreeing) == outcome(plain)


class Keeper(TownshipCenter):
    """A township that never sends anybody up."""

    def refer(self, need, patient, decided):
        return KEEP if decided != ADMIT else ADMIT


class Sender(TownshipCenter):
    """A township that writes a slip for everybody."""

    def refer(self, need, patient, decided):
        return SLIP


def slips(model):
    """Slips offered by primary care."""
    return int(model.state.tally.fates(Way.UP, Fate.OFFERED).sum())


def test_a_township_with_a_decision_of_its_own():
    none, keeper, sender = (
        walk(county(OPEN, agents=agents), 60)
        for agents in ({}, {TownshipCenter: Keeper}, {TownshipCenter: Sender})
    )
    centre = none.tables.sites.kind == Kind.TOWNSHIP_CENTRE
    visits = sender.state.tally.facility_table(Flow.OUTPATIENT_COUNT)[:, centre].sum()
    assert slips(none) > slips(keeper) > 0  # villages still write theirs
    assert slips(sender) > 0.9 * visits > 2 * slips(none)
    assert sender.state.tally.facility_table(Flow.ADMISSIONS)[:, centre].sum() == 0
    assert type(keeper.facilities[int(np.flatnonzero(centre)[0])]) is Keeper
    assert Keeper in keeper.agents_by_type
    assert TownshipCenter not in keeper.agents_by_type


def test_before_the_first_slip_nothing_changes():
    """Who is seen by a township on the first day is the same; what is done with them is not."""
    plain, sender = walk(county(OPEN), 1), walk(county(OPEN, agents={TownshipCenter: Sender}), 1)
    one, two = (model.state.tally.facility[Flow.OUTPATIENT_COUNT] for model in (plain, sender))
    assert np.array_equal(one, two)
    assert slips(sender) > slips(plain)


def test_nobody_is_asked_about_an_emergency(catalogue):
    """What came by ambulance is treated or moved on at once."""
    emergencies = {name for name, urgent in zip(catalogue.ids, catalogue.emergency, strict=True) if urgent}

    class Asked(CountyHospital):
        def refer(self, need, patient, decided):
            assert need.condition not in emergencies or need.step > 0
            return decided

    model = walk(county({"conditions.ami.rate": 0.02}, agents={CountyHospital: Asked}), 20)
    assert model.state.tally.people[Person.EMERGENCIES].sum() > 10


@pytest.mark.parametrize("decided", [7, None, "slip"])
def test_what_is_no_decision_is_refused(decided):
    class Odd(TownshipCenter):
        def refer(self, need, patient, given):
            return decided

    with pytest.raises(ValueError, match="Odd decided"):
        walk(county(share=0.01, agents={TownshipCenter: Odd}), 3)


def test_nobody_is_admitted_where_there_is_no_ward():
    class Eager(VillageClinic):
        def refer(self, need, patient, decided):
            return ADMIT

    with pytest.raises(ValueError, match="not possible there"):
        walk(county(share=0.01, agents={VillageClinic: Eager}), 3)
