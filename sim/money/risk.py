"""Saving on the signed: against their own past, and against people of the same risk.

Who signs because of a bad year costs less in the next without any merit of the team (regression to the mean),
and a team that picks the healthy saves on paper (selection). Both vanish when everybody is compared with
people of the same age, chronic state and spending of the year before.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.integer]


def risk_group(age: Ints, chronic: Bools, last_year: I64, ages: F64, spent: F64) -> I64:
    """Group of people of the same risk: by age, chronic state and what they cost the year before.

    Parameters
    ----------
    ages, spent : float64 array
        Age in years and fen of the year before from which the further groups begin.
    """
    band = np.searchsorted(spent, last_year, side="right")
    group = np.searchsorted(ages, age, side="right")
    return np.asarray((group * 2 + chronic) * (len(spent) + 1) + band, np.int64)


def savings_on_signed(
    community: Ints, signed: Bools, group: I64, this_year: I64, last_year: I64, communities: int
) -> tuple[F64, F64]:
    """What was saved on the signed of each community, fen.

    Parameters
    ----------
    community : integer array, shape (n,)
        Of each covered person.
    signed : bool array, shape (n,)
    group : int64 array, shape (n,)
        See `risk_group`.
    this_year, last_year : int64 array, shape (n,)
        What the funds paid for each, fen; last year brought to the same number of days.
    communities : int

    Returns
    -------
    float64 array, shape (communities,)
        Plain: last year's spending on today's signed less this year's.
    float64 array, shape (communities,)
        Adjusted: what all covered people of the same risk cost on average, less what the signed did.
    """
    count = np.bincount(group)
    mean = np.bincount(group, this_year) / np.maximum(count, 1)
    holder, spent = community[signed], this_year[signed]
    actual = np.bincount(holder, spent, communities)
    before = np.bincount(holder, last_year[signed], communities)
    expected = np.bincount(holder, mean[group[signed]], communities)
    return np.asarray(before - actual, np.float64), np.asarray(expected - actual, np.float64)
