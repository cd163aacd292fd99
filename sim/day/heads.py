"""How many people there are of a kind: what month ends count, each in one pass over the population."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.day.state import State
from sim.needs.expected_cost import cost_of_people
from sim.policy.groups import CODES
from sim.population.people import Insurance

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
KINDS = (2, len(Insurance), 2)  # at home or away, insurance, without or with a contract


def living(state: State) -> I64:
    """The living by village, whether they live away, insurance and contract, shape (villages, 2, 3, 2)."""
    shape = len(state.map.villages), *KINDS
    if state.kernel == "numba":
        from sim.day.heads_numba import count_living  # compiled, so only when asked for

        return count_living(state.people, shape)
    people = state.people
    kind = (people.away * np.int32(KINDS[1]) + people.insurance) * np.int32(KINDS[2]) + people.signed
    cell = people.village * np.int32(np.prod(KINDS)) + kind
    return np.bincount(cell[people.alive], minlength=int(np.prod(shape))).reshape(shape)


def residents_of_villages(state: State) -> I64:
    """Residents of each village who are alive, without and with a contract, shape (villages, 2)."""
    return np.asarray(living(state)[:, 0].sum(axis=1))


class Residents(NamedTuple):
    """Residents of each county.

    Attributes
    ----------
    of_code : int64 array, shape (counties, CODES)
        By the bits of `sim.policy.groups.Trait`.
    cost : float64 array, shape (counties, 2)
        What they are expected to cost a year: all of them, and those under contract.
    """

    of_code: I64
    cost: F64


def residents_of_counties(state: State, expected: F64, unit: float) -> Residents:
    """Count residents by what is known of them, and add up what they are expected to cost.

    Parameters
    ----------
    expected : float64 array, shape (2, profiles)
        Of `sim.needs.expected_cost.expected_cost`, fen.
    unit : float
        Fen of the unit in which costs are added up.
    """
    people, counties = state.people, len(state.map.counties)
    if state.kernel == "numba":
        from sim.day.heads_numba import count_residents  # compiled, so only when asked for

        return Residents(*count_residents(people, state.codes, counties, expected, unit))
    here = people.alive & ~people.away
    key = people.county[here] * np.int32(CODES) + state.codes[here]
    of_code = np.bincount(key, minlength=counties * CODES).reshape(counties, CODES)
    cost = np.where(here, cost_of_people(people, expected), 0.0) / unit
    costs = (np.bincount(people.county, amount, counties) for amount in (cost, cost * people.signed))
    return Residents(of_code, np.stack(list(costs), axis=1))
