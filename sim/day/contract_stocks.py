"""Step: at month ends, count contracts by group, what is served of them, and how village doctors fare."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.day.clock import Clock
from sim.day.heads import residents_of_counties, residents_of_villages
from sim.day.state import State
from sim.day.tables import DayTables
from sim.geography.map import Option
from sim.policy.groups import CODES, Trait
from sim.population.contracts import GROUPS, PRIORITY

I64 = npt.NDArray[np.int64]
FEN = 100  # of a yuan


def count_contracts(state: State, clock: Clock, tables: DayTables, snapshots: dict[str, Any]) -> None:
    """Note the stocks of `sim.indicators.contracts` of a month by county; begin to count closed days anew."""
    doctors, counties = state.doctors, len(state.map.counties)
    counts, cost = residents_of_counties(state, tables.expected, FEN)
    code = np.arange(CODES)
    signed = (code & Trait.SIGNED) != 0
    groups = {name: (code & trait) != 0 for trait, name in GROUPS.items()}
    groups["general"] = (code & PRIORITY) == 0
    stocks = {f"people_{name}": counts[:, group].sum(axis=1) for name, group in groups.items()}
    stocks |= {f"signed_{name}": counts[:, group & signed].sum(axis=1) for name, group in groups.items()}
    clinic = state.map.options[:, Option.OWN_CLINIC]
    served = np.where(clinic >= 0, doctors.served[clinic], 0.0) * residents_of_villages(state)[:, 1]
    of_county = state.map.villages["county"].to_numpy(np.int64)
    stocks["signed_served"] = np.rint(np.bincount(of_county, served, counties))
    stocks["signed_unplaced"] = state.unplaced
    stocks["cost_residents"], stocks["cost_signed"] = np.rint(cost).T
    stocks |= _of_clinics(state, clock)
    doctors.closed_days = np.zeros_like(doctors.closed_days)
    for name, amount in stocks.items():
        table = snapshots.setdefault(name, np.zeros((state.tally.months, counties), np.int64))
        table[clock.month] = amount


def _of_clinics(state: State, clock: Clock) -> dict[str, I64]:
    """Stocks of village clinics by county; only their ratios mean anything, since clinics are not sampled."""
    doctors, counties = state.doctors, len(state.map.counties)
    clinic = np.flatnonzero(doctors.posts)
    county = state.map.facilities["county"].to_numpy(np.int64)[clinic]
    posts = doctors.posts[clinic]
    days = min(clock.day + 1, clock.date.day)
    amounts = {
        "village_posts": posts,
        "village_pay": doctors.income[clinic] * posts,
        "village_quits": doctors.quits[clinic],
        "village_closed_days": doctors.closed_days[clinic],
        "village_clinic_days": np.full(len(clinic), days),
    }
    return {
        name: np.rint(np.bincount(county, amount, counties)).astype(np.int64)
        for name, amount in amounts.items()
    }
