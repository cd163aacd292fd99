"""What institutions do that are short of cash because the fund pays late: fewer stays, fewer drugs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from sim.care.drugs import DrugTables
from sim.care.incentive import Incentives
from sim.care.sites import Sites
from sim.money.purse import Purses
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]


def short_facilities(sites: Sites, purses: Purses) -> F64:
    """How short of cash each facility is, 0 or 1: as its community is; shape (facilities,)."""
    inside = sites.community >= 0
    return np.where(inside, purses.short[sites.community] if len(purses.short) else 0.0, 0.0)


def with_deferral(money: Incentives, short: F64, regimes: Regimes) -> Incentives:
    """Let those short of cash put off stays of moderate cases, as hospitals near their yearly cap do."""
    if not short.any():
        return money
    put_off = short * regimes.by_facility("pay_provider.advance_short.deferred")
    return replace(money, deferred=np.maximum(money.deferred, put_off))


def with_thin_deliveries(drugs: DrugTables, short: F64, regimes: Regimes) -> DrugTables:
    """Let a part of what is usually delivered not come to those who cannot pay for it."""
    if not short.any():
        return drugs
    missing = short * regimes.by_facility("pay_provider.advance_short.drugs")
    return replace(drugs, level=drugs.level * (1.0 - missing), least=drugs.least * (1.0 - missing))
