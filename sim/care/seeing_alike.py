"""Facilities that see the same money: they share one column of the work (a post); their number is small."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.sites import Sites
from sim.care.stakes import NOBODY, TARGETS, Stakes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


def posts_of(sites: Sites, stakes: Stakes, at: I64) -> tuple[I64, I64]:
    """Find which of some facilities see the same money.

    Parameters
    ----------
    at : int64 array, shape (n,)
        Facilities, at least one.

    Returns
    -------
    one : int64 array, shape (posts,)
        One facility of each post.
    post : int64 array, shape (n,)
        Post of each facility of `at`.
    """
    columns = np.stack(
        [*(column[at] for column in stakes[: -len(TARGETS)]), *_targets(sites, stakes, at)], axis=1
    )
    _, one, post = np.unique(columns.astype(np.float64), axis=0, return_index=True, return_inverse=True)
    return at[one], post.ravel()


def _targets(sites: Sites, stakes: Stakes, at: I64) -> list[I64 | F64]:
    """What facilities need to be alike in beyond their own stakes: where they send, and how that is paid."""
    there = [stakes.centre[at], stakes.hospital[at], stakes.township[at]]
    columns: list[I64 | F64] = [sites.kind[at], sites.community[at]]
    for target in there:
        known = np.where(target == NOBODY, 0, target)
        for column in (stakes.regime, stakes.level, stakes.stay, stakes.visit, stakes.value, sites.community):
            columns.append(np.where(target == NOBODY, NOBODY, column[known]))
    return columns
