"""What prevention saves whoever holds the money of the ill (预防的收益), as a team expects it.

Pure functions on arrays; money is in fen.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]

YEAR_DAYS = 365.0


def saved_by_control(fund: F64) -> F64:
    """What the fund pays less in a year for a patient under control, shape (profiles,).

    `fund`, shape (2, profiles), is what it is expected to pay without control and with it.
    """
    return np.asarray(np.maximum(fund[0] - fund[1], 0.0))


def control_won(gain: float, interval_days: float) -> float:
    """Chance that a year of follow-ups brings an uncontrolled patient under control."""
    return float(1.0 - (1.0 - gain) ** (YEAR_DAYS / interval_days))


def worth_of_service(saved: F64, planned: F64, signed: F64, borne: F64) -> F64:
    """What serving one signed person truly for a year brings the purse of a team, shape (facilities,).

    Parameters
    ----------
    saved : float64 array
        Expected saving of the fund if all signed chronic patients of the team were followed up, fen a year.
    planned : float64 array
        Share of them who are to be managed.
    signed : float64 array
        People signed with the team; a team serves whoever comes, and does not pick the ill.
    borne : float64 array
        What the team gains of one fen that the fund pays less.
    """
    return np.asarray(borne * planned * saved / np.maximum(signed, 1.0))
