"""Purses of family-doctor teams: what they gain of money not spent on their people, and by head."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sim.care.prevention import saved_by_control
from sim.care.selection import cost_by_code
from sim.care.team import TEAM
from sim.geography.map import Map
from sim.policy.groups import CODES
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

EVEN = 0.5  # without a forecast a team is as likely to save as to overspend


@dataclass(frozen=True)
class TeamPurse:
    """What teams see of the money of their people; all zero while nobody holds any.

    Attributes
    ----------
    borne : float64 array, shape (facilities,)
        What a team gains of one fen that the fund pays less for its people.
    saved : float64 array, shape (profiles,)
        What the fund is expected to pay less in a year for a patient under control, fen.
    head : float64 array, shape (villages,)
        Part of one fen between the money of a signed head and its expected cost that falls on the team.
    cost : float64 array, shape (256,)
        What the fund is expected to pay for a person of each code, fen a year.
    weight : float64 array, shape (villages,)
        Change of the log odds of signing somebody for each 100 yuan.
    """

    borne: F64
    saved: F64
    head: F64
    cost: F64
    weight: F64


def team_purse(map_: Map, regimes: Regimes, borne: F64, fund: Callable[[], F64], profiles: int) -> TeamPurse:
    """Compile the purses of teams.

    Parameters
    ----------
    borne : float64 array, shape (facilities,)
        As in `TeamPurse`.
    fund : callable
        Gives what the fund is expected to pay for a person in a year, shape (2, profiles); asked for only
        where somebody holds money.
    profiles : int
    """
    head, team = held_by_head(regimes), team_of_village(map_)
    weight = regimes.by_facility("contract.doctor.select_weight")[team]
    if not (borne.any() or head.any()):
        return TeamPurse(borne, np.zeros(profiles), head[team], np.zeros(CODES), weight)
    expected = fund()
    return TeamPurse(borne, saved_by_control(expected), head[team], cost_by_code(expected), weight)


def held_by_head(regimes: Regimes) -> F64:
    """Part of the money of the signed that teams hold (打包付费) and that does not follow their risk.

    Returns
    -------
    float64 array, shape (facilities,)
        What is kept and borne, weighed alike, of people whom the fund covers.
    """
    at = regimes.by_facility
    held = EVEN * (at("pay_provider.bundled.keep") + at("pay_provider.bundled.bear"))
    return np.asarray(held * at("pay_provider.held_people") * (1.0 - at("pay_provider.risk_adjusted")))


@lru_cache(maxsize=2)
def team_of_village(map_: Map) -> I64:
    """Facility of the team of each village: its clinic, where there is none its centre."""
    clinic, centre = (map_.options[:, option].astype(np.int64) for option in TEAM)
    return np.where(clinic >= 0, clinic, centre)
