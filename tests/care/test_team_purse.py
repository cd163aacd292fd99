"""What prevention and a signed head are worth to a team, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.care.prevention import control_won, saved_by_control, worth_of_service
from sim.care.selection import cost_by_code, wanted
from sim.care.team_purse import held_by_head, team_of_village
from sim.geography.map import Option
from sim.needs.onset import MASKS
from sim.policy.groups import Trait
from sim.policy.regimes import one_regime
from sim.population.people import Chronic
from tests.small import small_map


def test_a_year_of_follow_ups():
    assert control_won(0.1, 91.25) == pytest.approx(1 - 0.9**4)
    assert saved_by_control(np.array([[500.0, 80.0], [300.0, 80.0]])).tolist() == [200.0, 0.0]


def test_service_is_worth_its_saving_spread_over_who_is_signed():
    """400 yuan a year of 200 signed, half to be managed, a quarter kept: a quarter of a yuan each."""
    got = worth_of_service(
        np.array([40_000.0, 5.0]), np.full(2, 0.5), np.array([200.0, 0.0]), np.array([0.25, 0.0])
    )
    assert got.tolist() == [25.0, 0.0]


def test_what_a_team_expects_of_a_code():
    """By age class and sex: 1, 2, 3 and 10 yuan; women of 15-44 another 1; hypertension ten times as much."""
    fund = np.zeros((2, 4, 2, MASKS))
    fund[:, :, :, 0] = np.array([1.0, 2.0, 3.0, 10.0])[:, None]
    fund[:, 1, 1, 0] += 1.0
    fund[..., Chronic.HYPERTENSION] = fund[..., Chronic.DIABETES] = 10.0 * fund[..., 0]
    cost = cost_by_code(fund.reshape(2, -1))
    assert cost[Trait.CHILD] == cost[Trait.PUPIL | Trait.POOR] == 1.0
    assert cost[0] == cost[Trait.POOR] == pytest.approx((2.5 + 3.0) / 2)
    assert cost[Trait.PREGNANT] == 3.0
    assert cost[Trait.ELDERLY] == 10.0
    assert cost[Trait.ELDERLY | Trait.CHRONIC] == 100.0


def test_who_costs_less_than_the_money_of_a_head_is_signed_more():
    coverage, cost = np.full((2, 2), 0.5), np.array([10_000.0, 50_000.0])
    share = wanted(coverage, np.array([0.5, 0.0]), cost, 30_000.0, np.full(2, np.log(3.0)))
    assert share[0] == pytest.approx([0.75, 0.25])  # 100 yuan either way
    assert share[1].tolist() == [0.5, 0.5]


def test_money_by_head_is_held_as_far_as_it_does_not_follow_the_risk(values):
    own = dict(values) | {
        "pay_provider.bundled.keep": 0.6, "pay_provider.bundled.bear": 0.2, "pay_provider.held_people": 0.5,
        "pay_provider.risk_adjusted": 0.25,
    }  # fmt: skip
    assert held_by_head(one_regime(own, 1, 2)).tolist() == pytest.approx([0.4 * 0.5 * 0.75] * 2)
    assert not held_by_head(one_regime(values, 1, 2)).any()


def test_a_village_without_clinic_has_the_team_of_its_centre():
    map_, team = small_map(), team_of_village(small_map())
    clinic = map_.options[:, Option.OWN_CLINIC]
    assert (team == np.where(clinic >= 0, clinic, map_.options[:, Option.OWN_CENTRE])).all()
