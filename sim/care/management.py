"""Management centres of a medical community (管理中心): one set of rules and quality control for all members.

Unified control of quality makes what a member does follow what it is able to do: cases within its capability
are treated adequately more surely, so that members differ less in them. What is beyond it stays beyond it.
The centres are run by staff of the lead hospital. Pure functions on arrays.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def surer(adequate: F64, gap: F64, narrowed: F64) -> F64:
    """Chance of adequate treatment under unified quality control.

    Parameters
    ----------
    adequate, gap : float64 array, shape (rows, facilities)
        Chance without it, and capability needed less that of the facility, levels.
    narrowed : float64 array, shape (facilities,)
        Part of the failures within one's capability that it avoids.
    """
    return np.asarray(np.where(gap <= 0.0, adequate + narrowed * (1.0 - adequate), adequate))


def narrowed_by(community: I64, regimes: Regimes) -> F64:
    """Part of such failures avoided at each facility; 0 for who is no member of a community."""
    narrowed = regimes.by_facility("governance.management_centres.narrowed")
    return np.where(community >= 0, narrowed, 0.0)


def doctors_in_offices(lead: Bools, regimes: Regimes) -> F64:
    """Doctors of each lead hospital whose time the management centres take, shape (facilities,)."""
    at = regimes.by_facility
    needed = at("governance.management_centres.count") * at("governance.management_centres.staff")
    return np.where(lead, needed, 0.0)
