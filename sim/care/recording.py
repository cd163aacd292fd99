"""Follow-ups that are only recorded (重记录轻服务): what a record earns, and how many so stand on paper.

Where money is tied to what is recorded, a record is worth as much as the care it stands for, and takes less
time. Pure functions on arrays; money is in fen.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.sway import swayed
from sim.money.score import Lines, points, slope

F64 = npt.NDArray[np.float64]


def recorded_value(managed: F64, papers: F64, chronic: F64) -> F64:
    """Share of a team's signed chronic patients who are managed by its records; 0 for a team without any."""
    return np.asarray((managed + papers) / np.maximum(chronic, 1.0))


def worth_of_record(money: F64, value: F64, chronic: F64, lines: Lines) -> F64:
    """What one more patient recorded as managed is expected to bring a team in a year.

    Parameters
    ----------
    money : float64 array, shape (facilities,)
        Tied to the score of the team, a year.
    value : float64 array, shape (facilities,)
        Share recorded as managed today.
    chronic : float64 array, shape (facilities,)
        Signed chronic patients of the team.
    lines : Lines
        Floor and goal of that share, of the same shape.
    """
    return np.asarray(money * slope(value, lines) / np.maximum(chronic, 1.0))


def kept_of_fee(stake: F64, value: F64, lines: Lines) -> F64:
    """Share of the money tied to a score that a team is paid, 1 where none is tied."""
    return np.asarray(1.0 - stake * (1.0 - points(value, lines)))


def recorded_share(usual: F64, worth: F64, fine: F64, weight: F64) -> F64:
    """Share recorded as managed of those who should be managed and are not truly served.

    Parameters
    ----------
    usual : float64 array
        The share while nothing is tied to records.
    worth, fine : float64 array
        What a record brings in a year, and what an audit is expected to take back for it.
    weight : float64 array
        Change of the log odds for each 100 yuan.
    """
    return swayed(usual, worth - fine, weight)


def reward_of_care(worth: F64, fine: F64, recorded: F64) -> F64:
    """What a team gains by serving a patient truly rather than as it would record without service, fen.

    Where the record would stand anyway, the service saves no more than the fine.
    """
    return np.asarray(worth - recorded * (worth - fine))
