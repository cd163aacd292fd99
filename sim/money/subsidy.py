"""Fiscal subsidies by service (财政补助): money outside the insurance fund for visits and stays.

A subsidy comes to the facility for every act beside whatever payers pay, so that it speaks for the act: more
for a visit at primary care, less for one at the hospital, more for a stay there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class Subsidies(NamedTuple):
    """What each facility gets more (or, negative, less) than today for an act, fen, shape (facilities,)."""

    visit: F64
    stay: F64

    def of(self, visits: I64, stays: I64) -> I64:
        """Money for acts of each facility, fen; acts along the last axis, shape (…, facilities)."""
        return np.asarray(np.floor(self.visit * visits + self.stay * stays + 0.5), np.int64)


def subsidies(by_facility: Callable[[str], F64], primary: Bools, hospital: Bools) -> Subsidies:
    """Compile the subsidies in force.

    Parameters
    ----------
    by_facility : callable
        Value of a parameter at each facility.
    primary, hospital : bool array, shape (facilities,)
        Primary institutions, and hospitals of the county.
    """

    def here(name: str) -> F64:
        return by_facility(f"pay_provider.subsidy.{name}")

    visit = np.where(primary, here("community_visit"), np.where(hospital, here("hospital_visit"), 0.0))
    return Subsidies(visit, np.where(hospital, here("hospital_stay"), 0.0))
