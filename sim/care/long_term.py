"""Long-term care places (长期照护定点机构): where the bed-bound go who need a hospital bed no longer.

Tables and pure functions on arrays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim import randomness
from sim.care.noise import exponential, pick
from sim.care.sites import Sites, open_beds
from sim.care.sway import F64, swayed
from sim.geography.map import Kind
from sim.money.rules import BASIS_POINTS, INSURANCES
from sim.policy.regimes import Regimes

I64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class LongTermTables:
    """Tables of long-term care.

    Attributes
    ----------
    places : int64 array, shape (facilities,)
        Qualified places at each township centre, open to the people simulated.
    agree : float64 array, shape (schemes,)
        Chance that a bed-bound patient who is stable, and the family, want one.
    days : float
        Mean days in such a place.
    price : int
        Fen a day.
    ratio : int64 array, shape (schemes,)
        Share that the payer of long-term care pays, basis points.
    """

    places: I64
    agree: F64
    days: float
    price: int
    ratio: I64


def long_term_tables(sites: Sites, regimes: Regimes, sample: float, seed: int) -> LongTermTables:
    """Compile the tables of long-term care."""
    values = regimes.county
    at = regimes.by_facility("pay_patient.long_term_care.places").astype(np.int64)
    places = np.where((sites.kind == Kind.TOWNSHIP_CENTRE) & ~sites.shut, at, 0)
    share = np.repeat(regimes.by_regime("pay_patient.long_term_care.ratio"), len(INSURANCES))
    own = values["prices.long_term_day"] * (1.0 - share)
    return LongTermTables(
        places=open_beds(places, sample, randomness.stream("long_term.places", seed)),
        agree=swayed(values["care.long_term_agree"], -own, values["care.long_term_weight"]),
        days=values["care.long_term_days"],
        price=int(values["prices.long_term_day"]),
        ratio=np.rint(share * BASIS_POINTS).astype(np.int64),
    )


def days_in_place(tables: LongTermTables, u: F64) -> I64:
    """Days in a long-term care place, at least one."""
    return np.maximum(np.floor(tables.days * pick(exponential(), u) + 0.5), 1.0).astype(np.int64)
