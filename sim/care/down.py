"""Going down when stable (下转): whom a hospital offers it, what money is in it, whether the patient agrees.

Pure functions on arrays; draws come in as uniform numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.referral import HUNDRED_YUAN, Losses
from sim.care.sites import Sites
from sim.care.sway import swayed
from sim.money.rules import TOWNSHIP, Chain, Rules
from sim.money.settle import eligible_cost, portion
from sim.needs.catalogue import Catalogue
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

HALF = 0.5  # a centre that fails the stable phase as often as not is not able to take it over


@dataclass(frozen=True)
class DownTables:
    """Tables of going down. Arrays of shape (facilities,) by hospital unless said otherwise.

    Attributes
    ----------
    downable : float64 array, shape (regimes, conditions)
        Share of stays that a township centre could take back.
    listed : bool array, shape (conditions,)
        Listed for going down (yangzhou-2020 三(二)2), and rehabilitation.
    offer, listed_offer : float64 array
        Chance that a hospital offers it by custom, and further for listed diseases.
    home, home_minutes, home_days : float64 array
        Of signed patients near their clinic, share sent home early to their own team; what is near; days to
        the first follow-up.
    accept, accept_minute, accept_price : float64 array
        Share who agree at no distance and equal cost; lost per minute, and per 100 yuan more (won per 100
        yuan less) of own cost.
    follow : float64 array
        Refusals and failures avoided because the attending doctor follows the patient.
    sharing, weight, freed_use : float64 array
        Share of the income of the other side; how far it moves the hospital; freed bed-days that are filled.
    held : float64 array, shape (conditions, facilities)
        Chance that a facility treats the stable phase adequately, the attending doctor's help included.
    able : bool array, shape (conditions, facilities)
        Whether a centre is able to take the stable phase over.
    """

    downable: F64
    listed: Bools
    offer: F64
    listed_offer: F64
    home: F64
    home_minutes: F64
    home_days: F64
    accept: F64
    accept_minute: F64
    accept_price: F64
    follow: F64
    sharing: F64
    weight: F64
    freed_use: F64
    held: F64
    able: Bools


def down_tables(sites: Sites, catalogue: Catalogue, regimes: Regimes, adequate: F64) -> DownTables:
    """Compile the tables of going down.

    Parameters
    ----------
    adequate : float64 array, shape (conditions * 3, facilities)
        Chance of adequate treatment; the stable phase is like a mild case.
    """

    def here(name: str) -> F64:
        return regimes.by_facility(f"referral.{name}")

    back = regimes.by_regime("referral.catalogue_back")[:, None]
    lack = catalogue.skill_mild - regimes.by_regime("care.capability.township")[:, None]
    back = np.where(lack <= regimes.by_regime("referral.catalogue_back_margin")[:, None], back, 0.0)
    follow = here("down_follow") * here("down_follow_help")
    stable = adequate[::3]
    return DownTables(
        downable=catalogue.downable + (1.0 - catalogue.downable) * back,
        listed=catalogue.down_listed,
        offer=here("down_offer"),
        listed_offer=here("down_listed"),
        home=here("down_home"),
        home_minutes=here("down_home_minutes"),
        home_days=here("down_home_days"),
        accept=here("down_accept"),
        accept_minute=here("down_accept_minute"),
        accept_price=here("down_accept_price"),
        follow=follow,
        sharing=np.where(sites.community >= 0, here("sharing"), 0.0),
        weight=here("sharing_weight"),
        freed_use=here("freed_bed_use"),
        held=stable + (1.0 - stable) * follow,
        able=stable >= HALF,
    )


class DownMoney(NamedTuple):
    """What a hospital's purse sees when a patient goes down, each of shape (n,), fen.

    `given_up` is the bill of the days it no longer has, `freed` what the next patients bring who lie in the
    freed bed, `received` its share of the township's income from the patient.
    """

    given_up: F64
    freed: F64
    received: F64

    @property
    def net(self) -> F64:
        """Gained by sending rather than keeping."""
        return self.freed + self.received - self.given_up


def down_money(
    tables: DownTables, hospital: Ints, days_left: Ints, per_day_here: F64, per_day_there: F64, linked: Bools
) -> DownMoney:
    """Money at stake for the hospital.

    Parameters
    ----------
    hospital, days_left : integer array, shape (n,)
    per_day_here, per_day_there : float64 array, shape (n,)
        Mean bill of a day at the hospital and at the township, fen.
    linked : bool array, shape (n,)
        The township belongs to the hospital's community; nothing is shared beyond it.
    """
    given_up = per_day_here * days_left
    shared = np.where(linked, tables.sharing[hospital], 0.0)
    return DownMoney(given_up, tables.freed_use[hospital] * given_up, shared * per_day_there * days_left)


def offer_share(tables: DownTables, hospital: Ints, condition: Ints, money: DownMoney) -> F64:
    """Chance that the hospital offers a suitable patient to go down.

    Custom already knows what is given up and what the freed bed brings; the list adds to it, and income that
    is received moves it.
    """
    offer = tables.offer[hospital]
    more = np.where(tables.listed[condition], tables.listed_offer[hospital], 0.0)
    return swayed(offer + (1.0 - offer) * more, money.received, tables.weight[hospital])


def extra_cost(
    rules: Rules, scheme: Ints, level: Ints, bill_here: I64, bill_there: I64, linked: Bools
) -> I64:
    """Own cost of the rest of the stay at the township less that at the hospital, as expected, fen.

    The deductible at the hospital is paid; that of the township is due anew unless the rules of linked stays
    forgo it.
    """
    forgone = (rules.chain[scheme, Chain.DOWN] > 0) | (linked & (rules.chain[scheme, Chain.TIGHT] > 0))
    due = np.where(
        forgone, 0, portion(rules.inpatient_deductible[scheme, TOWNSHIP], rules.repeat_deductible[scheme])
    )
    township = np.full(len(scheme), TOWNSHIP)
    here = eligible_cost(rules, bill_here, level, scheme)
    there = eligible_cost(rules, bill_there, township, scheme)
    paid_here = portion(here, rules.band_ratio[scheme, level, 0])
    paid_there = portion(np.maximum(there - due, 0), rules.band_ratio[scheme, township, 0])
    return np.asarray((bill_there - paid_there) - (bill_here - paid_here))


def down_losses(tables: DownTables, hospital: Ints, minutes: F64, extra_fen: I64) -> Losses:
    """Chance that a patient declines to go down: too far, too dear, or no wish to.

    A saving makes up for part of the lack of wish; the attending doctor who follows takes away part of all.
    """
    price = tables.accept_price[hospital] * extra_fen / HUNDRED_YUAN
    unwilling = np.maximum((1.0 - tables.accept[hospital]) + np.minimum(price, 0.0), 0.0)
    far = tables.accept_minute[hospital] * minutes
    return Losses(far, np.maximum(price, 0.0), unwilling).less(tables.follow[hospital])
