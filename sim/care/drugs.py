"""Drugs at village clinics and township centres: stocks (库存) that treatment uses up and deliveries fill.

Each facility keeps drugs for chronic disease and all others apart. A delivery fills a stock up to what is
expected to be used until the next; how much that is, a facility learns from what it recorded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.care.sites import Sites
from sim.geography.map import Kind
from sim.needs.catalogue import Catalogue, Group
from sim.policy.regimes import Regimes
from sim.randomness import draw, stream

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

CHRONIC, OTHER = 0, 1  # groups of drugs
GROUPS = 2
NOTHING = -1  # no delivery ordered


@dataclass(frozen=True)
class DrugTables:
    """Tables of drug supply, each of shape (facilities,) unless said otherwise.

    Attributes
    ----------
    kept : bool array
        Whether the facility has a stock that can run out; hospitals and all outside the counties never do.
    interval, phase : int64 array
        Days between deliveries, and on which day of the interval they come.
    level, least : float64 array
        Stock after a delivery: use expected until the next times `level`, and so many prescriptions more.
    register : float64 array
        Share of shortages that are registered (缺药登记): known to the order, and reason for a delivery.
    lead : int64 array
        Days from a registered shortage to that delivery.
    unlisted : float64 array
        Share of chronic patients whose drug is not on the facility's list.
    forwarded : float64 array
        Share of prescriptions it cannot fill that the central pharmacy (中心药房) fills.
    group : int64 array, shape (conditions,)
        Group of drugs that treats each condition.
    """

    kept: Bools
    interval: I64
    phase: I64
    level: F64
    least: F64
    register: F64
    lead: I64
    unlisted: F64
    forwarded: F64
    group: I64


def drug_tables(sites: Sites, catalogue: Catalogue, regimes: Regimes, seed: int) -> DrugTables:
    """Compile the tables of drug supply."""

    def here(name: str) -> F64:
        return regimes.by_facility(f"capability.formulary.{name}")

    kept = (sites.county >= 0) & (sites.kind <= Kind.TOWNSHIP_CENTRE)
    kept &= regimes.county["care.unlimited"] == 0
    interval = here("delivery_days").astype(np.int64)
    u = draw(stream("drugs.delivery", seed), np.arange(len(kept)))
    return DrugTables(
        kept=kept,
        interval=interval,
        phase=np.floor(u * interval).astype(np.int64),
        level=here("level"),
        least=here("least"),
        register=here("register"),
        lead=here("lead_days").astype(np.int64),
        unlisted=np.where(kept, here("unlisted"), 0.0),
        forwarded=here("forwarded"),
        group=np.where(catalogue.kind == Group.CHRONIC, CHRONIC, OTHER),
    )


@dataclass
class Stock:
    """Stocks, in usual prescriptions; arrays of shape (facilities, 2) unless said otherwise.

    Attributes
    ----------
    left : float64 array
        In stock; inf before the first delivery.
    used : float64 array
        Use recorded since the last delivery of the timetable, and shortages if they are registered.
    days : int64 array, shape (facilities,)
        Days since that delivery.
    rate : float64 array
        Use a day that the facility expects.
    ordered : int64 array, shape (facilities,)
        Ordinal of the day on which a delivery comes for a registered shortage, `NOTHING` for none.
    """

    left: F64
    used: F64
    days: I64
    rate: F64
    ordered: I64


def full_stock(facilities: int) -> Stock:
    """Stocks on the first day: more than anybody needs until the first delivery."""
    used, rate = np.zeros((2, facilities, GROUPS))
    days, ordered = np.zeros(facilities, np.int64), np.full(facilities, NOTHING, np.int64)
    return Stock(np.full((facilities, GROUPS), np.inf), used, days, rate, ordered)


def deliver(tables: DrugTables, stock: Stock, ordinal: int, sample: float = 1.0) -> None:
    """Fill the stocks of facilities with a delivery today, by timetable or for a registered shortage.

    What is expected until the next delivery is the mean of what was expected and what was recorded since the
    last. The first delivery comes after a whole interval has been recorded, in a sample by part of the people
    only. A stock is never made smaller.
    """
    stock.days += 1
    first = np.isinf(stock.left[:, OTHER])
    listed = tables.kept & ((ordinal + tables.phase) % tables.interval == 0)
    listed &= ~first | (stock.days >= tables.interval)
    seen = stock.used[listed] / stock.days[listed, None]
    known = ~first[listed, None]
    stock.rate[listed] = np.where(known, (stock.rate[listed] + seen) / 2.0, seen / sample)
    stock.left[listed] = np.where(known, stock.left[listed], 0.0)
    stock.used[listed], stock.days[listed] = 0.0, 0
    filled = listed | (stock.ordered == ordinal)
    until = (tables.interval * tables.level)[filled, None] * stock.rate[filled]
    stock.left[filled] = np.maximum(stock.left[filled], np.floor(until) + tables.least[filled, None])
    stock.ordered[filled] = NOTHING


def take(tables: DrugTables, stock: Stock, asked: F64, filled: F64, ordinal: int) -> None:
    """Take what was dispensed out of the stocks, record it, and register shortages.

    Parameters
    ----------
    asked, filled : float64 array, shape (facilities, 2)
        Prescriptions asked for today, and those filled from the stock.
    """
    short = asked - filled
    stock.left -= filled
    stock.used += filled + tables.register[:, None] * short
    orders = (short > 0).any(axis=1) & (tables.register > 0) & (stock.ordered == NOTHING) & tables.kept
    stock.ordered[orders] = ordinal + tables.lead[orders]


def others(stock: Stock, sample: float, z: F64) -> F64:
    """Prescriptions that those of a sample who are not simulated ask for today, shape (facilities, 2).

    Their part of what the facility expects, with the chance of a day. What it expects learns from the people
    simulated, slowly, so that the chance that a stock runs out is that of all people.

    Parameters
    ----------
    z : float64 array, shape (facilities, 2)
        Standard normal numbers.
    """
    mean = stock.rate * (1.0 - sample)
    return np.asarray(np.maximum(np.floor(mean + np.sqrt(mean) * z + 0.5), 0.0))
