"""How a patient came to the hospital of a stay, as the rules on referral order see it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.money.rules import TOWNSHIP, Path
from sim.needs.cases import PARTNER_SLIP

Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]


def compliance_path(level: Ints, slip: Ints, excused: Bools) -> npt.NDArray[np.int8]:
    """Path (`Path`) of each stay.

    Parameters
    ----------
    level : integer array, shape (n,)
        Price level of the hospital.
    slip : integer array, shape (n,)
        Referral slip with which the patient came, 0 for none.
    excused : bool array, shape (n,)
        Needs no slip: nothing asks for one where the patient lives, a child or pupil, or an emergency that
        the insurance office recognises afterwards.
    """
    with_slip = np.where(slip == PARTNER_SLIP, Path.PARTNER, Path.STEPWISE)
    path = np.where(slip > 0, with_slip, np.where(excused, Path.PLAIN, Path.SKIPPED))
    return np.where(level <= TOWNSHIP, Path.PLAIN, path).astype(np.int8)
