"""Whom to sign (选择性签约): money by head rewards the healthy among the signed, unless it follows risk.

Pure functions on arrays; money is in fen.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.sway import swayed
from sim.needs.catalogue import AGE_CLASSES
from sim.needs.onset import MASKS
from sim.policy.groups import CODES, Trait
from sim.population.people import Chronic

F64 = npt.NDArray[np.float64]

YOUNG, ADULT, OLD = (0,), (1, 2), (len(AGE_CLASSES) - 1,)
"""Age classes of children, of who is neither young nor old, and of the elderly."""
MEN, WOMEN = 0, 1


def cost_by_code(fund: F64) -> F64:
    """What a team expects the fund to pay in a year for a person of each code, shape (256,).

    A team tells people apart by what it sees on signing: young, old, pregnant, with hypertension or diabetes.

    Parameters
    ----------
    fund : float64 array, shape (2, profiles)
        Expected payments a year by control and profile (`sim.needs.onset.profile`).
    """
    table = fund.mean(axis=0).reshape(len(AGE_CLASSES), 2, MASKS)
    cost, known = np.empty(CODES), {}
    for code in range(CODES):
        trait = Trait(code)
        ages = OLD if trait & Trait.ELDERLY else YOUNG if trait & (Trait.CHILD | Trait.PUPIL) else ADULT
        sexes = (WOMEN,) if trait & Trait.PREGNANT else (MEN, WOMEN)
        ill = (Chronic.HYPERTENSION, Chronic.DIABETES) if trait & Trait.CHRONIC else (0,)
        seen = ages, sexes, ill
        if seen not in known:  # few kinds of people stand behind all codes
            known[seen] = float(table[np.ix_(*seen)].mean())
        cost[code] = known[seen]
    return cost


def wanted(coverage: F64, held: F64, cost: F64, head: float, weight: F64) -> F64:
    """Share of people who are signed where their team would rather sign some than others.

    Parameters
    ----------
    coverage : float64 array, shape (villages, 256)
        Share who sign while nothing hangs on who they are.
    held : float64 array, shape (villages,)
        Part of one fen between the money of a head and its cost that the team of a village keeps or bears,
        as far as that money does not follow the risk.
    cost : float64 array, shape (256,)
        Expected cost of a person of each code, fen a year.
    head : float
        Money by head, the same for everybody, fen a year.
    weight : float64 array, shape (villages,)
        Change of the log odds for each 100 yuan.
    """
    return swayed(coverage, held[:, None] * (head - cost), weight[:, None])
