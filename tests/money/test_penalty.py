"""What skipping the order cost, worked by hand in fen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.money.inpatient import StayBills, StayYear, settle_inpatient
from sim.money.penalty import lost_by_skipping
from sim.money.rules import Path
from tests.money.policy import COUNTY, RESIDENT, rules, yangzhou

RULES = yangzhou()


def lost(bill: int, path: Path, policy=RULES, level: int = COUNTY, paid: int = 0, full=None) -> int:
    stays = StayBills(
        np.array([bill]), np.array([level]), np.array([RESIDENT]), np.array([path]),
        full=np.array([bill if full is None else full]), partial=np.array([0]),
    )  # fmt: skip
    year = StayYear(np.array([0]), np.array([paid]), np.array([0]), np.array([0]), np.array([0]))
    return int(lost_by_skipping(policy, stays, year, settle_inpatient(policy, stays, year))[0])


def test_ten_points_of_what_is_above_the_deductible():
    """10,400 yuan at the county, all in scope: a tenth of the 10,000 above the deductible of 400."""
    assert lost(1_040_000, Path.SKIPPED) == 100_000
    assert lost(40_000, Path.SKIPPED) == 0  # nothing is left above the deductible


def test_who_keeps_the_order_loses_nothing():
    assert lost(1_040_000, Path.PLAIN) == lost(1_040_000, Path.STEPWISE) == 0


def test_no_rule_no_penalty():
    assert lost(1_040_000, Path.SKIPPED, rules()) == 0
    extra = RULES.points.copy()
    extra[:, Path.SKIPPED] = 500  # a rule that adds points is no penalty
    assert lost(1_040_000, Path.SKIPPED, replace(RULES, points=extra)) == 0


def test_a_limit_reached_either_way_is_no_penalty():
    """Of 15,000,000 fen a year: 40,000 left cut both; of 700,000 left a part of the loss counts."""
    assert lost(1_040_000, Path.SKIPPED, paid=15_000_000 - 40_000) == 0
    # Without points 75 % of 1,000,000 is cut to 700,000; with them 650,000 is paid.
    assert lost(1_040_000, Path.SKIPPED, paid=15_000_000 - 700_000) == 50_000
