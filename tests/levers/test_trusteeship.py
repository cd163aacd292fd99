"""Centres and departments in trust of the lead hospital: whom they keep, and who comes."""

from __future__ import annotations

import numpy as np
import pytest

from sim.care.centres import people_served
from sim.care.stakes import stakes
from sim.care.treatment import ADVISE, SLIP, decide
from sim.care.trust_income import handed_over
from sim.care.trusteeship import in_trust, trusteeship_skill
from sim.choice.choose import probabilities, total_utility, utility_parts
from sim.day.choice import as_choosers, felt_places
from sim.geography.map import Kind, Option
from sim.needs.catalogue import Department
from sim.policy.regimes import Regimes, one_regime
from tests.day.made import cases, morning
from tests.levers.switch import switched, tables_of

LEVER = "capability.trusteeship"
TCM_REHAB = {"capability__trusteeship__part": 5}


def regimes_of(map_, values, *levers, **more):
    return one_regime(switched(values, *levers, **more), len(map_.villages), len(map_.facilities))


def held(map_, tables, regimes):
    return in_trust(map_, tables.sites, tables.catalogue, regimes)


def test_three_centres_that_serve_most_people_are_run_as_a_whole(map_, values, tables):
    which = held(map_, tables, regimes_of(map_, values, LEVER))
    centres = which.any(axis=0)
    assert centres.sum() == 3 and np.array_equal(which.all(axis=0), centres)
    assert (tables.sites.kind[centres] == Kind.TOWNSHIP_CENTRE).all()
    others = (tables.sites.kind == Kind.TOWNSHIP_CENTRE) & ~centres
    people = people_served(map_)
    assert people[centres].min() >= people[others].max()
    assert not held(map_, tables, regimes_of(map_, values)).any()
    assert not held(map_, tables, regimes_of(map_, values, LEVER, capability__trusteeship__part=0)).any()


def test_a_department_alone(map_, values, tables):
    which = held(map_, tables, regimes_of(map_, values, LEVER, **TCM_REHAB))
    mine = tables.catalogue.department == Department.TCM_REHAB
    assert which.any() and np.array_equal(which.any(axis=1), mine)
    internal = held(map_, tables, regimes_of(map_, values, LEVER, capability__trusteeship__part=2))
    wanted = np.isin(tables.catalogue.department, (Department.INTERNAL, Department.EMERGENCY))
    assert np.array_equal(internal.any(axis=1), wanted)


def test_a_named_centre_is_the_one_in_trust(map_, values, tables):
    centre = np.flatnonzero(tables.sites.kind == Kind.TOWNSHIP_CENTRE)[-1]
    plain = regimes_of(map_, values)
    of_facility = plain.of_facility.copy()
    of_facility[centre] = 1
    regimes = Regimes([values, switched(values, LEVER)], plain.of_people, of_facility)
    assert np.flatnonzero(held(map_, tables, regimes).any(axis=0)).tolist() == [centre]


def test_part_of_the_gap_closes_and_patients_are_kept(map_, values, tables):
    regimes = regimes_of(map_, values, LEVER)
    which = held(map_, tables, regimes)
    added = trusteeship_skill(map_, tables.sites, tables.catalogue, regimes)
    gap = values["care.capability.general"] - values["care.capability.township"]
    assert added[which] == pytest.approx(0.4 * gap) and not added[~which].any()
    after = tables_of(map_, switched(values, LEVER))
    centres = np.flatnonzero(which.any(axis=0))
    rng, n = np.random.default_rng(5), 20_000
    row, at = rng.integers(0, len(tables.treatment.admit), n), rng.choice(centres, n)
    kind, bound, draws = tables.sites.kind[at], np.ones(n, bool), rng.random((5, n))
    was, now = (decide(one.treatment, row, at, kind, bound, *draws) for one in (tables, after))
    assert (now.adequate >= was.adequate).all() and now.adequate.sum() > was.adequate.sum()
    assert np.isin(now.act, (SLIP, ADVISE)).sum() < np.isin(was.act, (SLIP, ADVISE)).sum()
    same = np.setdiff1d(np.arange(len(tables.sites.kind)), centres)
    assert np.array_equal(after.treatment.adequate[:, same], tables.treatment.adequate[:, same])


@pytest.mark.parametrize(("condition", "part"), [("other_internal", 1), ("rehabilitation", 5)])
def test_villagers_who_know_go_there_more(map_, values, tables, condition, part):
    after = tables_of(map_, switched(values, LEVER, capability__trusteeship__part=part))
    centres = np.flatnonzero(held(map_, tables, after.regimes).any(axis=0))
    model = morning()
    who = as_choosers(model.state, cases(model, np.arange(1000), condition, severity=1))
    before_, after_ = (
        probabilities(
            total_utility(
                utility_parts(one.choice, one.rules, one.minutes, felt_places(model.state, one), who)
            )
        )
        for one in (tables, after)
    )
    centre = [Option.OWN_CENTRE, Option.NEAR_CENTRE]
    here = np.isin(map_.options, centres)[who.village][:, centre].any(axis=1)
    change = (after_ - before_)[:, centre].sum(axis=1)
    assert (change[here] > 0).all() and np.allclose(change[~here], 0)
    silent = tables_of(map_, switched(values, LEVER, capability__trusteeship__known=0))
    assert not silent.lines.better.any()


def test_other_departments_are_seen_as_before(map_, values, tables):
    after = tables_of(map_, switched(values, LEVER, **TCM_REHAB))
    mine = np.repeat(tables.catalogue.department == Department.TCM_REHAB, 3)
    assert (after.lines.row[~mine] == np.repeat(tables.catalogue.kind, 3)[~mine]).all()


def test_new_income_is_shared_and_sways_both(map_, values, tables):
    """A stay brings the centre less and the hospital something: one admits less, one sends down more."""
    after = tables_of(map_, switched(values, LEVER))
    centres = held(map_, tables, after.regimes).any(axis=0)
    lead = int(np.flatnonzero(tables.sites.lead)[0])
    who = stakes(map_, after.sites, after.regimes, after.purses)
    before = stakes(map_, tables.sites, tables.regimes, tables.purses)
    assert who.income[centres] == pytest.approx(0.8 * before.income[centres])
    assert np.array_equal(who.income[~centres], before.income[~centres])
    members = (tables.sites.kind == Kind.TOWNSHIP_CENTRE) & (
        tables.sites.community == tables.sites.community[lead]
    )
    assert who.shared[lead] == pytest.approx(0.2 * centres.sum() / members.sum())
    assert not np.delete(who.shared, lead).any()
    stay = tables.treatment.admit > 0
    assert (after.incentive.admit[stay][:, centres] < tables.incentive.admit[stay][:, centres]).all()
    assert (after.incentive.down[:, lead] > tables.incentive.down[:, lead]).any()
    assert (after.incentive.down[:, lead] >= tables.incentive.down[:, lead]).all()
    others = np.flatnonzero(~centres & ~tables.sites.lead)
    assert np.array_equal(after.incentive.admit[:, others], tables.incentive.admit[:, others])


def test_of_a_department_its_part_of_the_income_is_shared(map_, values, tables):
    regimes = regimes_of(map_, values, LEVER, **TCM_REHAB)
    handed = handed_over(map_, tables.sites, regimes)
    centres = held(map_, tables, regimes).any(axis=0)
    assert handed[centres] == pytest.approx(0.2 * values["care.department_share.tcm_rehab"])
    assert not handed[~centres].any()
    free = regimes_of(map_, values, LEVER, capability__trusteeship__income_share=0)
    assert not handed_over(map_, tables.sites, free).any()
