"""How each person stands with the rules on tiered care: what does not change from bill to bill."""

from __future__ import annotations

from enum import IntFlag

import numpy as np
import numpy.typing as npt

from sim.money.rules import INSURANCES
from sim.policy.groups import Trait
from sim.policy.regimes import Regimes
from sim.population.contracts import Contract

Ints = npt.NDArray[np.integer]


class Standing(IntFlag):
    """Bits of `State.standing`.

    EXCUSED: needs no slip for a hospital (a child or pupil, living away, or stepwise referral is not in force
    where the person lives); POOR: entitled to medical aid; FIRST: signed for first contact (首诊式签约).
    """

    EXCUSED = 1
    POOR = 2
    FIRST = 4


LATER = 4
"""Added to the bits EXCUSED and POOR: had a stay this year (rows of `ChoiceTables.stay_own`)."""
WITH_SLIP = 8
"""Added for who holds a referral slip; it stands in for EXCUSED."""
VARIANTS = 16


def standings(
    codes: npt.NDArray[np.uint8], scheme: Ints, away: npt.NDArray[np.bool_], regimes: Regimes
) -> npt.NDArray[np.uint8]:
    """Standing of people by their code and scheme, shape (n,)."""
    regime = scheme // len(INSURANCES)
    free = (regimes.by_regime("referral.stepwise") == 0)[regime]
    first = (regimes.by_regime("contract.kind") >= Contract.FIRST_CONTACT)[regime]
    young = (codes & np.uint8(Trait.CHILD | Trait.PUPIL)) > 0
    standing = (free | young | away) * np.uint8(Standing.EXCUSED)
    standing |= ((codes & np.uint8(Trait.POOR)) > 0) * np.uint8(Standing.POOR)
    standing |= (first & ((codes & np.uint8(Trait.SIGNED)) > 0)) * np.uint8(Standing.FIRST)
    return np.asarray(standing, np.uint8)
