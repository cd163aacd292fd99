"""Compiled twin of `sim.care.treatment.decide`, which makes its draws on the way."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from sim.care.treatment import ADMIT, ADVISE, KEEP, SLIP, Bools, Decision, Ints, TreatmentTables
from sim.geography.map import Kind
from sim.randomness import U64
from sim.randomness_numba import purposes, unit

CITY = int(Kind.CITY)


def decide_keyed(
    tables: TreatmentTables, row: Ints, facility: Ints, kind: Ints, bound: Bools, keys: U64, *draws: str
) -> Decision:
    """Decide what to do with each patient who is seen; `draws` names the draws of `decide` in order."""
    adequate, act = np.empty(len(row), bool), np.empty(len(row), np.int8)
    _decide(
        row, facility, kind, bound, keys, purposes(*draws), tables.adequate, tables.stay, tables.beds,
        tables.offer, tables.ruled, tables.advise, tables.advise_stay, tables.admits, tables.send_on,
        adequate, act,
    )  # fmt: skip
    return Decision(adequate, act)


@numba.njit(cache=True)
def _decide(
    row: Any, facility: Any, kind: Any, bound: Any, keys: Any, to: Any, can: Any, admit: Any, beds: Any,
    offer: Any, ruled: Any, advise: Any, advise_stay: Any, admits: Any, send_on: Any,
    adequate: Any, act: Any,
) -> None:  # fmt: skip
    for i in range(row.size):
        able = unit(keys[i], to[0]) < can[row[i], facility[i]]
        stay = unit(keys[i], to[1]) < admit[row[i], facility[i]]
        ward = beds[facility[i]] and (not stay or unit(keys[i], to[4]) < admits[row[i], facility[i]])
        adequate[i] = able
        act[i] = ADMIT if stay and able and ward else KEEP
        if (not able or (stay and not ward)) and kind[i] < CITY:
            often = send_on[row[i], facility[i]]
            chance = offer[row[i], facility[i]] * often
            if bound[i]:
                chance += (1.0 - chance) * ruled[facility[i]]
            if unit(keys[i], to[2]) < chance:
                act[i] = SLIP
                continue
            told = advise_stay[facility[i]] if able else advise[row[i], facility[i]]
            if unit(keys[i], to[3]) < told * often:
                act[i] = ADVISE
