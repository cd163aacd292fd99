"""Basic public-health money by resident (基本公共卫生服务经费): what teams and village doctors do for it.

Part of a year's money is paid in advance, the rest after assessment. The village doctor's part is income,
and what is paid after assessment is paid for contracts truly served. The township's part buys staff time for
follow-up that no clinic session is given up for. Pure functions on arrays; money in fen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
YEAR_DAYS = 365


@dataclass(frozen=True)
class PublicHealthTables:
    """What the money gives by the facility of a team, arrays of shape (facilities,).

    Attributes
    ----------
    advance, performance : float64 array
        To the village doctor for each resident and year: whatever is done, and if all the signed are truly
        served; fen.
    minutes : float64 array
        Of staff for follow-up, for each resident and year.
    """

    advance: F64
    performance: F64
    minutes: F64

    @property
    def on(self) -> bool:
        """Whether there is any such money."""
        return bool((self.advance > 0).any() or (self.performance > 0).any() or (self.minutes > 0).any())


def public_health_tables(regimes: Regimes) -> PublicHealthTables:
    """Compile what the money gives."""

    def here(name: str) -> F64:
        return regimes.by_facility(f"capability.public_health_funds.{name}")

    village = here("per_head") * here("village_share")
    late = here("performance_share")
    township = here("per_head") - village
    wage = regimes.by_facility("contract.doctor.outside_income")
    wage = wage / regimes.by_facility("contract.doctor.month_minutes")
    return PublicHealthTables(village * (1.0 - late), village * late, township * here("chronic_part") / wage)


def bonus(performance: F64, residents: F64, signed: F64) -> F64:
    """Money after assessment for each contract truly served, fen a year; serving all of them earns it all.

    Parameters
    ----------
    performance, residents, signed : float64 array, shape (n,)
        See `PublicHealthTables`; people of the clinic, and those under contract.
    """
    return np.asarray(performance * residents / np.maximum(signed, 1.0))


def managed_share(minutes: F64, residents: F64, chronic: F64, each: float, interval: int) -> F64:
    """Share of the signed with hypertension or diabetes whom the bought time is enough to follow up.

    Parameters
    ----------
    minutes, residents, chronic : float64 array, shape (n,)
        Bought for each resident and year; residents, and the signed with such a state, of each team.
    each : float
        Minutes of one follow-up.
    interval : int
        Days between two follow-ups of a person.
    """
    needed = np.maximum(chronic, 1.0) * (each * YEAR_DAYS / interval)
    return np.asarray(np.minimum(minutes * residents / needed, 1.0))
