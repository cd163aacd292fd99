"""Levers of contracts: the decision each of them acts on, for given people and draws."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.care.sites import build_sites
from sim.care.treatment import ADVISE, KEEP, SLIP, decide
from sim.choice.choose import probabilities, total_utility, utility_parts
from sim.day.bill_kinds import starts_at_own_team
from sim.day.choice import felt_places
from sim.day.signing import sign_up
from sim.day.tables import compile_tables
from sim.day.village_doctors import close_month_of_doctors, willing
from sim.day.visits import new_visits
from sim.geography.map import Kind, Option
from sim.indicators.tally import Flow, Person
from sim.money.outpatient import PoolYear, settle_outpatient
from sim.money.rules import Pool
from sim.needs.cases import OUT_SLIP, UP_SLIP, Origin, new_cases
from sim.policy.groups import CODES, Trait
from sim.policy.regimes import Regimes
from tests.choice.people import choosers
from tests.levers.switch import switched, tables_of
from tests.small import county, single, small_map, walk

START = date(2023, 10, 10)


def regimes_with(values, **changes):
    """Return the small county's values with some changed."""
    return single(small_map(), dict(values) | changes)


# coverage


def test_a_higher_coverage_only_adds_people_and_from_its_day_on():
    plain, more = county(), county({"contract.coverage.general": {START: 0.9}})
    for day in range(10):
        plain.step()
        more.step()
        before, after = plain.state.people.signed, more.state.people.signed
        assert (after >= before).all()
        assert (after.sum() > before.sum()) == (plain.clock.date >= START), day
    signed = (more.state.codes & np.uint8(Trait.SIGNED)) != 0
    np.testing.assert_array_equal(signed, more.state.people.signed)


def test_a_lower_coverage_lets_contracts_lapse_at_new_year_only():
    model = county({"contract.coverage.general": {START: 0.2}}, share=0.01)
    walk(model, 60)
    kept = model.state.people.signed.sum()
    walk(model, 32)
    assert model.clock.date == date(2024, 1, 2)
    assert model.state.people.signed.sum() < 0.9 * kept


def test_coverage_reaches_only_the_places_and_groups_of_its_regime(values):
    model = county()
    before = model.state.people.signed.copy()
    more = dict(values) | {"contract.coverage.general": 0.9, "contract.coverage.elderly": 0.95}
    villages, facilities = len(small_map().villages), len(small_map().facilities)
    of_people = np.zeros((villages, CODES), np.int16)
    elderly = (np.arange(CODES) & Trait.ELDERLY) != 0
    of_people[0, :] = 1
    of_people[1, elderly] = 1
    regimes = Regimes([values, more], of_people, np.zeros(facilities, np.int16))
    sign_up(model.state, compile_tables(small_map(), regimes, model.state.sample, 1), renew=False)
    people = model.state.people
    new = people.signed & ~before
    assert new.any()
    assert ((people.village[new] == 0) | ((people.village[new] == 1) & (people.age[new] >= 65))).all()
    assert not (before & ~people.signed).any()


def test_a_smaller_panel_leaves_people_without_a_place():
    model = county({"contract.panel_size": 300})
    assert model.state.unplaced.sum() > 0
    assert model.state.people.signed.sum() < county().state.people.signed.sum()


def test_a_change_of_other_values_is_no_occasion_to_sign():
    """Whom a full team had no place for does not slip in when some other number changes."""
    full = {"contract.panel_size": 300}
    plain, other = county(full), county(full | {"learning.rate": {START: 0.05}})
    for model in (plain, other):
        model.state.people.alive[:500] = False
        walk(model, 10)
    np.testing.assert_array_equal(plain.state.people.signed, other.state.people.signed)


# kind


@pytest.mark.parametrize(("kind", "sign"), [(1, 0), (2, 1), (3, 1)])
def test_a_signed_resident_starts_at_primary_care_more_often_under_first_contact(values, kind, sign):
    """Nothing changes for who is not signed, nor under a soft contract."""
    map_ = small_map()
    plain = compile_tables(map_, single(map_, values), 1.0, 1)
    kinds = compile_tables(map_, regimes_with(values, **{"contract.kind": kind}), 1.0, 1)
    belief = np.full((3, len(map_.villages), len(Option)), 0.6)
    own = [Option.OWN_CLINIC, Option.OWN_CENTRE]
    for signed in (True, False):
        chance = []
        for tables in (plain, kinds):
            who = choosers(tables, signed=signed, village=0)
            felt = tables.choice.trust * belief
            parts = utility_parts(tables.choice, tables.rules, tables.minutes, felt, who)
            chance.append(probabilities(total_utility(parts))[0, own].sum())
        assert np.sign(chance[1] - chance[0]) == (sign if signed else 0)


def test_a_bundled_team_pulls_harder_than_first_contact(values):
    ties = [
        compile_tables(small_map(), regimes_with(values, **{"contract.kind": kind}), 1.0, 1).choice.tie[1]
        for kind in range(4)
    ]
    assert ties[0] == ties[1] < ties[2] < ties[3]


# practitioners


def test_more_practitioners_add_places_at_centres_and_nowhere_else(values):
    map_ = small_map()
    plain = build_sites(map_, single(map_, values), 1.0, 1)
    same = build_sites(map_, regimes_with(values, **{"contract.gp_density": 3.0}), 1.0, 1)
    more = build_sites(map_, regimes_with(values, **{"contract.gp_density": 10.0}), 1.0, 1)
    centre = plain.kind == Kind.TOWNSHIP_CENTRE
    at = centre[plain.unit_facility]
    assert (same.staff == plain.staff).all() and (same.capability == plain.capability).all()
    assert (more.slots[at] >= plain.slots[at]).all() and more.slots[at].sum() > plain.slots[at].sum()
    assert (more.slots[~at] == plain.slots[~at]).all()
    assert (more.capability[centre] > plain.capability[centre]).all()
    assert (more.capability[~centre] == plain.capability[~centre]).all()
    # 6.92 practitioners more for each 10,000 of the county's people
    people = map_.counties["population_2020"].sum()
    assert (more.staff - plain.staff).sum() == pytest.approx(6.92 * people / 10_000)


def test_more_practitioners_hold_more_residents():
    tight = {"contract.panel_size": 300}
    few, many = county(tight), county(tight | {"contract.gp_density": 10})
    assert many.state.unplaced.sum() < few.state.unplaced.sum()


# village doctors


def test_contract_money_raises_the_share_truly_served(values):
    shares = [willing(regimes_with(values, **{"contract.doctor.contract_fee": fee})) for fee in (1000, 4000)]
    assert (shares[1] > shares[0]).all()


def test_a_busy_doctor_serves_fewer_of_the_signed():
    calm, busy = county(share=0.01), county({"contract.doctor.month_minutes": 7200}, share=0.01)
    for model in (calm, busy):
        walk(model, 31)
        model.state.people.signed[:] = True
        close_month_of_doctors(model.state, model.clock, model.tables)
    some = calm.state.doctors.posts > 0
    assert (busy.state.served <= willing(busy.tables.regimes))[some].all()
    assert busy.state.served[some].mean() < willing(busy.tables.regimes)[some].mean()


def test_who_earns_less_than_outside_leaves_more_often():
    """With the same draws whoever leaves at a high income leaves at a low one too."""
    gone = []
    for outside in (200_000, 500_000):
        model = county({"contract.doctor.outside_income": outside, "contract.doctor.quit_rise": 0.1})
        walk(model, 1)
        left = np.zeros(len(model.state.doctors.until), bool)
        for month in range(24):
            model.state.doctors.until[:] = 0
            model.state.doctors.income[:] = 210_000
            clock = type(model.clock)(month * 30, date(2024, 1 + month % 12, 28), 0, False)
            close_month_of_doctors(model.state, clock, model.tables)
            left |= model.state.doctors.until > 0
        gone.append(left)
    assert (gone[1] >= gone[0]).all()
    assert gone[1].sum() > gone[0].sum()


def test_a_higher_fee_keeps_borderline_cases_in_the_village(values):
    map_ = small_map()
    low, high = (
        compile_tables(map_, regimes_with(values, **{"contract.doctor.consultation_fee": fee}), 1.0, 1)
        for fee in (600, 2000)
    )
    n = 20_000
    rng = np.random.default_rng(3)
    row = rng.integers(0, len(low.catalogue) * 3, n)
    clinic = np.flatnonzero(low.sites.kind == Kind.VILLAGE_CLINIC)
    facility = clinic[rng.integers(0, len(clinic), n)]
    kind, draws = low.sites.kind[facility], [np.ones(n, bool), *rng.random((5, n))]
    before, after = (decide(t.treatment, row, facility, kind, *draws).act for t in (low, high))
    borderline = low.treatment.adequate[row, facility] >= values["contract.doctor.borderline"]
    sent = [np.isin(act, (SLIP, ADVISE)) for act in (before, after)]
    assert (sent[1] <= sent[0]).all()
    assert (before == after)[~borderline].all()
    kept = sent[0] & ~sent[1]
    assert kept.sum() > 0.2 * (sent[0] & borderline).sum() > 0
    assert (after[kept] == KEEP).all()


def test_nobody_chooses_a_clinic_without_a_doctor_and_who_was_booked_there_is_turned_away():
    model = county(share=0.01)
    walk(model, 10)
    state = model.state
    clinic = state.doctors.facility[0]
    state.doctors.until[state.doctors.facility == clinic] = 40
    before = state.tally.facility_table(Flow.OUTPATIENT_COUNT)[:, clinic].sum()
    at_home = state.people.alive & ~state.people.away & ~state.inside
    village = np.flatnonzero(model.map.options[:, Option.OWN_CLINIC] == clinic)
    person = np.flatnonzero(at_home & np.isin(state.people.village, village)).astype(np.int32)[:5]
    nothing = np.zeros(len(person), np.int8)
    booked = new_cases(np.arange(len(person), dtype=np.uint64), person, nothing, nothing)
    booked["target"], booked["place"], booked["origin"] = clinic, Option.OWN_CLINIC, Origin.BOOKED
    state.agenda.put(booked, model.clock.day + 1)
    state.tally.people[Person.NEEDS, 0] += len(booked)
    for _ in range(10):
        model.step()
        assert (felt_places(state, model.tables)[:, model.map.options == clinic] == -np.inf).all()
    assert before > 0
    assert state.tally.facility_table(Flow.OUTPATIENT_COUNT)[:, clinic].sum() == before
    assert state.tally.facility_table(Flow.REFUSED)[:, clinic].sum() >= len(person) > 0
    assert state.doctors.closed_days[clinic] == 10


# benefit


def at(model, person, facility, slip):
    """Visits of people at facilities, with slips or without."""
    case = new_cases(
        np.arange(len(person), dtype=np.uint64),
        np.array(person, np.int32),
        *np.zeros((2, len(person)), np.int8),
    )
    case["target"], case["slip"] = facility, slip
    nothing = np.zeros(len(person))
    return new_visits(case, nothing.astype(np.int64), nothing.astype(np.int64), nothing > 0, nothing)


def test_the_benefits_are_for_those_who_start_at_primary_care_under_first_contact():
    model = county({"contract.kind": 2}, share=0.01)
    people, kind = model.state.people, model.tables.sites.kind
    signed, unsigned = np.flatnonzero(people.signed)[0], np.flatnonzero(~people.signed)[0]
    clinic, hospital = (
        np.flatnonzero(kind == Kind.VILLAGE_CLINIC)[0],
        np.flatnonzero(kind == Kind.COUNTY_GENERAL)[0],
    )
    who = [signed, signed, signed, signed, unsigned, unsigned]
    where = [clinic, hospital, hospital, hospital, clinic, hospital]
    slips = [0, 0, UP_SLIP, OUT_SLIP, 0, UP_SLIP]
    visits = at(model, who, where, slips)
    flags = starts_at_own_team(model.state, model.tables, visits)
    assert flags.tolist() == [True, False, True, False, False, False]
    soft = county({"contract.kind": 1}, share=0.01)
    assert not starts_at_own_team(soft.state, soft.tables, visits).any()


def test_own_cost_falls_with_the_benefits(map_, values):
    """The same bills at primary care, whatever was used of deductible and limit."""
    plain = tables_of(map_, dict(values)).rules
    with_benefit = tables_of(map_, switched(values, "contract.benefit", "contract.kind")).rules
    rng = np.random.default_rng(2)
    n = 5_000
    bill, level = rng.integers(1_000, 30_000, n), rng.integers(0, 2, n)
    pool = rng.choice([Pool.ORDINARY, Pool.CHRONIC], n)
    year = PoolYear(*(rng.integers(0, high, n) for high in (20_000, 20_000, 40_000, 100_000, 10_000)))
    first = np.ones(n, bool)
    before = settle_outpatient(plain, bill, level, np.ones(n, np.int64), pool, year, first).fund
    after = settle_outpatient(with_benefit, bill, level, np.ones(n, np.int64), pool, year, first).fund
    unsigned = settle_outpatient(with_benefit, bill, level, np.ones(n, np.int64), pool, year, ~first).fund
    assert (after >= before).all()
    assert (after > before).mean() > 0.1
    np.testing.assert_array_equal(unsigned, before)
