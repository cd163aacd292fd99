"""Where the doctors whom a lead hospital sends are needed (下派岗位), and where money would have them.

With separate purses a hospital gains where it recruits patients in need of a bed; with one purse, where a
doctor treats whom the township cannot treat and who would be lost. Pure functions on arrays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.centres import people_served
from sim.care.referral import FARTHEST, ReferralTables
from sim.care.sites import Sites
from sim.care.sway import HUNDRED_YUAN
from sim.geography.map import Kind, Map, Mode, Option
from sim.needs.catalogue import Catalogue
from sim.population.health import prevalence
from sim.population.people import Chronic

ADULTS = slice(18, 81)  # ages

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


def usual_needs(catalogue: Catalogue, values: Mapping[str, float]) -> F64:
    """Needs a year of one person by condition and severity, shape (conditions * 3,).

    Age classes and sexes count alike, and chronic states as often as adults have them: what is compared are
    places, not conditions.
    """
    have = prevalence(values)[ADULTS].mean(axis=(0, 1))
    bits = np.array([int(state) for state in Chronic])
    share = np.where(catalogue.chronic[:, None] & bits, have, 0.0).max(axis=1)
    rate = catalogue.yearly_rates().mean(axis=(1, 2)) * np.where(catalogue.chronic > 0, share, 1.0)
    mild = 1.0 - catalogue.moderate - catalogue.severe
    severity = np.stack([mild, catalogue.moderate, catalogue.severe], axis=1)
    return np.asarray((rate[:, None] * severity).ravel())


def need_of_places(map_: Map, sites: Sites, needs: F64, helped: F64, own: F64, sender: I64) -> F64:
    """How much each place needs a doctor sent to it, against the mean of its kind in its county.

    The need is that for treatment which the doctor can give and the place cannot.

    Parameters
    ----------
    needs : float64 array, shape (conditions * 3,)
        See `usual_needs`.
    helped, own : float64 array, shape (conditions * 3, facilities)
        Chance of adequate treatment with the doctor and without.
    sender : int64 array, shape (facilities,)
        Hospital that would send one, -1 for none.

    Returns
    -------
    float64 array, shape (facilities,)
        1 at the mean; 0 where nobody is sent.
    """
    village = sites.kind == Kind.VILLAGE_CLINIC
    people = np.where(village, people_served(map_, Option.OWN_CLINIC), people_served(map_, Option.OWN_CENTRE))
    need = people * (needs @ np.maximum(helped - own, 0.0))
    there = np.flatnonzero(sender >= 0)
    group = np.maximum(sites.county[there], 0) * 2 + village[there]
    size = 2 * len(map_.counties)
    mean = np.bincount(group, need[there], size) / np.maximum(np.bincount(group, minlength=size), 1)
    relative = np.zeros(len(need))
    relative[there] = need[there] / np.maximum(mean[group], np.finfo(float).tiny)
    return relative


class PostMoney(NamedTuple):
    """What acts bring the hospital that sends doctors, in fen; each of shape (conditions * 3, facilities).

    Attributes
    ----------
    stay, visit : float64 array
        A stay (times its chance) and a visit of a patient of the place at the hospital itself.
    here, here_stay : float64 array
        A visit and a stay (times its chance) at the place, as far as members share one purse.
    outside : float64 array
        What a patient costs its purse who leaves the county for the visit and the stay that may follow.
    """

    stay: F64
    visit: F64
    here: F64
    here_stay: F64
    outside: F64


def worth_of_day(mix: F64, own: F64, helped: F64, follow: F64, money: PostMoney, places: F64) -> F64:
    """What a day of a doctor at each place brings the hospital that sends it, shape (facilities,), fen.

    Patients in need of a bed are won for the hospital, as far as they follow, from the place where it could
    treat them; whom the doctor treats on the spot the hospital does not see, nor does its purse pay for them
    elsewhere.

    Parameters
    ----------
    mix : float64 array, shape (conditions * 3,)
        Share of each condition and severity among patients.
    own, helped : float64 array, shape (conditions * 3, facilities)
        Chance of adequate treatment at the place without the doctor and with.
    follow : float64 array, shape (facilities,)
        Share of patients of the place who go to the hospital when sent.
    money : PostMoney
    places : float64 array, shape (facilities,)
        Patients whom a doctor can see at the place in a day.
    """
    recruited = follow * (money.stay - own * money.here_stay)
    treated = (helped - own) * (money.here - follow * money.visit + (1.0 - follow) * money.outside)
    return np.asarray(places * (mix @ (recruited + treated)))


def chosen_parts(even: F64, worth: F64, sender: I64, choice: F64, weight: F64) -> F64:
    """Part of its hospital's days that each place gets when these follow money as far as `choice` says.

    Parameters
    ----------
    even : float64 array, shape (facilities,)
        Part by the plan that spreads days evenly; 0 where nobody is sent.
    worth : float64 array, shape (facilities,)
        What a day brings, fen; differences between the places of one hospital count.
    sender : int64 array, shape (facilities,)
    choice : float64 array, shape (facilities,)
        Share of the days that are not spread evenly, 0-1.
    weight : float64 array, shape (facilities,)
        Change of the log odds of a place for each 100 yuan.
    """
    at = np.flatnonzero(even > 0.0)
    home, size = sender[at], len(even)
    mean = np.bincount(home, worth[at], size) / np.maximum(np.bincount(home, minlength=size), 1)
    wish = even[at] * np.exp(np.clip(weight[at] * (worth[at] - mean[home]) / HUNDRED_YUAN, -50.0, 50.0))
    total, wished = np.bincount(home, even[at], size), np.bincount(home, wish, size)
    parts = even.copy()
    parts[at] += choice[at] * (wish * total[home] / wished[home] - even[at])
    return parts


def following(map_: Map, sites: Sites, lead_option: I64, table: ReferralTables) -> F64:
    """Share of each place's patients who go to the lead hospital when sent, shape (facilities,).

    By the way from the villages of a township centre, by car; 0 for other places.
    """
    minutes = map_.minutes[Mode.CAR][np.arange(len(lead_option)), lead_option].astype(np.float64)
    known = np.isfinite(minutes)
    weight = map_.villages["weight"].to_numpy(np.float64)
    centre, size = map_.options[:, Option.OWN_CENTRE].astype(np.int64), len(sites.kind)
    use = known & (centre >= 0)
    far = np.bincount(centre[use], (weight * minutes)[use], size)
    way = far / np.maximum(np.bincount(centre[use], weight[use], size), np.finfo(float).tiny)
    goes = np.maximum(table.accept - table.accept_minute * np.minimum(way, FARTHEST), 0.0) * table.attend
    return np.where(sites.kind == Kind.TOWNSHIP_CENTRE, goes, 0.0)
