"""Signing with a family-doctor team (家庭医生签约): who wants to, and who finds a place on the team's panel.

A team is a village's clinic with its part of the township centre. Everybody has one lasting keyed draw of
willingness, so that a higher coverage only adds people. Where more people want a contract than the team's
doctors may hold, those who have one come first, then the priority groups (重点人群), then the most willing.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.geography.map import Map, Option
from sim.policy.groups import CODES, Trait
from sim.policy.regimes import Regimes
from sim.population.people import People
from sim.randomness import draw, stream

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.uint8]

GROUPS = {
    Trait.ELDERLY: "elderly",
    Trait.CHRONIC: "chronic",
    Trait.PREGNANT: "pregnant",
    Trait.CHILD: "children",
    Trait.POOR: "poor",
}
"""Priority groups, with the name of each in the paths of parameters and indicators."""
PRIORITY = Trait.ELDERLY | Trait.CHRONIC | Trait.PREGNANT | Trait.CHILD | Trait.POOR
HOLDS, FIRST, OTHER = range(3)  # ranks on a panel


class Contract(IntEnum):
    """Kinds of contract (`contract.kind`)."""

    PLAIN = 0  # none declared
    SOFT = 1  # 软签约: the green channel only
    FIRST_CONTACT = 2  # 首诊式: the own team is seen first
    BUNDLED = 3  # 打包式: the team holds the year's money


class Teams(NamedTuple):
    """Team of each village, and residents each team can hold; shape (villages,) and (teams,)."""

    of_village: I64
    places: F64


class Signing(NamedTuple):
    """Who is under contract, and who wanted to be but found no place; each of shape (n,)."""

    signed: Bools
    unplaced: Bools


def coverage_by_code(values: Mapping[str, float]) -> F64:
    """Share of people who want a contract by code, shape (256,); of several groups the highest counts."""
    code = np.arange(CODES)
    of_groups = [
        np.where((code & trait) != 0, values[f"contract.coverage.{name}"], 0.0)
        for trait, name in GROUPS.items()
    ]
    priority = (code & PRIORITY) != 0
    return np.where(priority, np.max(of_groups, axis=0), values["contract.coverage.general"])


def make_teams(map_: Map, doctors: F64, panel_size: F64) -> Teams:
    """Teams and their places.

    The doctors of a clinic or centre belong to its villages in proportion to their people; villages with the
    same clinic and the same centre have one team.

    Parameters
    ----------
    map_ : Map
    doctors : float64 array, shape (facilities,)
        Doctors in post.
    panel_size : float64 array, shape (villages,)
        Residents a doctor of the team can hold.
    """
    census = map_.counties["population_2020"].to_numpy(np.float64)
    people = map_.villages["weight"].to_numpy(np.float64) * census[map_.villages["county"].to_numpy(np.int64)]
    facilities = len(doctors)
    at_hand = np.zeros(len(people))
    pair = np.zeros(len(people), np.int64)
    for option in (Option.OWN_CLINIC, Option.OWN_CENTRE):
        place = map_.options[:, option].astype(np.int64)
        # A village without such a place counts with an imaginary one that has no doctor.
        of_place = np.bincount(np.where(place < 0, facilities, place), people, facilities + 1)
        share = people / np.maximum(of_place[place], np.finfo(float).tiny)
        at_hand += np.where(place < 0, 0.0, np.append(doctors, 0.0)[place] * share)
        pair = pair * (facilities + 1) + place + 1
    _, team = np.unique(pair, return_inverse=True)
    return Teams(team, np.bincount(team, at_hand * panel_size).astype(np.float64))


def place_on_panels(want: Bools, rank: npt.NDArray[np.int8], order: F64, team: I64, places: F64) -> Bools:
    """Give the places of each team to those who want one.

    Parameters
    ----------
    want : bool array, shape (n,)
    rank : int8 array, shape (n,)
        Lower comes first.
    order : float64 array, shape (n,)
        Keyed order among those of the same rank.
    team : int64 array, shape (n,)
    places : float64 array, shape (teams,)
        People a team can hold.

    Returns
    -------
    bool array, shape (n,)
        Who has a place; whoever wants one, where the team's places are enough.
    """
    holds = want.copy()
    short = np.bincount(team[want], minlength=len(places)) > places
    crowd = np.flatnonzero(want & short[team])
    crowd = crowd[np.lexsort((order[crowd], rank[crowd], team[crowd]))]
    begins = np.searchsorted(team[crowd], team[crowd])
    holds[crowd] = np.arange(len(crowd)) - begins + 1 <= places[team[crowd]]
    return holds


def coverage_by_village(regimes: Regimes) -> F64:
    """Share of people who want a contract by village and code, shape (villages, 256)."""
    of_regime = np.stack([coverage_by_code(values) for values in regimes.values])
    return np.asarray(of_regime[regimes.of_people, np.arange(CODES)])


def sign(
    people: People, codes: Codes, wanted: F64, teams: Teams, sample: float, seed: int, renew: bool
) -> Signing:
    """Sign, on the values in force today.

    Parameters
    ----------
    people : People
        Not changed.
    codes : uint8 array, shape (n,)
        Groups of each person (`Trait`); the contract itself plays no part in who may sign.
    wanted : float64 array, shape (villages, 256)
        Share who are signed, by code.
    teams : Teams
    sample : float
        Share of people simulated; each takes 1/sample places.
    seed : int
    renew : bool
        At New Year every contract is made anew and those who no longer want one lapse; on other days those
        under contract stay and others are added.
    """
    codes = codes & np.uint8(~np.uint8(Trait.SIGNED))
    willing = draw(stream("contracts.sign", seed), people.id)
    able = people.alive & ~people.away
    holds = people.signed & able & (not renew)
    want = able & (willing < wanted[people.village, codes])
    rank = np.where(holds, HOLDS, np.where((codes & np.uint8(PRIORITY)) != 0, FIRST, OTHER)).astype(np.int8)
    team = teams.of_village[people.village]
    signed = place_on_panels(want | holds, rank, willing, team, teams.places * sample)
    return Signing(signed, want & ~signed)
