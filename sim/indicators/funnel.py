"""The referral funnel (双向转诊): every slip or offer, what became of it, and why it was lost on the way."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]


class Way(IntEnum):
    """Direction of a referral.

    `UP` is a slip that names a hospital of the county (or, where there is none, the next one), `OUT` a slip
    to leave the county, `DOWN` the offer of a hospital to go down to the township when stable.
    """

    UP = 0
    OUT = 1
    DOWN = 2


class Fate(IntEnum):
    """What became of a referral.

    Of those `OFFERED` some are declined: `FAR` (too far), `PRICE` (too dear), `TRUST` (no trust in it, or no
    wish to go). Who accepts is a `NO_SHOW`, finds `NO_SLOT` at the clinic or `NO_BED`, is `OVERTAKEN` (dies,
    or is in hospital already), or `ATTENDED`: seen there and, when a stay was needed, in a bed. `HOME` is
    the other way down: home early, followed up by the own team. `RETURNED` counts those who attended and
    came back to the sender, `BOUNCED` those who went down and whose need was not met there.
    """

    OFFERED = 0
    FAR = 1
    PRICE = 2
    TRUST = 3
    NO_SHOW = 4
    NO_SLOT = 5
    NO_BED = 6
    OVERTAKEN = 7
    ATTENDED = 8
    HOME = 9
    RETURNED = 10
    BOUNCED = 11


DECLINED = (Fate.FAR, Fate.PRICE, Fate.TRUST)
"""Why a referral is declined, in the order in which the reasons fill the chance of declining."""
CLOSED = (*DECLINED, Fate.NO_SHOW, Fate.NO_SLOT, Fate.NO_BED, Fate.OVERTAKEN, Fate.ATTENDED, Fate.HOME)
"""Exactly one of these becomes of every referral offered, in the end."""
ROWS = len(Way) * len(Fate) * 2


def row_of(way: Ints | int, fate: Fate, linked: npt.NDArray[np.bool_] | bool) -> Ints | int:
    """Row of the funnel; `linked` receivers belong to the community, or are partners outside it."""
    return np.asarray((np.asarray(way, np.int64) * len(Fate) + fate) * 2 + linked)


def rows_of(way: Way, fate: Fate, linked: bool | None = None) -> list[int]:
    """Rows of the funnel to add up: one side, or both when `linked` is None."""
    sides = (False, True) if linked is None else (linked,)
    return [int(row_of(int(way), fate, side)) for side in sides]
