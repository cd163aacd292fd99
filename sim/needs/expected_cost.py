"""What the needs of a person cost in a year on the average, by age, sex, chronic states and their control.

A payment by head is worth the more the less is expected of who is signed; what is expected stands here, made
of the same rates of need by which people fall ill. Pure functions on arrays.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.needs.catalogue import Catalogue
from sim.needs.onset import MASKS, YEAR_DAYS, Hazards, profile
from sim.population.people import People

F64 = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64] | F64


def yearly_needs(table: Hazards) -> F64:
    """Needs a year by profile (`sim.needs.onset.profile`), control and condition.

    Returns
    -------
    float64 array, shape (2, profiles, conditions)
        Nothing under control, then everything.
    """
    highest = np.diff(table.share, axis=1, prepend=0.0) * table.total[:, None]
    uncontrolled = highest / (1.0 + np.abs(table.winter)) * YEAR_DAYS
    at_risk = ((np.arange(len(table.total)) % MASKS)[:, None] & table.risk) != 0
    return np.stack([uncontrolled, np.where(at_risk, uncontrolled * table.controlled, uncontrolled)])


def cost_of_need(catalogue: Catalogue, visit: Numbers, stay: Numbers, admit: F64) -> F64:
    """Mean cost of a need by condition, shape (conditions,): a visit, and a stay where one is indicated.

    Parameters
    ----------
    visit, stay : array, shape (conditions * 3,)
        Cost of a visit and of a stay by condition and severity, fen.
    admit : float64 array, shape (conditions * 3,)
        Share for whom a stay is indicated.
    """
    mild = 1.0 - catalogue.moderate - catalogue.severe
    severity = np.stack([mild, catalogue.moderate, catalogue.severe], axis=1)
    return np.asarray((severity * (visit + admit * stay).reshape(-1, 3)).sum(axis=1))


def expected_cost(table: Hazards, cost: F64) -> F64:
    """Cost a year by control and profile, shape (2, profiles), in the unit of `cost`, shape (conditions,)."""
    return np.asarray(yearly_needs(table) @ cost)


def cost_of_people(people: People, expected: F64) -> F64:
    """Expected cost a year of each person, shape (n,); control counts when no state is out of control."""
    controlled = (people.chronic & ~people.controlled) == 0
    return np.asarray(expected[controlled.astype(np.int8), profile(people)])
