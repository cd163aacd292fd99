"""Chinese medicine at primary institutions: who comes, who is kept, and which visits are Chinese medicine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.care.tcm import expected_tcm, offered, offering, tcm_share, tcm_skill
from sim.care.treatment import ADVISE, SLIP, decide
from sim.choice.choose import probabilities, total_utility, utility_parts
from sim.day.bill_kinds import bill_kinds
from sim.day.choice import as_choosers, felt_places
from sim.day.tally import tally_visits
from sim.day.visits import new_visits
from sim.geography.map import Kind, Option
from sim.indicators.tally import Flow
from sim.policy.regimes import one_regime
from tests.day.made import cases, flow, morning
from tests.levers.switch import switched, tables_of

LEVER = "capability.tcm"
PRIMARY_OPTIONS = [Option.OWN_CLINIC, Option.NEAR_CLINIC, Option.OWN_CENTRE, Option.NEAR_CENTRE]


def regimes_of(map_, values, *levers, **more):
    return one_regime(switched(values, *levers, **more), len(map_.villages), len(map_.facilities))


def primary(tables):
    return tables.sites.kind <= Kind.TOWNSHIP_CENTRE


def test_all_primary_institutions_offer_it_or_a_growing_share(map_, values, tables):
    assert not offering(tables.sites, regimes_of(map_, values)).any()
    assert np.array_equal(offering(tables.sites, regimes_of(map_, values, LEVER)), primary(tables))
    before = np.zeros(len(tables.sites.kind), bool)
    for share in (0.2, 0.5, 0.8):
        now = offering(tables.sites, regimes_of(map_, values, capability__tcm__share=share))
        assert (now >= before).all() and not now[~primary(tables)].any()
        assert now.sum() == pytest.approx(share * primary(tables).sum(), abs=12)
        before = now


def test_the_share_that_takes_it_by_hand():
    assert offered(np.array([0.0, 0.1, 0.5]), 2.0) == pytest.approx([0.0, 0.19, 0.75])
    share = np.array([0.07, 0.3])
    assert offered(share, np.ones(2)).tobytes() == share.tobytes()


def test_off_it_changes_nothing_to_the_bit(map_, values, tables):
    own = np.repeat(tables.catalogue.tcm[:, None], len(tables.sites.kind), axis=1)
    regimes = regimes_of(map_, values)
    assert tcm_share(tables.sites, tables.catalogue, regimes).tobytes() == own.tobytes()
    assert (expected_tcm(tables.catalogue, regimes) == tables.catalogue.tcm[:, None]).all()
    assert not tcm_skill(map_, tables.sites, tables.catalogue, regimes).any()
    assert len(tables.lines.group) == 0


def test_primary_care_keeps_more_of_what_suits_chinese_medicine(map_, values, tables):
    """More where more of the condition is treated by it, nothing where it is not, nothing at hospitals."""
    after = tables_of(map_, switched(values, LEVER))
    added = tcm_skill(map_, tables.sites, tables.catalogue, after.regimes)
    gain = values["capability.tcm.gain"] * tables.catalogue.tcm
    assert added[:, primary(tables)] == pytest.approx(np.tile(gain[:, None], primary(tables).sum()))
    assert not added[:, ~primary(tables)].any()
    rng, n = np.random.default_rng(5), 40_000
    row = rng.integers(0, len(tables.treatment.admit), n)
    at = rng.choice(np.flatnonzero(primary(tables)), n)
    kind, bound, draws = tables.sites.kind[at], np.ones(n, bool), rng.random((5, n))
    was, now = (decide(one.treatment, row, at, kind, bound, *draws) for one in (tables, after))
    assert (now.adequate >= was.adequate).all() and now.adequate.sum() > was.adequate.sum()
    assert np.isin(now.act, (SLIP, ADVISE)).sum() < np.isin(was.act, (SLIP, ADVISE)).sum()
    without = tables.catalogue.tcm[row // 3] == 0
    assert np.array_equal(now.act[without], was.act[without])


def test_where_a_tcm_hospital_leads_members_learn_more(map_, values, tables):
    regimes, catalogue = regimes_of(map_, values, LEVER), tables.catalogue
    plain = tcm_skill(map_, tables.sites, catalogue, regimes)
    kind = np.where(tables.sites.kind == Kind.COUNTY_GENERAL, Kind.COUNTY_TCM, tables.sites.kind)
    led = tcm_skill(map_, replace(tables.sites, kind=kind), catalogue, regimes)
    assert led == pytest.approx(1.5 * plain) and plain.any()


@pytest.mark.parametrize(
    ("condition", "severity", "drawn"), [("musculoskeletal", 1, True), ("musculoskeletal", 2, False),
                                         ("delivery", 1, False)],
)  # fmt: skip
def test_who_prefers_it_chooses_primary_care_more(map_, values, tables, condition, severity, drawn):
    model, after = morning(), tables_of(map_, switched(values, LEVER))
    who = as_choosers(model.state, cases(model, np.arange(1000), condition, severity=severity))
    was, now = (
        probabilities(
            total_utility(
                utility_parts(one.choice, one.rules, one.minutes, felt_places(model.state, one), who)
            )
        )[:, PRIMARY_OPTIONS].sum(axis=1)
        for one in (tables, after)
    )
    assert (now[~who.absent] > was[~who.absent]).all() if drawn else np.array_equal(now, was)


@pytest.mark.parametrize("kernel", ["numpy", "numba"])
def test_more_of_the_same_visits_are_chinese_medicine(kernel):
    """At primary care only; a visit that was Chinese medicine stays so, for the tally and for the insurer."""
    counted, kinds = [], []
    for more in ({}, {"capability.tcm.share": 1}):
        model = morning({"pay_patient.tcm.points": 0.05, **more}, kernel=kernel)
        for place in (Option.OWN_CENTRE, Option.GENERAL):
            n = 400
            who = cases(model, np.arange(n), "gastro", place=place, severity=1)
            visits = new_visits(
                who, who["place"].astype(np.int64), np.zeros(n, int), np.zeros(n, bool), np.ones(n)
            )
            before = flow(model, Flow.TCM_VISITS)
            tally_visits(model.state, model.clock, model.tables, visits)
            counted.append(flow(model, Flow.TCM_VISITS) - before)
            kinds.append(bill_kinds(model.state, model.tables, visits).tcm)
    assert [flags.sum() for flags in kinds] == counted
    assert counted[2] > counted[0] > 0 and counted[3] == counted[1] > 0
    assert (kinds[2] >= kinds[0]).all() and np.array_equal(kinds[3], kinds[1])


def test_residents_expect_it_where_it_is_paid_more(map_, values):
    paid = tables_of(map_, switched(values, LEVER, pay_patient__tcm__points=0.05))
    before = tables_of(map_, switched(values, pay_patient__tcm__points=0.05))
    more = paid.choice.tcm - before.choice.tcm
    treated = paid.catalogue.tcm > 0
    assert (more[:, treated, :2] > 0).all() and not more[:, :, 2:].any() and not more[:, ~treated].any()
    assert not tables_of(map_, switched(values, LEVER)).choice.tcm.any()
