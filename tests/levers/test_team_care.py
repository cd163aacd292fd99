"""Management, long prescriptions, home care: which way each moves the decision it acts on.

The same people and the same draws, with the lever and without.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from sim.care.team import CARRIED, HOME_CARE, TEAM
from sim.choice.choose import probabilities, total_utility, utility_parts
from sim.day import village_doctors
from sim.day.calendar import schemes
from sim.day.choice import Going, as_choosers, felt_places, go
from sim.day.clinics import attend
from sim.day.clock import Clock
from sim.day.followup import effective_ways, follow_up, home_visits, open_hours, team_work
from sim.day.supply import dispense, stable, use_supply
from sim.day.visit_bills import bill_visits
from sim.day.visits import new_visits
from sim.geography.map import Option
from sim.indicators.tally import Person
from sim.model import CountyModel
from sim.policy.groups import CODES, Trait
from sim.policy.regimes import Regimes
from sim.population.people import Chronic
from tests.day import made
from tests.day.made import cases, counted
from tests.small import Diary, Overrides, county, outcome, small_people, walk

MANAGE = {"contract.chronic_management.share": 1.0}
LONG = {"contract.long_prescription.days": 56}
VISIT = {"contract.home_care.on": 1}
ALL = {"contract.chronic_management.share": 0.65, **LONG, **VISIT}
MANY_BEDBOUND = {"population.bedbound.from_65": 0.5, "population.bedbound.from_80": 0.5}


def morning(levers: Overrides, served: float = 1.0, **more: Any) -> CountyModel:
    """A quiet county whose teams honour this share of their contracts."""
    model = made.morning(levers, **more)
    model.state.doctors.served = np.full(len(model.map.facilities), served)
    team_work(model.state, model.tables)
    model.state.owed[:] = 0.0
    return model


def on(clock: Clock, days: int) -> Clock:
    return replace(clock, date=clock.date + timedelta(days=days))


# Standard management


@pytest.fixture
def managed():
    """A quiet county whose team follows up every signed patient, and the people it manages."""
    model = morning(MANAGE)
    return model, model.state.rounds.person


def quarter(model) -> None:
    for day in range(91):
        follow_up(model.state, on(model.clock, day), model.tables)


def test_management_raises_control_of_given_patients_and_harms_nobody(managed):
    model, who = managed
    people = model.state.people
    before = people.controlled.copy()
    quarter(model)
    after = people.controlled
    assert (after & before == before).all()  # a contact ends no control
    won = after != before
    assert won.any() and not np.isin(np.flatnonzero(won), who, invert=True).any()
    both = Chronic.HYPERTENSION | Chronic.DIABETES
    assert not ((after ^ before) & ~np.uint8(both)).any()  # nothing else is followed up
    open_ = np.bitwise_count((people.chronic & ~before & both)[who]).sum()
    gain = model.tables.values["care.control_gain_signed"]
    assert abs(np.bitwise_count(after ^ before).sum() - gain * open_) < 4 * np.sqrt(gain * open_)


def test_everybody_managed_is_seen_once_a_quarter(managed):
    model, who = managed
    quarter(model)
    assert counted(model, Person.FOLLOW_UPS) == len(who) > 100
    people = model.state.people
    assert people.signed[who].all()
    assert (people.chronic[who] & (Chronic.HYPERTENSION | Chronic.DIABETES)).all()
    assert model.state.tally.visit_table().sum() == 0 or counted(model, Person.NEEDS) == 0


def test_management_costs_the_clinic_places(managed):
    model, who = managed
    sites, tables = model.tables.sites, model.tables
    quarter(model)
    minutes = tables.values["contract.chronic_management.minutes"]
    assert model.state.owed.sum() == minutes * len(who) == counted(model, Person.TEAM_MINUTES)
    owing = model.state.owed > 0
    slots, session = open_hours(model.state, tables, sites.doctors, sites.slots)
    assert (session[owing] < sites.session[owing]).all()
    assert (slots[owing] < sites.slots[owing]).all()
    assert (slots[~owing] == sites.slots[~owing]).all()
    assert (slots[owing] * sites.service[owing] >= 0.5 * (sites.doctors * sites.session)[owing] - 10).all()
    days = 1
    while model.state.owed.any():
        open_hours(model.state, tables, sites.doctors, sites.slots)
        days += 1
    assert 1 < days < 91  # done before the next quarter


def test_the_dead_the_absent_and_those_in_hospital_are_not_seen(managed):
    model, who = managed
    third = len(who) // 3
    model.state.people.alive[who[:third]] = False
    model.state.present[who[third : 2 * third]] = False
    model.state.inside[who[2 * third :]] = True
    before = model.state.people.controlled.copy()
    quarter(model)
    assert counted(model, Person.FOLLOW_UPS) == 0
    assert (model.state.people.controlled == before).all()
    assert not model.state.owed.any()


def test_more_management_only_adds_people():
    some = set(morning({"contract.chronic_management.share": 0.4}).state.rounds.person.tolist())
    more = set(morning({"contract.chronic_management.share": 0.7}).state.rounds.person.tolist())
    assert some < more
    half = morning({"contract.chronic_management.share": 0.7}, served=0.5)
    assert set(half.state.rounds.person.tolist()) < more


# Long prescriptions


def patients(model, controlled: bool = True) -> np.ndarray:
    """Served hypertensives at home, all of them controlled or not."""
    people = model.state.people
    who = np.flatnonzero(people.signed & ((people.chronic & Chronic.HYPERTENSION) > 0))
    bit = np.uint8(Chronic.HYPERTENSION)
    people.controlled[who] = (people.controlled[who] | bit) if controlled else people.controlled[who] & ~bit
    return who


def test_a_stable_patient_makes_fewer_visits_and_keeps_control():
    model = morning(LONG)
    who = patients(model)
    mild = cases(model, who, "hypertension", origin=4)
    before = model.state.people.controlled.copy()
    rest = use_supply(model.state, model.clock, model.tables, mild)
    met = ~np.isin(who, rest["person"])
    assert abs(met.mean() - 0.5) < 4 * 0.5 / np.sqrt(len(who))
    assert counted(model, Person.LONG_SUPPLY) == met.sum() == counted(model, Person.ENDED_WELL)
    # Control of those who stay at home moves as by a visit, by the same draws; that of the others waits.
    other = morning({})
    patients(other)
    assert len(use_supply(other.state, other.clock, other.tables, mild)) == len(mild)
    assert (model.state.people.controlled[rest["person"]] == before[rest["person"]]).all()
    lost = (model.state.people.controlled[who[met]] & Chronic.HYPERTENSION) == 0
    lapse = model.tables.values["care.control_lapse"]
    assert abs(lost.mean() - lapse) < 4 * np.sqrt(lapse / met.sum())


def test_longer_supply_never_adds_a_visit():
    kept = []
    for days in (28, 42, 56, 84):
        model = morning({"contract.long_prescription.days": days})
        mild = cases(model, patients(model), "hypertension", origin=4)
        kept.append(set(use_supply(model.state, model.clock, model.tables, mild)["person"].tolist()))
    assert kept[0] > kept[1] > kept[2] > kept[3]
    assert len(kept[0]) == len(mild)


@pytest.mark.parametrize("fields", [{"severity": 1}, {"step": 1}, {"place": Option.OWN_CENTRE}])
def test_others_go_as_before(fields):
    model = morning(LONG)
    case = cases(model, patients(model), "hypertension", origin=4, **fields)
    assert len(use_supply(model.state, model.clock, model.tables, case)) == len(case)


def test_the_unstable_and_those_on_paper_go_as_before():
    for model, controlled in ((morning(LONG), False), (morning(LONG, served=0.0), True)):
        case = cases(model, patients(model, controlled), "hypertension", origin=4)
        assert len(use_supply(model.state, model.clock, model.tables, case)) == len(case)


@pytest.mark.parametrize("kernel", ["numpy", "numba"])
def test_the_bill_of_a_long_prescription_holds_more_drugs(kernel, interpreted):
    bills = []
    for lever in (LONG, {}):
        model = morning(lever, kernel=kernel)
        case = cases(model, patients(model), "hypertension", place=Option.OWN_CENTRE)
        n = len(case)
        visits = new_visits(
            case, case["place"].astype(np.int64), np.zeros(n, int), np.zeros(n, bool), np.ones(n)
        )
        assert len(stable(model.state, model.tables, case)) == n
        dispense(model.state, model.tables, visits)
        bill_visits(model.state, model.tables, visits)
        bills.append(visits.bill)
    more = 1.0 + model.tables.values["prices.part.visit.drugs.township"]  # drugs for twice as long
    np.testing.assert_allclose(bills[0], bills[1] * more, atol=2.0)


# Home care


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


# Off, on paper, and before the first day


def run(changes, days: int = 60):
    model = county(changes, people=small_people(share=0.02), sample=0.02)
    diary = Diary()
    model.observers.append(diary)
    return walk(model, days), diary


def test_on_paper_the_levers_change_nothing(monkeypatch):
    """Nobody is truly served: to the bit the county without the levers, whatever the records say."""
    monkeypatch.setattr(
        village_doctors, "willing", lambda regimes, reward=0.0: np.zeros(len(regimes.of_facility))
    )
    with_levers, without = (outcome(run(levers)[0]) for levers in (ALL, {}))
    recorded = "snapshot.standard_recorded"
    assert with_levers.pop(recorded) != without.pop(recorded)
    assert with_levers == without


@pytest.mark.parametrize("path", ALL)
def test_a_lever_changes_nothing_before_its_day(path):
    begin = run({}, 1)[0].clock.date
    model, diary = run({path: {begin + timedelta(days=30): ALL[path]}})
    other, plain = run({})
    assert diary.days[:30] == plain.days[:30]
    assert outcome(model) != outcome(other)


def test_levers_reach_only_whom_they_are_for():
    """In force for the elderly alone."""
    model = morning(MANY_BEDBOUND)
    state, off = model.state, model.tables.regimes
    reached = np.zeros_like(off.of_people)
    reached[:, (np.arange(CODES) & Trait.ELDERLY) > 0] = 1
    regimes = Regimes([off.county, {**off.county, **ALL}], reached, off.of_facility)
    tables = replace(model.tables, regimes=regimes)
    state.scheme = schemes(state.people, state.codes, tables)
    team_work(state, tables)
    elderly = (state.codes & Trait.ELDERLY) > 0
    assert len(state.rounds.person) > 20
    assert elderly[state.rounds.person].all()
    visited = state.way == HOME_CARE
    assert visited.any() and elderly[visited].all()
    who = patients(model)
    rest = use_supply(state, model.clock, tables, cases(model, who, "hypertension", origin=4))
    met = np.setdiff1d(who, rest["person"])
    assert len(met) and elderly[met].all()


# Follow-ups that stand in the records only


def planned(served: float, recorded: float) -> CountyModel:
    """A morning on which teams honour a part of their contracts and record a part of the rest."""
    return morning({"contract.chronic_management.share": 0.6, "contract.doctor.recorded": recorded}, served)


def test_who_is_recorded_is_among_those_who_should_be_managed_and_are_not():
    everybody = set(planned(1.0, 0.3).state.rounds.person.tolist())
    half, idle = (planned(served, 0.3).state for served in (0.5, 0.0))
    done, papers = set(half.rounds.person.tolist()), set(half.papers.person.tolist())
    assert not papers & done
    assert papers < everybody - done
    assert len(papers) == pytest.approx(0.3 * len(everybody - done), rel=0.3)
    assert not len(idle.rounds.person) and papers <= set(idle.papers.person.tolist())


def test_more_recording_only_adds_people_and_touches_no_care():
    few, many = (planned(0.5, recorded).state for recorded in (0.2, 0.7))
    assert set(few.papers.person.tolist()) < set(many.papers.person.tolist())
    np.testing.assert_array_equal(few.rounds.person, many.rounds.person)
