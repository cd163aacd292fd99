"""What acts add to a score that their doer answers for (考核激励), in fen of the money tied to it.

`Worth` holds what one more of each recorded quantity brings; an act moves several of them: a stay at a member
is one stay, a bill, and a payment of the fund. Needed and needless acts are recorded alike. Pure functions on
arrays; `spot` says where an act is done as the community sees it.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.act_money import Marginal, Score
from sim.geography.map import Kind
from sim.money.score import Scored

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


class Spot(IntEnum):
    """Where an act is done."""

    PRIMARY = 0  # at a primary member of the community
    HOSPITAL = 1  # at a hospital that is a member
    LOCAL = 2  # elsewhere in the county
    OUTSIDE = 3


class Worth(NamedTuple):
    """Of those who decide: `each` of shape (quantities, posts), fen, and `covered` of shape (posts,).

    The latter is the share of the patients whose money the fund pays and whom the community covers.
    """

    each: F64
    covered: F64


def worth_of_fund(worth: Worth, spot: I64) -> F64:
    """What one fen adds that the fund pays for an act, shape (posts,)."""
    each = worth.each
    member = np.where(spot == Spot.PRIMARY, each[Scored.PRIMARY_FUND], 0.0)
    member = np.where(spot == Spot.HOSPITAL, each[Scored.HOSPITAL_FUND], member)
    home = np.where(spot == Spot.OUTSIDE, each[Scored.OUTSIDE_FUND], each[Scored.COUNTY_FUND])
    return np.asarray(member + worth.covered * home)


def worth_of_visit(worth: Worth, spot: I64, fund: F64) -> F64:
    """What a visit adds for which the fund pays so much, of the shape of `fund`: (rows, posts)."""
    each = worth.each
    one = np.where(spot == Spot.PRIMARY, each[Scored.PRIMARY_VISITS], 0.0)
    one = np.where(spot == Spot.HOSPITAL, each[Scored.HOSPITAL_VISITS], one)
    return np.asarray(one + worth_of_fund(worth, spot) * fund)


def worth_of_stay(worth: Worth, spot: I64, bill: F64, fund: F64) -> F64:
    """What a stay adds, of the shape of `bill` and `fund`: (rows, posts)."""
    each, member = worth.each, spot <= Spot.HOSPITAL
    stay = each[Scored.STAYS] + each[Scored.STAY_BILL] * bill + each[Scored.STAY_FUND] * fund
    return np.asarray(np.where(member, stay, 0.0) + worth_of_fund(worth, spot) * fund)


def worth_of_fen(worth: Worth, spot: I64, fund_share: F64, of_stay: bool) -> F64:
    """What one fen billed more in an act adds, shape (posts,); the fund pays `fund_share` of it."""
    billed = np.where((spot <= Spot.HOSPITAL) & of_stay, worth.each[Scored.STAY_BILL], 0.0)
    return np.asarray(billed - worth_of_shift(worth, spot, fund_share, of_stay))


def worth_of_shift(worth: Worth, spot: I64, fund_share: F64, of_stay: bool) -> F64:
    """What one fen adds that is billed outside the policy scope instead of inside: the fund pays less."""
    paid = np.where((spot <= Spot.HOSPITAL) & of_stay, worth.each[Scored.STAY_FUND], 0.0)
    return np.asarray(-fund_share * (paid + worth_of_fund(worth, spot)))


def worth_to(worth: F64, community: I64, answers: F64, covered: F64) -> Worth:
    """What recorded quantities are worth to those who answer for a part of a community's score.

    Parameters
    ----------
    worth : float64 array, shape (quantities, communities)
    community, answers, covered : array, shape (posts,)
        -1 for the first where nobody assesses; part of the money that is one's own.
    """
    if not worth.shape[1]:
        return Worth(np.zeros((len(Scored), len(answers))), covered)
    return Worth(worth[:, np.maximum(community, 0)] * answers, covered)


def own_spot(kind: I64) -> I64:
    """Where members of a community act themselves."""
    return np.where(kind <= Kind.TOWNSHIP_CENTRE, Spot.PRIMARY, Spot.HOSPITAL)


def scores_of_acts(worth: Worth, spot: I64) -> tuple[Score, Score]:
    """What a visit and a stay add, as functions of the bill and of what the fund pays of it."""

    def visit(bill: F64, fund: F64) -> F64:
        return worth_of_visit(worth, spot, fund)

    def stay(bill: F64, fund: F64) -> F64:
        return worth_of_stay(worth, spot, bill, fund)

    return visit, stay


def scored(change: Marginal, worth: Worth, spot: I64, fund_share: F64, of_stay: bool) -> Marginal:
    """What one fen more brings, with what it adds to the score."""
    fen = worth_of_fen(worth, spot, fund_share, of_stay)
    shifted = worth_of_shift(worth, spot, fund_share, of_stay)
    return Marginal(change.fen + fen, change.day + fen, change.shifted + shifted)
