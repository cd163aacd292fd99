"""What a facility says to a patient whom it cannot treat: a slip, advice to go higher, or nothing.

Custom (declared chances by tier), the catalogue of diseases by tier (分级诊疗病种目录), the rule to go up
tier by tier (逐级转诊) and a share of the receiver's income add up to the chance of a slip.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.incentive import Incentives
from sim.care.sites import Sites
from sim.care.sway import swayed
from sim.geography.map import Kind
from sim.money.prices import PriceLists
from sim.money.rules import LEVELS
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]

COUNTY, SEVERE = LEVELS.index("county"), 2
TIERS = ("village", "township", "county")


class Offers(NamedTuple):
    """Chances at each facility.

    `due`, of the shape of `offer`, is what the chance of a slip would be if no purse spoke for or against it.
    `offer` and `advise` have shape (conditions * 3, facilities): of a slip, and without one of the advice to
    go higher instead of being treated all the same. `advise_stay` of shape (facilities,) is the latter for a
    patient who could be treated but for a bed. `ruled` of shape (facilities,) is the share of the remaining
    who get a slip because the rule demands one.
    """

    offer: F64
    due: F64
    advise: F64
    advise_stay: F64
    ruled: F64


def offer_tables(
    sites: Sites, skill: F64, admit: F64, regimes: Regimes, lists: PriceLists, money: Incentives,
    local: F64 | float = 0.0,
) -> Offers:  # fmt: skip
    """Compile the chances of slips and advice.

    Parameters
    ----------
    sites : Sites
    skill, admit : float64 array, shape (conditions * 3,)
        Capability needed, and share for whom a stay is indicated.
    regimes : Regimes
    lists : PriceLists
    money : Incentives
    local : float64 array, shape (conditions * 3, facilities), optional
        Capability for some conditions only.
    """

    def here(name: str) -> F64:
        return regimes.by_facility(name)

    tier = np.minimum(sites.kind, len(TIERS) - 1)
    base = np.choose(tier, [here(f"referral.offer.{name}") for name in TIERS])
    custom = base + (1.0 - base) * here("referral.catalogue")
    lack = skill[:, None] - sites.capability - local
    severe = (np.arange(len(skill)) % 3 == SEVERE)[:, None]
    beyond = severe & (lack > here("referral.catalogue_up_margin"))
    offer = custom + (1.0 - custom) * np.where(beyond, here("referral.catalogue_up"), 0.0)
    shared = shared_income(sites, admit, regimes, lists)
    offer = swayed(offer, shared, here("referral.sharing_weight"))
    due = np.where(sites.kind < Kind.NEIGHBOUR, offer, 0.0)
    offer = swayed(due, money.send + money.slip, money.weight)
    own = lack <= here("referral.catalogue_keep_margin")
    advise = here("referral.advise")
    return Offers(
        offer=offer,
        due=due,
        advise=swayed(
            advise * (1.0 - np.where(own, here("referral.catalogue_keep"), 0.0)), money.send, money.weight
        ),
        advise_stay=advise,
        ruled=np.where(here("referral.stepwise") > 0, here("referral.stepwise_slip"), 0.0)
        * (sites.kind < Kind.NEIGHBOUR),
    )


def shared_income(sites: Sites, admit: F64, regimes: Regimes, lists: PriceLists) -> F64:
    """What a primary member is given of the hospital's income from a patient it sends up, fen.

    The share of the expected bill at the lead hospital: the visit, and the stay times its chance. What the
    member earns itself by keeping the patient is part of the custom that the sharing moves.

    Returns
    -------
    float64 array, shape (conditions * 3, facilities)
        0 for hospitals, and for who is no member of a community.
    """
    level = np.full(len(sites.kind), COUNTY)
    for lead in np.flatnonzero(sites.lead & (sites.community >= 0)):
        level[sites.community == sites.community[lead]] = sites.level[lead]
    income = (lists.visit + admit[:, None] * lists.stay)[regimes.of_facility, :, level].T
    member = (sites.kind < Kind.COUNTY_GENERAL) & (sites.community >= 0)
    return np.asarray(income * np.where(member, regimes.by_facility("referral.sharing"), 0.0))
