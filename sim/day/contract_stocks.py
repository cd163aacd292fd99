"""Step: at month ends, count contracts by group, what is served of them, and how village doctors fare."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.day.state import Clock, State
from sim.geography.map import Option
from sim.policy.groups import CODES, Trait
from sim.population.contracts import GROUPS, PRIORITY

I64 = npt.NDArray[np.int64]


def count_contracts(state: State, clock: Clock, snapshots: dict[str, Any]) -> None:
    """Note the stocks of `sim.indicators.contracts` of a month by county; begin to count closed days anew."""
    people, doctors, counties = state.people, state.doctors, len(state.map.counties)
    here = people.alive & ~people.away
    key = people.county[here].astype(np.int64) * CODES + state.codes[here]
    counts = np.bincount(key, minlength=counties * CODES).reshape(counties, CODES)
    code = np.arange(CODES)
    signed = (code & Trait.SIGNED) != 0
    groups = {name: (code & trait) != 0 for trait, name in GROUPS.items()}
    groups["general"] = (code & PRIORITY) == 0
    stocks = {f"people_{name}": counts[:, group].sum(axis=1) for name, group in groups.items()}
    stocks |= {f"signed_{name}": counts[:, group & signed].sum(axis=1) for name, group in groups.items()}
    clinic = state.map.options[people.village, Option.OWN_CLINIC]
    share = np.where(people.signed & here & (clinic >= 0), doctors.served[clinic], 0.0)
    stocks["signed_served"] = np.rint(np.bincount(people.county, share, counties))
    stocks["signed_unplaced"] = state.unplaced
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
