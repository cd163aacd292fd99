"""Steps: drugs are delivered, dispensed to those who are treated, and run out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from sim import randomness
from sim.care.drugs import CHRONIC, GROUPS, deliver, others, take
from sim.care.queue import rank_within
from sim.care.treatment import KEEP, LACKS
from sim.day.clock import Clock
from sim.day.followup import team_of
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits, draw
from sim.indicators.tally import Flow
from sim.money.prices import bill_parts
from sim.needs.cases import Origin, select

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]
EVEN = 1e-9  # ten tenths of a prescription are one


def deliver_drugs(state: State, clock: Clock, tables: DayTables) -> None:
    """Fill the stocks of those to whom drugs are delivered today."""
    deliver(tables.drugs, state.drugs, clock.ordinal, state.sample)


def fill_prescriptions(state: State, clock: Clock, tables: DayTables, visits: Visits) -> None:
    """Dispense from the stock to those who are treated at primary care.

    For whom the drug is not there, the central pharmacy fills the prescription, or the visit was in vain: the
    patient looks elsewhere tomorrow.
    """
    table = tables.drugs
    if state.kernel == "numba":
        from sim.day import drugs_numba  # compiled, so only when asked for

        at, shelf, got = drugs_numba.asking(tables, visits)
    else:
        at, shelf, got = _asking(tables, visits)
    got[got] = _dispensed(state, clock, tables, shelf[got], visits.keys[at[got]])
    at = at[~got]
    facility = visits.facility[at]
    forwarded = draw(visits.keys[at], "drugs.forwarded") < table.forwarded[facility]
    people, person = state.people, visits.person[at]
    cell = state.tally.cell(people.county[person], visits.place[at], people.insurance[person])
    for measure, which in ((Flow.DRUGS_FORWARDED, forwarded), (Flow.DRUGS_LACKING, ~forwarded)):
        state.tally.add(measure, clock.month, cell[which], facility[which])
    _look_elsewhere(state, clock, tables, visits, at[~forwarded])


def _asking(tables: DayTables, visits: Visits) -> tuple[I64, I64, Bools]:
    """Positions of visits, the shelf each prescription is filled from, and whether the drug is listed."""
    table = tables.drugs
    treated = visits.adequate & (visits.act == KEEP) & ~visits.emergency
    at = np.flatnonzero(treated & table.kept[visits.facility])
    facility, group = visits.facility[at], table.group[visits.case["condition"][at]]
    listed = (group != CHRONIC) | (draw(visits.keys[at], "drugs.listed") >= table.unlisted[facility])
    return at, facility * GROUPS + group, listed


def _dispensed(state: State, clock: Clock, tables: DayTables, shelf: I64, keys: randomness.U64) -> Bools:
    """Who of those who ask for a usual prescription gets it from the stock, by keyed order.

    Parameters
    ----------
    shelf : int64 array, shape (n,)
        Facility * 2 + group of drugs.
    """
    stock = state.drugs
    own = np.bincount(shelf, minlength=stock.left.size).reshape(stock.left.shape)
    rest = np.zeros(stock.left.shape)
    if state.sample < 1.0:
        shelves = np.arange(stock.left.size)
        today = randomness.keys(randomness.stream("drugs.others", state.seed), shelves, clock.ordinal)
        u = randomness.uniform(today)
        rest = others(stock, state.sample, ndtri(np.maximum(u, 1e-12)).reshape(rest.shape))
    # Half of the others come before, half after.
    places = np.maximum(np.floor(stock.left - rest / 2.0 + EVEN), 0.0)
    got = np.ones(len(shelf), bool)
    scarce = np.flatnonzero((own > places).ravel()[shelf])
    rank = rank_within(shelf[scarce], np.zeros(len(scarce), np.int64), keys[scarce])
    got[scarce] = rank < places.ravel()[shelf[scarce]]
    filled = np.minimum(own, places)
    take(tables.drugs, stock, own + rest, filled + np.minimum(rest, stock.left - filled), clock.ordinal)
    return got


def _look_elsewhere(state: State, clock: Clock, tables: DayTables, visits: Visits, at: I64) -> None:
    """Send away whom the drug is lacking for; after too many steps they stay untreated."""
    visits.lacks[at], visits.adequate[at] = True, False
    at = at[visits.case["step"][at] < tables.outcome.max_steps]
    visits.act[at] = LACKS
    case = select(visits.case, at)
    case["avoid"] = visits.place[at]
    case["target"], case["place"], case["tries"], case["slip"] = -1, 0, 0, 0
    case["step"] += 1
    case["origin"] = Origin.RETURN
    state.agenda.put(case, clock.day + 1)


def leave_out_drugs(tables: DayTables, visits: Visits) -> None:
    """Leave the drugs that were not there out of the bills."""
    at = np.flatnonzero(visits.lacks)
    visits.bag[at] *= 1.0 - bill_parts(tables.values, "visit").drugs[tables.sites.level[visits.facility[at]]]


def in_stock(state: State, person: Ints) -> Bools:
    """Whether the team of each of these people has drugs for chronic disease."""
    return np.asarray(state.drugs.left[team_of(state, person), CHRONIC] >= 1.0)


def dispense_for_longer(state: State, tables: DayTables, visits: Visits, at: I64, more: F64) -> Bools:
    """Who of the stable gets drugs for longer: as far as the stock goes, by keyed order.

    Parameters
    ----------
    at : int64 array, shape (n,)
        Positions of visits.
    more : float64 array, shape (n,)
        Usual prescriptions beyond the first.
    """
    stock, facility = state.drugs, visits.facility[at]
    rank = rank_within(facility, visits.lacks[at].astype(np.int64), visits.keys[at])
    got = ~visits.lacks[at] & ((rank + 1) * more <= stock.left[facility, CHRONIC] + EVEN)
    used = np.bincount(facility[got], more[got], len(stock.left))
    stock.used[:, CHRONIC] += used
    stock.left[:, CHRONIC] -= used
    return np.asarray(got)
