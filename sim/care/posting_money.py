"""What acts at the places to which a lead hospital sends doctors bring its purse, see `sim.care.posting`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from sim.care.posting import PostMoney, following, usual_needs, worth_of_day
from sim.care.referral import ReferralTables
from sim.care.seeing_alike import posts_of
from sim.care.sites import Sites
from sim.care.stakes import Stakes
from sim.care.sums import Economy, settings_of, sums
from sim.geography.map import Map
from sim.money.rules import CITY
from sim.needs.catalogue import Catalogue
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


def worth_by_place(
    map_: Map, sites: Sites, catalogue: Catalogue, economy: Callable[[], Economy], regimes: Regimes,
    stakes: Stakes, referral: ReferralTables, own: F64, sender: I64, helped: F64, places: F64,
) -> F64:  # fmt: skip
    """What a day of a sent doctor brings the sender by place, shape (facilities,), fen.

    Parameters
    ----------
    economy : callable
        Gives what acts bring.
    own, helped : float64 array, shape (conditions * 3, facilities)
        Chance of adequate treatment without the doctor and with.
    sender : int64 array, shape (facilities,)
        Hospital that sends, -1 for none.
    places : float64 array, shape (facilities,)
        Patients in a day.
    """
    at, acts = np.flatnonzero(sender >= 0), economy()
    lead = sender[at]
    settings = settings_of(regimes)
    leads, home_of = np.unique(lead, return_inverse=True)
    home = sums(sites, acts, settings, stakes, leads)
    one, post = posts_of(sites, stakes, at)
    there = sums(sites, acts, settings, stakes, one)
    shared, borne = stakes.income[lead] * stakes.shared[lead], stakes.borne[lead]
    admit, city = acts.admit[:, None], (stakes.regime[lead], slice(None), CITY)
    away = acts.visits.fund[city].T + admit * acts.stays.fund[city].T
    money = PostMoney(
        stay=admit * home.stay.now[:, home_of],
        visit=home.visit.now[:, home_of],
        here=shared * there.visit.margin[:, post] - borne * there.visit.fund[:, post],
        here_stay=admit * (shared * there.stay.margin[:, post] - borne * there.stay.fund[:, post]),
        outside=borne * away,
    )
    mix = usual_needs(catalogue, regimes.county)
    follow = following(map_, sites, referral.lead_option, referral)
    worth = np.zeros(len(sender))
    worth[at] = worth_of_day(mix / mix.sum(), own[:, at], helped[:, at], follow[at], money, places[at])
    return worth
