"""Levers on price lists: the decision each of them acts on moves the way its mechanism says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.care.seniors import senior_sessions
from sim.care.team import HOME_CARE
from sim.care.treatment import ADMIT, decide, needed_skill
from sim.choice.choose import own_price, probabilities, total_utility, utility_parts
from sim.day.visit_bills import bill_visits
from sim.day.visits import new_visits
from sim.geography.map import Kind, Option
from sim.money.rules import LEVELS
from sim.policy.regimes import one_regime
from tests.choice.people import crowd, felt
from tests.day.made import cases, morning
from tests.levers.switch import switched, tables_of

PRIMARY = [Option.OWN_CLINIC, Option.NEAR_CLINIC, Option.OWN_CENTRE, Option.NEAR_CENTRE]
TOWNSHIP = LEVELS.index("township")


def chances(tables, who):
    parts = utility_parts(tables.choice, tables.rules, tables.minutes, felt(tables, 1), who)
    return probabilities(total_utility(parts))


def admitted(tables, seed=4, n=20_000):
    """Whom township centres admit of the same patients by the same draws."""
    rng = np.random.default_rng(seed)
    centres = np.flatnonzero(tables.sites.kind == Kind.TOWNSHIP_CENTRE)
    row, facility = rng.integers(0, len(tables.treatment.admit), n), rng.choice(centres, n)
    kind, bound = tables.sites.kind[facility], np.ones(n, bool)
    return row, decide(tables.treatment, row, facility, kind, bound, *rng.random((5, n))).act == ADMIT


def test_a_community_discount_draws_residents_to_primary_care(map_, values, tables):
    cheaper = tables_of(map_, switched(values, "pay_patient.community_discount"))
    who = crowd(tables, 3_000, 1)
    before, after = own_price(tables.choice, tables.rules, who), own_price(cheaper.choice, cheaper.rules, who)
    primary = before[:, :2], after[:, :2]
    assert (primary[1] <= primary[0]).all()
    assert (primary[1] < primary[0]).mean() > 0.95
    assert np.array_equal(before[:, 2:], after[:, 2:])
    change = (chances(cheaper, who) - chances(tables, who))[:, PRIMARY].sum(axis=1)
    assert (change > -1e-12).all()
    assert change[~who.absent].mean() > 0


def test_a_community_discount_makes_a_township_stay_worth_less(map_, values, tables):
    cheaper = tables_of(map_, switched(values, "pay_patient.community_discount"))
    _, before = admitted(tables)
    _, after = admitted(cheaper)
    assert not (after & ~before).any()
    assert after.sum() < before.sum()


def test_same_price_makes_township_centres_admit(map_, values, tables):
    """Listed or not, a centre earns more by a stay; most by listed ones. Nobody whom it admitted goes up."""
    same = tables_of(map_, switched(values, "pay_patient.same_price"))
    row, before = admitted(tables)
    _, after = admitted(same)
    assert not (before & ~after).any()
    assert after.sum() > before.sum()
    listed = needed_skill(tables.catalogue) <= values["pay_patient.same_price.skill"]
    gain = same.treatment.admits - tables.treatment.admits
    centre = np.flatnonzero(tables.sites.kind == Kind.TOWNSHIP_CENTRE)[0]
    assert (gain[listed, centre] > 0).all()
    assert (gain[:, tables.sites.kind != Kind.TOWNSHIP_CENTRE] == 0).all()
    assert set(row[after & ~before]) <= set(np.flatnonzero(gain[:, centre] > 0))


def test_same_price_costs_residents_more_at_the_township(map_, values, tables):
    same = tables_of(map_, switched(values, "pay_patient.same_price"))
    who = crowd(tables, 2_000, 2)
    change = own_price(same.choice, same.rules, who) - own_price(tables.choice, tables.rules, who)
    assert (change[:, TOWNSHIP] >= 0).all()
    assert change[:, TOWNSHIP].mean() > 0


def test_a_county_fee_brings_senior_doctors_to_the_township(map_, values, tables):
    on = switched(values, "pay_patient.visit_fees")
    assert senior_sessions(values) == values["care.senior_share"]
    assert senior_sessions(on) > senior_sessions(values)
    assert senior_sessions({**on, "care.senior_weight": 0.0}) == senior_sessions(values)
    more = tables_of(map_, on)
    centre = tables.sites.kind == Kind.TOWNSHIP_CENTRE
    assert (more.sites.capability[centre] > tables.sites.capability[centre]).all()
    assert np.array_equal(more.sites.capability[~centre], tables.sites.capability[~centre])
    assert (more.treatment.adequate[:, centre] > tables.treatment.adequate[:, centre]).mean() > 0.9
    assert (more.visit_bill[0][:, TOWNSHIP] > tables.visit_bill[0][:, TOWNSHIP]).all()


@pytest.mark.parametrize(
    "lever", ["pay_patient.community_discount", "pay_patient.same_price", "pay_patient.visit_fees"]
)
def test_at_strength_nought_nothing_differs(map_, values, tables, lever):
    off = dict.fromkeys(switched({}, lever), 0.0)
    same = tables_of(map_, {**values, **off})
    assert np.array_equal(same.visit_bill, tables.visit_bill)
    assert np.array_equal(same.stay_bill, tables.stay_bill)
    assert np.array_equal(same.treatment.admits, tables.treatment.admits)
    assert np.array_equal(same.sites.capability, tables.sites.capability)


def test_a_home_visit_has_its_price_and_other_visits_do_not():
    model = morning({"contract.home_care.on": 1, "pay_patient.visit_fees.home_visit": 3_000})
    state, tables = model.state, model.tables
    who = np.flatnonzero(~state.people.away)[:40]
    state.way[who[:20]] = HOME_CARE
    case = cases(model, who, place=Option.OWN_CLINIC)
    n = len(case)
    bills = []
    for values in (model.tables.regimes.values[0], {**model.tables.regimes.values[0],
                                                    "pay_patient.visit_fees.home_visit": 0}):  # fmt: skip
        visits = new_visits(case, case["place"].astype(int), np.zeros(n, int), np.zeros(n, bool), np.ones(n))
        regimes = one_regime(values, len(model.map.villages), len(model.map.facilities))
        bill_visits(state, replace(tables, regimes=regimes), visits)
        bills.append(visits.bill)
    assert (bills[0] - bills[1]).tolist() == [3_000] * 20 + [0] * 20
