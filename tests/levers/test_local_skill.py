"""Levers that raise some centres or some conditions: who is treated where, for given patients and draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.care.centres import added_beds, joint_wards, people_served, raised_centres
from sim.care.joint_ward import rehabilitation
from sim.care.local_skill import INTERVENTION, local_skill
from sim.care.treatment import ADMIT, ADVISE, SLIP, decide
from sim.choice.choose import Choosers, probabilities, total_utility, utility_parts
from sim.day.choice import as_choosers, felt_places
from sim.geography.map import Kind, Option
from sim.needs.catalogue import Department, Group
from sim.policy.regimes import one_regime
from tests.day.made import cases, morning
from tests.levers.switch import switched, tables_of


def regimes_of(map_, values, *levers, **more):
    return one_regime(switched(values, *levers, **more), len(map_.villages), len(map_.facilities))


def decided(tables, facility, row=None, n=20_000):
    """What facilities decide on the same patients by the same draws."""
    rng = np.random.default_rng(5)
    rows = rng.integers(0, len(tables.treatment.admit), n) if row is None else rng.choice(row, n)
    at = rng.choice(facility, n)
    kind, bound = tables.sites.kind[at], np.ones(n, bool)
    return rows, at, decide(tables.treatment, rows, at, kind, bound, *rng.random((5, n)))


def sent_on(decision):
    return np.isin(decision.act, (SLIP, ADVISE))


def centres_of(tables):
    return np.flatnonzero(tables.sites.kind == Kind.TOWNSHIP_CENTRE)


@pytest.mark.parametrize(
    "lever", ["upgrade", "new_techniques_primary", "joint_ward", "lead_specialty", "ai_support"]
)
def test_nobody_becomes_worse_and_who_is_helped_is_kept(map_, values, tables, lever):
    """Fewer patients are sent on, and nobody who could be treated before."""
    after = tables_of(map_, switched(values, f"capability.{lever}"))
    assert (after.treatment.adequate >= tables.treatment.adequate - 1e-12).all()
    changed = np.flatnonzero((after.treatment.adequate > tables.treatment.adequate + 1e-9).any(axis=0))
    assert len(changed) > 0
    _, _, before_ = decided(tables, changed)
    _, _, after_ = decided(after, changed)
    assert (after_.adequate >= before_.adequate).all()
    assert after_.adequate.sum() > before_.adequate.sum()
    assert sent_on(after_).sum() < sent_on(before_).sum()
    assert not (sent_on(after_) & before_.adequate & ~sent_on(before_)).any()


# Upgrade


def test_a_share_of_the_central_centres_is_raised(map_, values, tables):
    centre = tables.sites.kind == Kind.TOWNSHIP_CENTRE
    assert not raised_centres(map_, regimes_of(map_, values)).any()
    everybody = raised_centres(
        map_, regimes_of(map_, values, capability__upgrade__share=1, capability__upgrade__central_share=1)
    )
    assert np.array_equal(everybody, centre)
    central = raised_centres(map_, regimes_of(map_, values, capability__upgrade__share=1))
    people = people_served(map_)
    assert central.sum() == np.ceil(0.33 * centre.sum())
    assert people[central].min() >= people[centre & ~central].max()
    raised = raised_centres(map_, regimes_of(map_, values, "capability.upgrade"))
    assert raised.sum() == round(0.333 * central.sum())
    assert not (raised & ~central).any()


def test_more_centres_raised_are_those_before_and_more(map_, values):
    before = None
    for share in (0.2, 0.4, 0.6, 0.8, 1.0):
        more = {"capability__upgrade__share": share, "capability__upgrade__central_share": 1}
        raised = raised_centres(map_, regimes_of(map_, values, **more))
        assert before is None or (raised >= before).all()
        before = raised


def test_a_raised_centre_admits_whom_it_sent_up_and_has_beds_for_them(map_, values, tables):
    regimes = regimes_of(map_, values, "capability.upgrade")
    after = tables_of(map_, switched(values, "capability.upgrade"))
    raised = np.flatnonzero(raised_centres(map_, regimes))
    beds = map_.facilities["beds"].to_numpy(float)
    assert np.array_equal(added_beds(map_, regimes)[raised], 0.5 * beds[raised])
    assert (after.sites.beds[raised] >= tables.sites.beds[raised]).all()
    _, _, was = decided(tables, raised)
    _, _, now = decided(after, raised)
    assert ((now.act == ADMIT) >= (was.act == ADMIT)).all()
    assert (now.act == ADMIT).sum() > (was.act == ADMIT).sum()
    others = np.setdiff1d(np.arange(len(beds)), raised)
    assert np.array_equal(after.treatment.adequate[:, others], tables.treatment.adequate[:, others])
    assert np.array_equal(after.sites.level, tables.sites.level)  # prices stay those of a township


# New techniques


def test_a_technique_serves_one_condition_at_one_centre(map_, values, tables):
    catalogue = tables.catalogue
    before = np.zeros((len(catalogue) * 3, len(tables.sites.kind)))
    for count in (1, 2, 10, 43):
        regimes = regimes_of(map_, values, capability__new_techniques__count=count)
        added = local_skill(map_, tables.sites, catalogue, regimes)
        assert (added >= before).all()  # what is in use stays in use
        pairs = int((added[::3] > 0).sum())
        assert 0 < pairs <= count * len(map_.counties)
        assert set(np.unique(added)) == {0.0, values["capability.new_techniques.gain"]}
        assert (added[:, tables.sites.kind != Kind.TOWNSHIP_CENTRE] == 0).all()
        assert (added[np.repeat(catalogue.emergency, 3)] == 0).all()
        before = added


# Joint ward


def test_one_joint_ward_treats_rehabilitation_where_most_people_live(map_, values, tables):
    regimes = regimes_of(map_, values, "capability.joint_ward")
    ward = np.flatnonzero(joint_wards(map_, regimes))
    assert len(ward) == len(map_.counties) == 1
    assert people_served(map_)[ward[0]] == people_served(map_)[centres_of(tables)].max()
    after = tables_of(map_, switched(values, "capability.joint_ward"))
    change = after.treatment.adequate - tables.treatment.adequate
    rehabilitation = (tables.catalogue.department == Department.TCM_REHAB) & tables.catalogue.down_listed
    assert (change[np.repeat(~rehabilitation, 3)] == 0).all()
    assert (change[np.repeat(rehabilitation, 3)][:, ward[0]] > 0).any()
    assert after.treatment.beds[ward[0]]
    assert after.sites.beds[ward[0]] > tables.sites.beds[ward[0]]
    assert (after.down.able[:, ward[0]] >= tables.down.able[:, ward[0]]).all()
    rows = np.flatnonzero(np.repeat(rehabilitation, 3))
    _, _, was = decided(tables, ward, rows)
    _, _, now = decided(after, ward, rows)
    assert (now.act == ADMIT).sum() > (was.act == ADMIT).sum()
    assert sent_on(now).sum() < sent_on(was).sum()


def test_a_joint_ward_stands_where_it_is_named(map_, values, tables):
    centre = centres_of(tables)[-1]
    regimes = regimes_of(map_, values)
    one = dict(values) | {"capability.joint_ward.wards": 1, "capability.joint_ward.beds": 20}
    of_facility = regimes.of_facility.copy()
    of_facility[centre] = 1
    named = type(regimes)([values, one], regimes.of_people, of_facility)
    assert np.flatnonzero(joint_wards(map_, named)).tolist() == [centre]


def test_villagers_who_know_go_to_the_joint_ward_for_rehabilitation(map_, values, tables):
    model = morning({"capability.joint_ward.wards": 1, "capability.joint_ward.beds": 20})
    state, lines = model.state, model.tables.lines
    plain, now = (
        felt_places(state, replace(model.tables, lines=tables.lines)),
        felt_places(state, model.tables),
    )
    assert len(plain) == len(Group) and len(now) == len(Group) + len(lines.group)
    assert np.array_equal(now[: len(Group)], plain)
    ward = np.flatnonzero(joint_wards(map_, model.tables.regimes))
    at_ward = np.isin(map_.options, ward)
    for line, group in enumerate(lines.group):
        gain = now[len(Group) + line] - plain[group]
        assert (gain[~at_ward] == 0).all()
        assert (gain[at_ward] > 0).all()
    treated = np.repeat(rehabilitation(tables.catalogue), 3)
    assert (lines.row >= len(Group))[treated].any() and (lines.row < len(Group))[~treated].all()
    who = Choosers(
        *(
            column[:1000]
            for column in as_choosers(state, cases(model, np.arange(1000), "rehabilitation", severity=1))
        )
    )
    before, after = (
        probabilities(total_utility(utility_parts(t.choice, t.rules, t.minutes, felt, who)))
        for t, felt in ((tables, plain), (model.tables, now))
    )
    centre = [Option.OWN_CENTRE, Option.NEAR_CENTRE]
    here = at_ward[who.village][:, centre].any(axis=1)
    change = (after - before)[:, centre].sum(axis=1)
    assert change[here].min() > -1e-12
    assert change[here].max() > 0
    assert np.allclose(change[~here], 0)


# Specialty of the lead hospital, support by computer


def test_intervention_keeps_hearts_and_strokes_in_the_county(map_, values, tables):
    after = tables_of(map_, switched(values, "capability.lead_specialty"))
    change = after.treatment.adequate - tables.treatment.adequate
    served = np.repeat(np.isin(tables.catalogue.ids, INTERVENTION), 3)
    assert (change[served][:, tables.sites.lead] > 0).all()
    assert (change[~served] == 0).all()
    assert (change[:, ~tables.sites.lead] == 0).all()
    was, now = tables.emergency.destination, after.emergency.destination
    assert ((now == Option.CITY) <= (was == Option.CITY)).all()


def test_support_helps_primary_care_with_common_conditions_only(map_, values, tables):
    after = tables_of(map_, switched(values, "capability.ai_support"))
    change = after.treatment.adequate - tables.treatment.adequate
    primary = tables.sites.kind <= Kind.TOWNSHIP_CENTRE
    assert (change[:, ~primary] == 0).all()
    listed = np.repeat((tables.catalogue.kind != Group.MAJOR) & ~tables.catalogue.emergency, 3)
    assert (change[~listed] == 0).all()
    assert (change[listed][:, primary] > 0).mean() > 0.9
