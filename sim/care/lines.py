"""What villagers know of a place that can do more for some conditions than places of its kind.

Residents judge a place by its kind; what a policy adds at one place they know only where word has spread.
Those who know leave out of what they think the place lacks what it can in truth do. Pure functions on
arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.sites import facility_capability
from sim.care.treatment import needed_skill
from sim.geography.map import Map
from sim.needs.catalogue import Catalogue, Group
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


class News(NamedTuple):
    """What is told of places.

    `able` of shape (conditions, facilities) is the capability that those who know count on, 0 where there is
    nothing new; `known` of shape (facilities,) the share of villagers who know.
    """

    able: F64
    known: F64


@dataclass(frozen=True)
class ServiceLines:
    """What villagers know and prefer, in lines: cases for which every option gains the same.

    Attributes
    ----------
    group : int64 array, shape (lines,)
        Group of condition (`sim.needs.catalogue.Group`) of each line; empty where nothing is known.
    better : float64 array, shape (lines, villages, 13)
        Utility that an option gains for such a case, on the mean over villagers.
    row : int64 array, shape (conditions * 3,)
        Row of what is felt about places (`sim.day.choice.felt_places`) by condition and severity: that of
        the group of the condition, or one of the lines, which come after the groups.
    """

    group: I64
    better: F64
    row: I64


def service_lines(
    map_: Map, catalogue: Catalogue, regimes: Regimes, news: Sequence[News], pull: F64
) -> ServiceLines:
    """Compile what villagers know; of several news about a place the better one counts.

    Parameters
    ----------
    pull : float64 array, shape (conditions * 3, facilities)
        Utility that a place has besides for those who prefer what it offers.
    """
    seen = facility_capability(map_, regimes.county)
    weight = -regimes.county["choice.skill_gap"]
    gain = np.max([weight * one.known * less_lacking(catalogue, seen, one.able) for one in news], axis=0)
    gain += pull
    group = np.repeat(catalogue.kind, 3).astype(np.int64)
    told = np.flatnonzero(gain.any(axis=1))
    alike = np.column_stack([group[told], gain[told]])
    lines, line = np.unique(alike, axis=0, return_inverse=True)
    row = group.copy()
    row[told] = len(Group) + line.reshape(-1)
    better = np.where(map_.options >= 0, lines[:, 1:][:, map_.options], 0.0)
    return ServiceLines(lines[:, 0].astype(np.int64), better, row)


def less_lacking(catalogue: Catalogue, seen: F64, able: F64) -> F64:
    """By how much the lack of capability is smaller that those who know see.

    Parameters
    ----------
    seen : float64 array, shape (facilities,)
        Capability that others see, by kind of place.
    able : float64 array, shape (conditions, facilities)

    Returns
    -------
    float64 array, shape (conditions * 3, facilities)
    """
    need, able = needed_skill(catalogue)[:, None], np.repeat(able, 3, axis=0)
    lack, left = np.maximum(need - seen, 0.0), np.maximum(need - able, 0.0)
    return np.where(able > 0.0, np.maximum(lack - left, 0.0), 0.0)
