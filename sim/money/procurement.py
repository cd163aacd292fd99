"""Joint procurement (药品耗材统一采购): what members of a medical community pay less for drugs and supplies.

Drugs are sold at what they cost (零差率), so a lower purchase price is a lower bill.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.money.prices import PriceLists, bill_parts
from sim.money.rules import COUNTY
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_DISCOUNT = "governance.joint_procurement.discount"


@dataclass(frozen=True)
class DrugPrices:
    """What each facility pays less for drugs, arrays of shape (facilities,).

    Attributes
    ----------
    discount : float64 array
        Share by which drugs are cheaper; 0 for who is no member of a community.
    others : float64 array
        Share of a usual outpatient bill that is not for drugs.
    stay : float64 array
        Multiple of the bill of a stay.
    """

    discount: F64
    others: F64
    stay: F64

    @property
    def on(self) -> bool:
        """Whether anybody pays less."""
        return bool((self.discount > 0).any())


def drug_prices(level: I64, member: Bools, regimes: Regimes) -> DrugPrices:
    """Compile what each facility pays less.

    Parameters
    ----------
    level : int64 array, shape (facilities,)
        Price level.
    member : bool array, shape (facilities,)
        Belongs to a community.
    """
    discount = np.where(member, regimes.by_facility(_DISCOUNT), 0.0)
    visit, stay = (_drugs(regimes, kind)[regimes.of_facility, level] for kind in ("visit", "stay"))
    return DrugPrices(discount, 1.0 - visit, 1.0 - discount * stay)


def cheaper(bag: F64, discount: F64, others: F64) -> F64:
    """Multiple of the usual bill after drugs became cheaper.

    Parameters
    ----------
    bag : float64 array, shape (n,)
        Multiple before, in which drugs for more days may be contained.
    discount, others : float64 array, shape (n,)
        Of the facility, see `DrugPrices`.
    """
    return np.asarray(bag - discount * np.maximum(bag - others, 0.0))


def lists_as_expected(lists: PriceLists, regimes: Regimes) -> PriceLists:
    """Price lists that residents count on where members buy jointly; the same object where none does.

    From the village to the county level; what they may pay at a hospital outside the community is not told
    apart.
    """
    discount = regimes.by_regime(_DISCOUNT)
    if not discount.any():
        return lists
    return PriceLists(
        *(
            _discounted(table, discount, _drugs(regimes, kind))
            for table, kind in ((lists.visit, "visit"), (lists.stay, "stay"))
        )
    )


def _discounted(table: I64, discount: F64, drugs: F64) -> I64:
    less = discount[:, None] * drugs
    less[:, COUNTY + 1 :] = 0.0
    return np.floor(table * (1.0 - less)[:, None, :] + 0.5).astype(np.int64)


def _drugs(regimes: Regimes, kind: str) -> F64:
    """Share of drugs in bills by regime and price level."""
    return np.array([bill_parts(values, kind).drugs for values in regimes.values])
