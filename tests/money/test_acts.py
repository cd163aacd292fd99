"""Visits and stays as acts: what the fund pays of the mean bill, prices by condition and day, by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from sim.care.treatment import admission_share, needed_skill
from sim.money.acts import stay_acts, visit_acts
from sim.money.compile import compile_rules
from sim.money.prices import bill_parts, price_lists
from sim.money.rules import COUNTY, TOWNSHIP, Pool
from sim.needs.catalogue import read_catalogue
from sim.policy.regimes import one_regime


@pytest.fixture(scope="module")
def world(values):
    catalogue = read_catalogue(values)
    skill, admit = needed_skill(catalogue), admission_share(catalogue)
    regimes, rules = one_regime(values, 1, 1), compile_rules(values)
    lists = price_lists(catalogue, skill, regimes.values, np.zeros(1))
    days = np.outer(catalogue.stay_days, np.ones(5))
    return SimpleNamespace(
        visits=visit_acts(catalogue, rules, lists, regimes),
        stays=stay_acts(catalogue, rules, lists, admit, days, regimes),
        catalogue=catalogue, rules=rules, lists=lists, admit=admit,
    )  # fmt: skip


def test_of_a_stay_the_fund_pays_the_ratio_beyond_the_deductible(world, values):
    rules, row, scheme = world.rules, 3 * world.catalogue.index("copd") + 1, 1
    bill = int(world.lists.stay[0, row, COUNTY])
    full, partly = values["prices.eligible.county"] * bill, values["prices.partial.county"] * bill
    eligible = full + partly * (1 - values["prices.partial_own"])
    beyond = eligible - values["insurance.residents.inpatient_deductible.county"]
    ratio = rules.band_ratio[scheme, COUNTY, 0] / 10_000
    assert world.stays.fund[0, row, COUNTY] == pytest.approx(beyond * ratio, abs=3)
    assert world.stays.own[0, row, COUNTY] == pytest.approx(bill - beyond * ratio, abs=3)
    assert world.stays.fund_share[0, COUNTY] == pytest.approx(ratio * eligible / bill, rel=1e-4)


def test_of_a_visit_it_pays_the_pool_ratio_as_far_as_visits_are_claimed(world, values):
    row = 3 * world.catalogue.index("copd")
    bill = int(world.lists.visit[0, row, TOWNSHIP])
    covered = values["prices.eligible.township"]
    covered += values["prices.partial.township"] * (1 - values["prices.partial_own"])
    ratio = world.rules.pool_ratio[1, Pool.ORDINARY, TOWNSHIP] / 10_000
    paid = bill * covered * ratio * values["insurance.residents.claimed.township"]
    assert world.visits.fund[0, row, TOWNSHIP] == pytest.approx(paid, abs=2)


def test_one_act_more_costs_its_drugs_and_part_of_the_rest(world, values):
    drugs = bill_parts(values, "stay").drugs[COUNTY]
    rest = values["pay_provider.variable_share"]
    assert world.stays.variable[0, COUNTY] == pytest.approx(drugs + rest * (1 - drugs))


def test_a_condition_is_priced_at_the_mean_of_its_stays(world):
    c = world.catalogue.index("copd")
    rows = slice(3 * c, 3 * c + 3)
    shares = np.array([0, world.catalogue.moderate[c], world.catalogue.severe[c]]) * world.admit[rows]
    bills = world.lists.stay[0, rows, COUNTY]
    expected = (bills * shares).sum() / shares.sum()
    assert world.stays.of_condition[0, rows, COUNTY] == pytest.approx([expected] * 3)


def test_all_acts_have_one_mean_and_days_one_price(world):
    assert np.ptp(world.stays.of_all[0, :, COUNTY]) == 0
    per_day = world.stays.by_days[0, :, COUNTY] / np.repeat(world.catalogue.stay_days, 3)
    assert per_day == pytest.approx(per_day[0])
