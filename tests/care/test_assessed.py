"""What acts add to a score, by hand: each recorded quantity is worth a number that tells it apart."""

from __future__ import annotations

import numpy as np
import pytest

from sim.care.act_money import Marginal
from sim.care.assessed import (
    Spot,
    Worth,
    own_spot,
    scored,
    scores_of_acts,
    worth_of_fen,
    worth_of_fund,
    worth_of_shift,
    worth_to,
)
from sim.geography.map import Kind
from sim.money.score import Scored

SPOTS = np.array(list(Spot))
EACH = {
    Scored.PRIMARY_VISITS: 10.0, Scored.HOSPITAL_VISITS: -20.0, Scored.PRIMARY_FUND: 0.1,
    Scored.HOSPITAL_FUND: -0.01, Scored.COUNTY_FUND: 0.02, Scored.OUTSIDE_FUND: -0.03,
    Scored.STAY_BILL: -0.002, Scored.STAY_FUND: 0.003, Scored.STAYS: 100.0, Scored.OUT_SLIPS: -5_000.0,
    Scored.PATHWAY_STAYS: 7.0,
}  # fmt: skip


def worth(covered: float = 0.5) -> Worth:
    each = np.array([[EACH[one]] * len(Spot) for one in Scored])
    return Worth(each, np.full(len(Spot), covered))


def test_a_fen_of_the_fund_counts_where_it_is_paid():
    assert worth_of_fund(worth(), SPOTS) == pytest.approx([0.11, 0.0, 0.01, -0.015])


def test_a_visit_and_a_stay_by_hand():
    visit, stay = scores_of_acts(worth(), SPOTS)
    bill, fund = np.full((1, len(Spot)), 1_000.0), np.full((1, len(Spot)), 600.0)
    assert visit(bill, fund)[0] == pytest.approx([10 + 66, -20, 6, -9])
    assert stay(bill, fund)[0] == pytest.approx([100 - 2 + 1.8 + 66, 100 - 2 + 1.8, 6, -9])


def test_one_fen_more_of_a_stay_and_one_moved_outside_the_scope():
    half = np.full(len(Spot), 0.5)
    assert worth_of_fen(worth(), SPOTS, half, True) == pytest.approx(
        [-0.002 + 0.5 * 0.113, -0.002 + 0.0015, 0.005, -0.0075]
    )
    assert worth_of_fen(worth(), SPOTS, half, False) == pytest.approx([0.055, 0.0, 0.005, -0.0075])
    assert worth_of_shift(worth(), SPOTS, half, True) == pytest.approx([-0.0565, -0.0015, -0.005, 0.0075])
    moved = scored(Marginal(half, half, half), worth(), SPOTS, half, False)
    assert moved.fen == pytest.approx([0.555, 0.5, 0.505, 0.4925])
    assert moved.shifted == pytest.approx([0.445, 0.5, 0.495, 0.5075])


def test_who_answers_for_a_part_gets_that_part():
    table = np.array([[1.0, 4.0]] * len(Scored))
    mine = worth_to(table, np.array([1, 0, -1]), np.array([1.0, 0.25, 0.0]), np.zeros(3))
    assert mine.each[Scored.STAYS].tolist() == [4.0, 0.25, 0.0]
    assert not worth_to(np.zeros((len(Scored), 0)), np.array([-1]), np.zeros(1), np.zeros(1)).each.any()


def test_members_act_where_they_are():
    kinds = np.array([Kind.VILLAGE_CLINIC, Kind.TOWNSHIP_CENTRE, Kind.COUNTY_TCM])
    assert own_spot(kinds).tolist() == [Spot.PRIMARY, Spot.PRIMARY, Spot.HOSPITAL]
