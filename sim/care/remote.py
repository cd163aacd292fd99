"""Remote consultation (远程会诊): primary care treats with the help of a doctor of the community's hospital.

Pure functions on arrays and their tables.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.care.queue import rank_within
from sim.care.sites import Sites
from sim.care.sway import F64, swayed
from sim.geography.map import Kind, Map, Option
from sim.money.rules import INSURANCES
from sim.money.settle import portion
from sim.policy.regimes import Regimes

I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class RemoteTables:
    """Tables of remote consultations.

    Attributes
    ----------
    adequate : float64 array, shape (conditions * 3, facilities)
        Chance of adequate treatment at a primary facility with the help of its reader; never below its own.
    offer : float64 array, shape (facilities,)
        Chance that a facility that cannot treat offers one; 0 for all but primary care.
    reader : int64 array, shape (facilities,)
        Hospital whose doctor is asked, -1 for none.
    capacity : float64 array, shape (facilities,)
        Consultations that a hospital gives on one day.
    accept : float64 array, shape (schemes,)
        Chance that a resident agrees, given what it costs him or her.
    fee : int64 array, shape (regimes,)
        Fen, by the regime of the facility that calls.
    """

    adequate: F64
    offer: F64
    reader: I64
    capacity: F64
    accept: F64
    fee: I64


def remote_tables(
    map_: Map, sites: Sites, skill: F64, own: F64, ratio: I64, regimes: Regimes
) -> RemoteTables:
    """Compile the tables of remote consultations.

    Parameters
    ----------
    skill : float64 array, shape (conditions * 3,)
        Capability needed by condition and severity.
    own : float64 array, shape (conditions * 3, facilities)
        Chance of adequate treatment without help.
    ratio : int64 array, shape (schemes,)
        Share of the fee that insurance pays, basis points.
    """
    values = regimes.county
    primary = sites.kind <= Kind.TOWNSHIP_CENTRE
    reader = readers(map_, sites)
    lent = sites.capability[reader] - values["care.telehealth_handicap"]
    slope, margin = values["care.capability_slope"], values["care.capability_margin"]
    helped = 1.0 / (1.0 + np.exp(slope * (skill[:, None] - lent - margin)))
    fee = np.array([int(one["prices.telehealth"]) for one in regimes.values], np.int64)
    paid = np.repeat(fee, len(INSURANCES))
    return RemoteTables(
        adequate=np.where(primary & (reader >= 0), np.maximum(helped, own), own),
        offer=np.where(
            primary & (open_readers(map_, sites) >= 0),
            regimes.by_facility("pay_patient.telehealth.offer"),
            0.0,
        ),
        reader=reader,
        capacity=regimes.by_facility("pay_patient.telehealth.readers"),
        accept=swayed(
            values["care.telehealth_accept"], portion(paid, ratio) - paid, values["care.telehealth_weight"]
        ),
        fee=fee,
    )


def readers(map_: Map, sites: Sites) -> I64:
    """Hospital that primary care consults: the community's lead, else the county hospital; -1 for none.

    Shape (facilities,); -1 for hospitals too. See `open_readers` for who can be asked today.
    """
    reader = np.full(len(sites.kind), -1, np.int64)
    for option in (Option.OWN_CLINIC, Option.OWN_CENTRE):
        used = map_.options[:, option] >= 0
        reader[map_.options[used, option]] = map_.options[used, Option.GENERAL]
    for lead in np.flatnonzero(sites.lead):
        member = (sites.community == sites.community[lead]) & (sites.kind <= Kind.TOWNSHIP_CENTRE)
        reader[member] = lead
    return reader


def open_readers(map_: Map, sites: Sites) -> I64:
    """Those of `readers` that are open today, of places that are open; -1 for none."""
    reader = readers(map_, sites)
    return np.where(sites.shut | ((reader >= 0) & sites.shut[reader]), -1, reader)


def seats(capacity: F64, sample: float, uniform: F64) -> I64:
    """Consultations open to the people simulated today: the product with the sample, rounded at random."""
    return np.floor(capacity * min(sample, 1.0) + uniform).astype(np.int64)


def connected(reader: I64, tie: npt.NDArray[np.uint64], places: I64) -> Bools:
    """Who of those who want a consultation gets one: as many as the hospital has places, by keyed order.

    Parameters
    ----------
    reader : int64 array, shape (n,)
        Hospital asked.
    tie : uint64 array, shape (n,)
        Keyed order.
    places : int64 array, shape (facilities,)
        Consultations of today.
    """
    return rank_within(reader, np.zeros(len(reader), np.int64), tie) < places[reader]
