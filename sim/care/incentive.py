"""What money moves in the decisions of facilities, compiled from their stakes; neutral while nothing differs.

Doctors follow the mean of their patients and do not look up the payer of each (Glied & Zivin 2002, J Health
Econ 21:337), so that everything is a table by condition and severity and facility.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sim.care.seeing_alike import posts_of
from sim.care.sites import Sites
from sim.care.stakes import Stakes
from sim.care.sums import Economy, settings_of, sums
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Terms:
    """Declared numbers of deferral and splitting, arrays of shape (facilities,).

    `elsewhere`: share of those put off who are sent to another place; `days`: until the others come again;
    `split_day`: share of a stay after which it is split; `split_least`: shortest stay that is, days.
    """

    elsewhere: F64
    days: F64
    split_day: F64
    split_least: F64


def terms_of(regimes: Regimes) -> Terms:
    """Compile them."""
    names = ("defer.elsewhere", "defer.days", "case_split.day", "case_split.least_days")
    return Terms(*(regimes.by_facility(f"pay_provider.{name}") for name in names))


@dataclass(frozen=True)
class Incentives:
    """Money that speaks for an act more than it usually does, and what is done for it.

    Attributes
    ----------
    admit, here, send : float64 array, shape (conditions * 3, facilities)
        For a stay rather than a visit, for a stay here rather than at the place to send to, and for sending
        up rather than keeping a patient beyond capability; fen.
    slip : float64 array, shape (facilities,)
        For a slip out of the county besides: it is recorded, advice is not.
    down : float64 array, shape (conditions * 3, facilities)
        For going down rather than staying, fen for each day left.
    weight : float64 array, shape (facilities,)
        Change of the log odds for each 100 yuan.
    visits, stays, days : float64 array, shape (facilities,)
        What is billed in a visit and a day of a stay, and how long stays last, against today.
    shifted : float64 array, shape (facilities,)
        Share of a stay's bill that is moved outside the policy scope.
    upcoded, split : float64 array, shape (conditions * 3, facilities)
        Share of stays recorded one severity too high, and of long ones made two on paper, beyond today.
    deferred : float64 array, shape (facilities,)
        Share of stays of moderate cases that are put off because the yearly cap is near.
    terms : Terms
        How stays are put off and split.
    """

    admit: F64
    here: F64
    send: F64
    slip: F64
    down: F64
    weight: F64
    visits: F64
    stays: F64
    days: F64
    shifted: F64
    upcoded: F64
    split: F64
    deferred: F64
    terms: Terms

    @cached_property
    def records_worse(self) -> bool:
        """Whether anybody records stays as worse than they were."""
        return bool(self.upcoded.any())

    @cached_property
    def splits(self) -> bool:
        """Whether anybody makes two stays of one."""
        return bool(self.split.any())

    @classmethod
    def neutral(cls, rows: int, facilities: int, terms: Terms) -> Incentives:
        """Nothing speaks for anything more than usual."""
        nothing, one = np.zeros((rows, facilities)), np.ones(facilities)
        none = np.zeros(facilities)
        moved = nothing, nothing, nothing, none, nothing, none
        return cls(*moved, one, one, one, none, nothing, nothing, none, terms)


def incentives(
    sites: Sites, economy: Callable[[], Economy], regimes: Regimes, stakes: Stakes, rows: int
) -> Incentives:
    """Compile what money moves; facilities for which nothing differs from usual are left alone.

    `economy` is asked for only where something differs.
    """
    at = np.flatnonzero(stakes.changed)
    neutral = Incentives.neutral(rows, len(sites.kind), terms_of(regimes))
    if not len(at):
        return neutral
    one, post = posts_of(sites, stakes, at)
    found = sums(sites, economy(), settings_of(regimes), stakes, one)

    def spread(rest: F64, moved: F64) -> F64:
        rest = rest.copy()
        rest[..., at] = moved[..., post]
        return rest

    return Incentives(
        admit=spread(neutral.admit, found.admit),
        here=spread(neutral.here, found.here),
        send=spread(neutral.send, found.send),
        slip=spread(neutral.slip, found.slip),
        down=spread(neutral.down, found.down),
        weight=spread(neutral.weight, stakes.weight[one]),
        visits=spread(neutral.visits, found.effort.visits),
        stays=spread(neutral.stays, found.effort.stays),
        days=spread(neutral.days, found.effort.days),
        shifted=spread(neutral.shifted, found.shifted),
        upcoded=spread(neutral.upcoded, found.upcoded),
        split=spread(neutral.split, found.split),
        deferred=stakes.near_cap * regimes.by_facility("pay_provider.defer.share"),
        terms=neutral.terms,
    )
